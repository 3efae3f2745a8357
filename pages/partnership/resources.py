"""Opening a shared resource from a page of the portal; looking at its link at once, instead of waiting for the job."""

import re

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.scope import scope_of
from pages.partnership.rights import refuse_foreign
from partnership import links
from partnership.models import DigitalResource
from partnership.openings import count_opening

# Programs that say what they are. Others that follow links count as a reader: the number is no evidence.
PROGRAMS = re.compile(
    r"bot|crawl|spider|slurp|preview|monitor|curl|wget|python|java/|httpclient|headless", re.IGNORECASE
)


@login_not_required
@require_safe
def open_resource(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Count the opening and lead to the resource's stored address; no other address is ever led to.

    Not counted, but led there all the same: programs, previews, and requests that no reader of our pages made.
    """
    resource = DigitalResource.objects.present().filter(pk=resource_id).first()
    if resource is None:
        raise Http404
    if _by_a_reader(request):
        count_opening(resource, timezone.localdate())
    answer = redirect(resource.address)
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _by_a_reader(request: HttpRequest) -> bool:
    """Whether a reader followed a link of ours, as far as the browser says; old ones do not send Sec-Fetch."""
    said = request.headers
    agent = said.get("User-Agent", "")
    return (
        request.method == "GET"
        and bool(agent)
        and not PROGRAMS.search(agent)
        and "prefetch" not in said.get("Sec-Purpose", said.get("Purpose", ""))
        and said.get("Sec-Fetch-Mode", "navigate") == "navigate"
        and said.get("Sec-Fetch-Site", "same-origin") == "same-origin"
    )


@require_POST
def check_link(request: HttpRequest, resource_id: int) -> HttpResponse:
    """Look now; ends at the catalogue, which tells what was found. A demonstration's address is never gone to."""
    scope = scope_of(request.user)
    if not scope.is_staff:
        raise PermissionDenied
    resource = DigitalResource.objects.present().real().filter(pk=resource_id).select_related("owner").first()
    if resource is None:
        raise Http404
    refuse_foreign(scope, resource)
    health = links.check(resource)
    messages.info(
        request, _("“{title}”: {state}").format(title=resource.label, state=health.get_state_display())
    )
    return redirect("partnership:area", area_id=resource.area_id)
