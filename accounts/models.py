"""Who: accounts and what each may act for."""

import unicodedata
from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
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
    # The last language chosen on a page: what mails are written in. Empty is Chinese.
    language = models.CharField(_("language of mails"), max_length=10, blank=True, choices=settings.LANGUAGES)
    # Whether reminders come by mail besides standing in the portal; the person's own choice.
    reminders_by_mail = models.BooleanField(_("reminders by mail"), default=True)
    demonstration = models.BooleanField(_("demonstration"), default=False, editable=False)

    history = HistoricalRecords(excluded_fields=["password", "last_login", "language", "reminders_by_mail"])
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


INVITATION_LASTS = timedelta(days=14)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self) -> "InvitationQuerySet":
        """Those whose link works now."""
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=timezone.now())


class Invitation(models.Model):
    """A link that gives one person one role with its object. Of the link only the digest is kept.

    Who may give which role away is said in `accounts.invitations`.
    """

    digest = models.CharField(max_length=64, unique=True, editable=False)
    role = models.CharField(_("role"), max_length=12, choices=Membership.Role)
    library = models.ForeignKey(
        CountyLibrary, models.PROTECT, verbose_name=_("library"), null=True, blank=True, related_name="+"
    )
    division = models.ForeignKey(
        Division, models.PROTECT, verbose_name=_("province"), null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name=_("organisation"), null=True, blank=True, related_name="+"
    )
    display_name = models.CharField(_("for whom"), max_length=80)
    email = models.EmailField(_("e-mail address"), blank=True)
    invited_by = models.ForeignKey(User, models.CASCADE, related_name="invitations_given")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="invitations_accepted"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    history = HistoricalRecords(excluded_fields=["digest"])
    objects: ClassVar[InvitationQuerySet] = InvitationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="invitation_role_has_its_object",
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
        ]

    def __str__(self) -> str:
        return f"{self.display_name}: {self.get_role_display()} {self.object or ''}"

    @property
    def object(self) -> CountyLibrary | Division | Organisation | None:
        """What the role is about."""
        return self.library or self.division or self.organisation

    @property
    def state(self) -> str:
        """pending, accepted, revoked or expired; a link that was used or taken back never expires."""
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "pending" if self.expires_at > timezone.now() else "expired"


class DeniedWrite(models.Model):
    """A write that a signed-in account was refused (403, 404). Append-only; kept at least six months.

    Neither body nor address is kept. `accounts.denied_writes` bounds how many an account can cause.
    """

    user = models.ForeignKey(User, models.CASCADE, verbose_name=_("account"), related_name="denied_writes")
    at = models.DateTimeField(_("when"), auto_now_add=True, db_index=True)
    method = models.CharField(_("method"), max_length=10)
    route = models.CharField(_("route"), max_length=100)
    object_id = models.CharField(_("object"), max_length=200, blank=True)
    status = models.PositiveSmallIntegerField(_("status"))

    class Meta:
        verbose_name = _("denied write")
        verbose_name_plural = _("denied writes")
        ordering = ["-id"]
        indexes = [models.Index(fields=["user", "at"], name="denied_write_of_account")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user} {self.method} {self.route} {self.status}"
