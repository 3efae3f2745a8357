"""The form that puts a book on a reading list."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import LineField
from partnership.isbn import NoISBN, read_isbn
from partnership.publications import FIRST_YEAR, LAST_YEAR, Publication


class PublicationForm(forms.Form):
    """A book, by its ISBN where it is known already, else by its title and what more is known of it."""

    use_required_attribute = False  # the title is needed only for a book that is new here; the server says so

    isbn = LineField(
        label="ISBN",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("10 or 13 characters, with or without hyphens. A book known here is found by it."),
    )
    title = LineField(label=_("Book title"), max_length=200)
    authors = LineField(label=_("Authors"), max_length=300, help_text=_("Several are set apart by commas."))
    publisher = LineField(label=_("Publisher"), max_length=120)
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Write the year with four digits, like 2024.")
        ),
    )
    language = forms.ChoiceField(
        label=_("Language"), choices=Publication.Language, initial=Publication.Language.CHINESE
    )
    note = LineField(label=_("Why it is recommended"), max_length=300)

    known: Publication | None = None  # the book of this ISBN, where there is one

    def clean_isbn(self) -> str:
        try:
            isbn = read_isbn(self.cleaned_data["isbn"])
        except NoISBN as error:
            raise ValidationError(str(error), code="isbn") from error
        self.known = Publication.objects.filter(isbn=isbn).first() if isbn else None
        return isbn

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if not self.errors and not self.known and not content["title"]:
            asks = (
                _("No book of this ISBN is known here. Give its title.")
                if content["isbn"]
                else _("Give the title.")
            )
            self.add_error("title", ValidationError(asks, code="required"))
        return content

    def publication(self, *, demonstration: bool) -> Publication:
        """The book: the one of this ISBN or of the same title and particulars, else a new one. Call on a valid form."""
        typed = self.cleaned_data
        if self.known:
            return self.known
        particulars = {
            name: typed[name] for name in ("isbn", "title", "authors", "publisher", "year", "language")
        }
        found, _created = Publication.objects.get_or_create(
            **particulars,
            defaults={"note": typed["note"], "demonstration": demonstration},
        )
        return found
