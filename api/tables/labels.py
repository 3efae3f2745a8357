"""What codes are called, in both languages whatever the reader's own."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db.models import Choices, TextChoices
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class BothLanguages(serializers.Serializer):
    zh = serializers.CharField()
    en = serializers.CharField()


@cache
def both(words: type[TextChoices]) -> dict[str, dict[str, str]]:
    """code -> its label in Chinese and in English."""
    labels: dict[str, dict[str, str]] = {code: {} for code in words.values}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            for code, label in words.choices:
                labels[code][name] = str(label)
    return labels


def in_both_languages(text: str | Promise) -> dict[str, str]:
    """A marked text (`gettext_noop`, `gettext_lazy`) in Chinese and in English."""
    found = {}
    for name, language in (("zh", "zh-hans"), ("en", "en")):
        with translation.override(language):
            found[name] = str(text) if isinstance(text, Promise) else gettext(text)
    return found


def labels_of(words: type[TextChoices], codes: Iterable[str] | None = None) -> list[dict[str, str]]:
    """The labels of some codes (all without), as rows."""
    known = both(words)
    return [
        {"code": code, "label": known[code]["zh"], "label_en": known[code]["en"]}
        for code in (known if codes is None else codes)
    ]


@extend_schema_field(BothLanguages)
class Labels(serializers.Field):
    """The label of a column with fixed words, in both languages."""

    def __init__(self, words: type[Choices], **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)
        self.words = words

    def to_representation(self, value: Any) -> dict[str, str]:
        return both(self.words)[str(value)]
