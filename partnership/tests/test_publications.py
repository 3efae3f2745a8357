"""ISBNs as people write them, and the reference of a publication as GB/T 7714 writes it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership.isbn import NoISBN, read_isbn
from partnership.publications import Publication


@pytest.mark.parametrize(
    "written",
    [
        "9780306406157",
        "978-0-306-40615-7",
        "ISBN 978-0-306-40615-7",
        "ISBN：０３０６４０６１５２",
        "0-306-40615-2",
        " 0306406152 ",
    ],
)
def test_one_book_has_one_number(written):
    assert read_isbn(written) == "9780306406157"


@pytest.mark.parametrize("written, read", [("", ""), ("  ", ""), ("080442957X", "9780804429573")])
def test_no_number_and_the_check_digit_x(written, read):
    assert read_isbn(written) == read


@pytest.mark.parametrize(
    "written",
    [
        "9780306406158",
        "0306406153",
        "977030640615X",
        "97803064061",
        "1230306406157",
        "X306406152",
        "978030640615X",
        "abc",
        "97803064061577",
        "٩٧٨٠٣٠٦٤٠٦١٥٧",
        "1",
        "X",
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(written):
    with pytest.raises(NoISBN, match=r"."):
        read_isbn(written)


@pytest.mark.parametrize(
    "fields, citation",
    [
        ({"title": "示范书目"}, "示范书目[M]."),
        (
            {"title": "示范书目", "authors": "甲，乙", "publisher": "示范出版社", "year": 2020},
            "甲, 乙. 示范书目[M]. 示范出版社, 2020.",
        ),
        ({"title": "示范书目", "authors": "甲、乙、丙、丁"}, "甲, 乙, 丙, 等. 示范书目[M]."),
        (
            {"title": "An Example", "authors": "A B; C D; E F; G H", "language": "en", "year": 1999},
            "A B, C D, E F, et al. An Example[M]. 1999.",
        ),
    ],
)
def test_the_reference_leaves_out_what_is_not_known(fields, citation):
    assert Publication(**fields).citation == citation


@pytest.mark.django_db
def test_one_isbn_is_one_publication():
    first = Publication(title="An Example", isbn="0-306-40615-2")
    first.full_clean()
    first.save()
    assert first.isbn == "9780306406157"
    with pytest.raises(ValidationError):
        Publication(title="Another", isbn="978-0-306-40615-7").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(title="Another", isbn="9780306406157")
    Publication.objects.create(title="Without")
    Publication.objects.create(title="Without either")
