"""The dashboard's query string, read as a form: every choice stands in the address, an unknown one is refused."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.scope import scope_of
from partnership.models import Programme

# In the order of the switch; the first is the default. The same words as `status` of the API.
STATUSES = {"verified": _("Verified"), "filed": _("Filed"), "all": _("All")}


@dataclass(frozen=True)
class Choice:
    programme: Programme | None
    programmes: list[Programme]
    status: str
    statuses: Sequence[tuple[str, str | Promise]]
    every_province: bool


def read_choice(request: HttpRequest) -> Choice:
    programmes = list(Programme.objects.prefetch_related("targets"))
    statuses = (
        list(STATUSES.items()) if scope_of(request.user).is_staff else [("verified", STATUSES["verified"])]
    )
    return Choice(
        programme=_programme(request.GET.get("programme"), programmes),
        programmes=programmes,
        status=_status(request.GET.get("status"), statuses),
        statuses=statuses,
        every_province=_every_province(request.GET.get("provinces")),
    )


def _programme(slug: str | None, programmes: list[Programme]) -> Programme | None:
    if slug:
        for programme in programmes:
            if programme.slug == slug:
                return programme
        raise Http404(f"no programme {slug!r}")
    default = Programme.objects.default_for_dashboard(timezone.localdate())
    # The one from the list: its targets are already read.
    return next((programme for programme in programmes if programme == default), None)


def _status(value: str | None, statuses: Sequence[tuple[str, str | Promise]]) -> str:
    if value and value not in STATUSES:
        raise BadRequest(f"status: {value!r} is none of {', '.join(STATUSES)}")
    # The nation's unverified figures are for staff; others read what is verified, whatever the address says.
    return value if value in dict(statuses) else statuses[0][0]


def _every_province(value: str | None) -> bool:
    if value not in (None, "", "all"):
        raise BadRequest(f"provinces: {value!r} is not all")
    return value == "all"
