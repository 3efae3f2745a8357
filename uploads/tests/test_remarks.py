"""What people write in their own words: cleaned, and refused when it names a person."""

import pytest

from uploads.refusals import Refused
from uploads.remarks import read_remark


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (" 团体从后门进 ", "团体从后门进"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("＝1+1", "＝1+1"),
        ("line\r\nline", "line\nline"),
        ("a\u202eb\u200bc\ufeffd\u0000e\u0007f", "abcdef"),
        ("䶮㛃𠮷", "䶮㛃𠮷"),
        ("2026-11-22 14:00", "2026-11-22 14:00"),
        ("电话 0572-8088888", "电话 0572-8088888"),
    ],
)
def test_text_is_kept_without_what_cannot_be_seen(written, kept):
    assert read_remark(written) == kept


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("请打 13800138000", "personal_data"),
        ("138 0013 8000", "personal_data"),
        ("138-0013-8000", "personal_data"),
        ("１３８００１３８０００", "personal_data"),
        ("138\u200b00138000", "personal_data"),
        ("14:00-15:30 13800138000", "personal_data"),
        ("+8613800138000", "personal_data"),
        ("11010519491231002X", "personal_data"),
        ("110105 19491231 002x", "personal_data"),
        ("broken \ufffd\ufffd", "unreadable"),
    ],
)
def test_persons_and_broken_characters_are_refused(written, code):
    with pytest.raises(Refused) as refused:
        read_remark(written)
    assert refused.value.code == code
