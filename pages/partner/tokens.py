"""A partner's own tokens: made, shown once, revoked."""

from typing import cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.scope import scope_of
from api.tokens.issuing import MOST_LIVE, WARNED_BEFORE, NoLongerShown, TooMany, make, revoke
from api.tokens.models import PartnerToken
from pages.frame.answers import private
from pages.partner.token_form import TokenForm

ENDED_SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of the partner who is signed in.

    A POST with `revoke` (the first characters of a token) takes it back and ends in a redirect. Any other POST reads
    the form; its answer is the one page that shows the token, and the same form again, from a second tap or a
    reload, gets the same token for some minutes.
    """
    if not scope_of(request.user).is_partner:
        raise PermissionDenied
    if request.method != "POST":
        return _page(request)
    if "revoke" in request.POST:
        return _revoke(request)
    form = TokenForm(request.POST, scope=scope_of(request.user))
    if not form.is_valid():
        return _page(request, form=form, status=400)
    owner = cast(User, request.user)
    try:
        token, text = make(owner, form.wish(), by=owner, key=str(form.cleaned_data["key"]))
    except TooMany:
        form.add_error(
            None,
            _("You have {n} tokens that work. Revoke one that is not used any more.").format(n=MOST_LIVE),
        )
        return _page(request, form=form, status=400)
    except NoLongerShown:
        messages.warning(
            request,
            _("This token was made before and is not shown again. Make another and revoke the old one."),
        )
        return redirect("partners:tokens")
    return _page(request, made=token, text=text)


def _revoke(request: HttpRequest) -> HttpResponse:
    owner = cast(User, request.user)
    token = PartnerToken.objects.filter(
        user=owner, token_key=request.POST["revoke"].replace("\x00", "")
    ).first()
    if token is None:
        raise Http404
    if revoke(token, owner):
        messages.success(
            request, _("“{name}” is revoked and opens nothing any more.").format(name=token.name)
        )
    return redirect("partners:tokens")


def _page(
    request: HttpRequest,
    *,
    form: TokenForm | None = None,
    made: PartnerToken | None = None,
    text: str = "",
    status: int = 200,
) -> HttpResponse:
    own = PartnerToken.objects.filter(user=request.user).select_related("division", "made_by", "revoked_by")
    live = list(own.live().order_by("-created"))
    now = timezone.now()
    context = {
        "live": [(token, bool(token.expiry) and token.expiry - now < WARNED_BEFORE) for token in live],
        "ended": own.exclude(pk__in=[token.pk for token in live]).order_by("-created")[:ENDED_SHOWN],
        "form": form or TokenForm.empty(scope_of(request.user)),
        "made": made,
        "text": text,
        "bound_to": _bound_to(request),
    }
    answer = private(render(request, "partner/tokens.html", context, status=status))
    if text:
        answer["Cache-Control"] = "no-store"
    return answer


def _bound_to(request: HttpRequest):
    """The province that the partner's membership names; None for the whole nation."""
    membership = cast(User, request.user).memberships.filter(role="partner").select_related("division").get()
    return membership.division
