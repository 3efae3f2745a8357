"""The stop of an address, for those who record at it, or may look at it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from accounts.scope import Scope
from exhibitions.models import Stop


def recordable_stop(scope: Scope, stop_id: int) -> Stop:
    """The stop, for those who record at it; coordinators and partners never do (rule 14), others see no stop."""
    if not (scope.is_staff or scope.is_librarian):
        raise PermissionDenied
    stops = Stop.objects.live().with_place()
    if not scope.is_staff:
        stops = stops.filter(library_id__in=scope.libraries)
    stop = stops.filter(pk=stop_id).first()
    if stop is None:
        raise Http404
    return stop


def stop_within_reach(scope: Scope, stop_id: int) -> Stop:
    """The stop, for those who may see what is not public of it; others see no stop, partners never may (rule 15)."""
    if not scope.may_see_unverified:
        raise PermissionDenied
    stop = Stop.objects.live().within_reach(scope).with_place().filter(pk=stop_id).first()
    if stop is None:
        raise Http404
    return stop
