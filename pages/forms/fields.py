"""Fields as people fill them in: counts, remarks, days, basis and method."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.forms.numbers import Unreadable, read_count
from uploads.refusals import Refused
from uploads.remarks import read_remark
from visits.vocabulary import MOST_VISITS, Basis, Method

LONGEST_REMARK = 500  # characters; the columns of a report hold as many


class CountField(forms.Field):
    """A number of person-times; blank means that it is not known, which is not zero."""

    def __init__(self, *, most: int = MOST_VISITS, **options: Any) -> None:
        self.most = most
        # A text field: a number field would hide from us, and from the person, what it cannot read.
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "data-count": True})
        super().__init__(required=False, widget=widget, **options)

    def to_python(self, value: str | None) -> int | None:
        try:
            return read_count(value or "", self.most)
        except Unreadable as unreadable:
            raise ValidationError(str(unreadable), code="value_range") from unreadable


class RemarkField(forms.CharField):
    """A person's own words, cleaned; refused when they hold a telephone or an identity number."""

    def __init__(self, *, max_length: int = LONGEST_REMARK, **options: Any) -> None:
        super().__init__(required=False, max_length=max_length, **options)

    def to_python(self, value: str | None) -> str:
        try:
            return read_remark(value or "")
        except Refused as refused:
            raise ValidationError(refused.message, code=refused.code) from refused


class LineField(RemarkField):
    """The same on one line."""

    def to_python(self, value: str | None) -> str:
        return " ".join(super().to_python(value).split())


def basis_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Basis"), choices=Basis, required=False, initial=Basis.COUNTED)


def method_field() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Method"), choices=Method, required=False, initial=Method.MANUAL_TALLY)


KEEPS_YEAR_FIRST = ["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y.%m.%d"]
