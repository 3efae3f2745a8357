"""Who keeps which record: the staff of the institutions that own it; superusers keep all."""

from django.core.exceptions import PermissionDenied

from accounts.scope import Scope
from partnership.models import Organisation, Record


def may_keep(scope: Scope, record: Record) -> bool:
    """Whether an account may change a record. One without an owner is kept by the staff of any institution."""
    if scope.is_superuser:
        return True
    owners = record.owner_codes
    return bool(owners & scope.organisations) if owners else scope.is_staff


def refuse_foreign(scope: Scope, record: Record) -> None:
    """Raises PermissionDenied: the record is public, so its being there is no secret."""
    if not may_keep(scope, record):
        raise PermissionDenied


def own_institutions(scope: Scope):
    """The partner institutions in whose name an account may make records."""
    partners = Organisation.objects.filter(kind=Organisation.Kind.PARTNER).order_by("id")
    return partners if scope.is_superuser else partners.filter(code__in=scope.organisations)
