"""Who: accounts and what each may act for."""

import unicodedata
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from libraries.models import CountyLibrary, Division
from partnership.models import Organisation


class UserManager(DjangoUserManager["User"]):
    def get_by_natural_key(self, username: str) -> "User":
        """One account for `admin`, `ADMIN` and `ａｄｍｉｎ`: names are compared in NFKC and without case."""
        return self.get(username__iexact=unicodedata.normalize("NFKC", username or ""))


class User(AbstractUser):
    """An account of a person, or of a partner's machine (a member in the role of partner, without password)."""

    # One name is shown, and it may be a machine's.
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    display_name = models.CharField(_("name shown"), max_length=80, blank=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login"])
    objects: ClassVar[UserManager] = UserManager()

    class Meta(AbstractUser.Meta):
        constraints = [models.UniqueConstraint(Lower("username"), name="user_name_once_in_any_case")]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class Membership(models.Model):
    """A role of an account, with exactly the object that the role is about.

    librarian -> a library; coordinator -> a province; staff -> NLC, LSC or CSTM; partner -> a province or, empty,
    the nation. What each may see is derived in `accounts.scope`.
    """

    class Role(models.TextChoices):
        LIBRARIAN = "librarian", _("librarian")
        COORDINATOR = "coordinator", _("provincial coordinator")
        STAFF = "staff", _("staff of a partner institution")
        PARTNER = "partner", _("partner (API)")

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("account"), related_name="memberships")
    role = models.CharField(_("role"), max_length=12, choices=Role)
    library = models.ForeignKey(
        CountyLibrary,
        models.PROTECT,
        verbose_name=_("library"),
        related_name="memberships",
        null=True,
        blank=True,
    )
    division = models.ForeignKey(
        Division,
        models.PROTECT,
        verbose_name=_("province"),
        related_name="memberships",
        null=True,
        blank=True,
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        verbose_name=_("organisation"),
        related_name="memberships",
        null=True,
        blank=True,
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["user_id", "id"]
        constraints = [
            models.CheckConstraint(
                name="membership_role_has_its_object",
                condition=Q(
                    role="librarian", library__isnull=False, division__isnull=True, organisation__isnull=True
                )
                | Q(
                    role="coordinator",
                    library__isnull=True,
                    division__isnull=False,
                    organisation__isnull=True,
                )
                | Q(role="staff", library__isnull=True, division__isnull=True, organisation__isnull=False)
                | Q(role="partner", library__isnull=True, organisation__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["user", "library"], condition=Q(role="librarian"), name="membership_librarian_once"
            ),
            models.UniqueConstraint(
                fields=["user", "division"],
                condition=Q(role="coordinator"),
                name="membership_coordinator_once",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"], condition=Q(role="staff"), name="membership_staff_once"
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(role="partner"), name="membership_partner_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()} {self.library or self.division or self.organisation or ''}"
