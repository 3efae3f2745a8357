"""Free text in a body: the rule is `uploads.remarks`, the refusal names its field."""

from rest_framework.exceptions import ErrorDetail, ValidationError

from uploads.refusals import Refused
from uploads.remarks import read_remark


def clean_text(text: str) -> str:
    """The text cleaned of what cannot be seen. Raises ValidationError (400: personal_data, unreadable)."""
    try:
        return read_remark(text)
    except Refused as refusal:
        raise ValidationError([ErrorDetail(refusal.message, refusal.code)]) from refusal
