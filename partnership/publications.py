"""Books and other publications that the partners and the libraries recommend."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from partnership.isbn import NoISBN, read_isbn

BETWEEN_AUTHORS = re.compile(r"\s*[;；,，、\n]\s*")
FIRST_YEAR, LAST_YEAR = 1000, 2999
MOST_AUTHORS_CITED = 3  # GB/T 7714: of more, the first three are named


class Publication(models.Model):
    """A publication, once: every reading list that recommends it refers to the same row."""

    class Language(models.TextChoices):
        CHINESE = "zh", _("Chinese")
        ENGLISH = "en", _("English")
        TIBETAN = "bo", _("Tibetan")
        UYGHUR = "ug", _("Uyghur")
        MONGOLIAN = "mn", _("Mongolian")
        KAZAKH = "kk", _("Kazakh")
        KOREAN = "ko", _("Korean")
        OTHER = "other", _("another language")

    title = models.CharField(_("book title"), max_length=200)
    authors = models.CharField(
        _("authors"), max_length=300, blank=True, help_text=_("Several are set apart by commas.")
    )
    publisher = models.CharField(_("publisher"), max_length=120, blank=True)
    year = models.PositiveSmallIntegerField(
        _("year of publication"),
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
    )
    # Thirteen digits, whatever was written.
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, default=Language.CHINESE)
    note = models.CharField(_("why it is recommended"), max_length=300, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["isbn"],
                condition=~Q(isbn=""),
                name="publication_isbn_once",
                violation_error_message=_("There is a publication of this ISBN already."),
            ),
            models.CheckConstraint(condition=~Q(title=""), name="publication_has_a_title"),
            models.CheckConstraint(
                condition=Q(year__isnull=True) | Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR),
                name="publication_year_of_four_digits",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Bring the ISBN into its one form. Raises ValidationError when it is none."""
        try:
            self.isbn = read_isbn(self.isbn)
        except NoISBN as error:
            raise ValidationError({"isbn": str(error)}) from error

    @property
    def citation(self) -> str:
        """The reference as GB/T 7714 writes it for a book; what is not known is left out.

        In the language of the book, not of the reader: 三人以上著者 are cut to "等", or "et al.".
        """
        authors = [author for author in BETWEEN_AUTHORS.split(self.authors) if author]
        if len(authors) > MOST_AUTHORS_CITED:
            others = "等" if self.language == self.Language.CHINESE else "et al."
            authors = [*authors[:MOST_AUTHORS_CITED], others]
        imprint = ", ".join(part for part in (self.publisher, str(self.year or "")) if part)
        parts = [", ".join(authors).rstrip("."), f"{self.title}[M]", imprint]
        return ". ".join(part for part in parts if part) + "."
