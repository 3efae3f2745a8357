"""How the fields of a record are asked for: a person's words cleaned, days year first, numbers as people write them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import KEEPS_YEAR_FIRST, CountField, LineField, RemarkField
from uploads.pictures import MOST_BYTES
from uploads.refusals import Refused
from uploads.scans import read_scan

MOST = 1_000_000_000  # of a number: every engine's integer holds it
LONGEST_TEXT = 2000


class WebAddressField(forms.URLField):
    """An address that a browser opens: https, or http where a site has no other."""

    default_validators = [URLValidator(schemes=["https", "http"])]
    default_error_messages = {"invalid": _("Write the whole address; it begins with https:// or http://.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class ScanField(forms.FileField):
    """A PDF or a picture; the cleaned value is ("pdf" | "jpg", its bytes), None where none was sent."""

    def __init__(self, **options: Any) -> None:
        widget = forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"})
        super().__init__(required=False, widget=widget, **options)

    def clean(self, data: Any, initial: Any = None) -> Any:
        sent = super().clean(data)
        if not sent:
            return None
        try:
            if sent.size > MOST_BYTES:
                raise Refused("file_too_large", str(_("The file is larger than 10 MB. Send it smaller.")))
            return read_scan(sent.read())
        except Refused as refused:
            raise ValidationError(refused.message, code=refused.code) from refused


def language_of(model: type[models.Model], name: str) -> str:
    """The language that a text is written in, for its `lang`: known where a field has a sibling, else empty."""
    if name.endswith("_en"):
        return "en"
    return "zh-Hans" if any(field.name == f"{name}_en" for field in model._meta.concrete_fields) else ""


def field_for(field: models.Field, **options: Any) -> forms.Field | None:
    """The form's field for a model's field, which says what language is written there."""
    asked = _field_for(field, **options)
    language = language_of(field.model, field.name)
    if asked and language:
        asked.widget.attrs["lang"] = language
    return asked


def _field_for(field: models.Field, **options: Any) -> forms.Field | None:
    """Django's own field where nothing special is to be said."""
    said: dict[str, Any] = {"label": capfirst(field.verbose_name), "help_text": field.help_text}
    if field.choices or field.is_relation or isinstance(field, models.BooleanField):
        return field.formfield(**options)
    if isinstance(field, models.DateField):
        return forms.DateField(
            **said,
            required=not field.blank,
            input_formats=KEEPS_YEAR_FIRST,
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            error_messages={"required": _("Give the day."), "invalid": _("Write the day like 2026-11-22.")},
        )
    if isinstance(field, models.IntegerField):
        return CountField(**said, most=MOST)
    if isinstance(field, models.URLField):
        return WebAddressField(**said, required=not field.blank, max_length=field.max_length)
    if isinstance(field, models.TextField):
        return RemarkField(
            **said,
            max_length=field.max_length or LONGEST_TEXT,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    if isinstance(field, models.CharField):
        return LineField(**said, max_length=field.max_length or LONGEST_TEXT)
    return field.formfield(**options)
