"""The pages of invitations: the list of those given, and what the invited person sees."""

from typing import Any, cast
from uuid import UUID

from allauth.account.internal.flows.login import perform_password_login
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import Login
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import invitations as inviting
from accounts.models import Invitation, User
from accounts.scope import Scope, scope_of
from pages.account.invitation_forms import MOST_SUGGESTED, AcceptForm, InvitationForm, libraries_within

A_PAGE = 50


def _scope_that_invites(request: HttpRequest) -> Scope:
    scope = scope_of(request.user)
    if not inviting.invites(scope):
        raise PermissionDenied
    return scope


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Those given so far, with their state, and the form for a new one.

    The answer to the form shows the link, once and no more: the table keeps only its digest. Reloading sends the same
    form, which is the same invitation with the same link.
    """
    scope = _scope_that_invites(request)
    if request.method != "POST":
        return _list(request, scope, InvitationForm(scope))
    form = InvitationForm(scope, request.POST)
    if not form.is_valid():
        return _list(request, scope, form, status=400)
    typed = form.cleaned_data
    try:
        invitation, secret, new = inviting.invite(
            cast(User, request.user),
            form.gift(),
            display_name=typed["display_name"],
            email=typed["email"],
            form_key=typed["form_key"],
        )
    except PermissionError as refused:
        raise PermissionDenied from refused
    except inviting.TooMany:
        form.add_error(None, _("You have given very many invitations today. Go on tomorrow."))
        return _list(request, scope, form, status=429)
    return _handed_over(request, invitation, secret, new=new)


@require_POST
def renew(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """A new link for one that was lost or has expired; the old one ends."""
    _scope_that_invites(request)
    try:
        form_key = UUID(request.POST.get("form_key", ""))
    except ValueError as error:
        raise BadRequest("the form has no key") from error
    try:
        invitation, secret, new = inviting.renew(cast(User, request.user), invitation_id, form_key)
    except Invitation.DoesNotExist as missing:
        raise Http404 from missing
    except inviting.NotPending:
        messages.error(request, _("This invitation was used or taken back. Give a new one."))
        return redirect("invitations")
    return _handed_over(request, invitation, secret, new=new)


@require_POST
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    """Take an invitation back; ends at the list."""
    _scope_that_invites(request)
    try:
        invitation = inviting.revoke(cast(User, request.user), invitation_id)
    except Invitation.DoesNotExist as missing:
        raise Http404 from missing
    except inviting.NotPending:
        messages.error(request, _("This invitation was used. Take the role away in the administration."))
    else:
        messages.success(
            request, _("The invitation of {name} is taken back.").format(name=invitation.display_name)
        )
    return redirect("invitations")


def _list(request: HttpRequest, scope: Scope, form: InvitationForm, status: int = 200) -> HttpResponse:
    rows = inviting.given_by(scope).select_related(
        "library__division", "division", "organisation", "invited_by", "accepted_by"
    )
    page = Paginator(rows.order_by("-created_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "invitations": list(page.object_list),
        "libraries": libraries_within(scope)[:MOST_SUGGESTED] if not scope.is_staff else [],
        "renewal_key": form["form_key"].value(),
    }
    return _unshared(render(request, "account/invitations.html", context, status=status))


def _handed_over(request: HttpRequest, invitation: Invitation, secret: str, *, new: bool) -> HttpResponse:
    link = request.build_absolute_uri(reverse("invited", args=[secret]))
    sent = inviting.send(invitation, link) if new else bool(invitation.email)
    context = {"invitation": invitation, "link": link, "sent": sent}
    return _unshared(render(request, "account/invitation_link.html", context))


def _unshared(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    return response


# ---------------------------------------------------------------- the invited person


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Who invites, to what; the form that makes the account, or for who is signed in the button that takes it on.

    A link that was used, taken back or is none is told so, with 404, and how to get on.
    """
    limited = ratelimit.consume_or_429(request, action="invited")
    if limited is not None:
        return limited
    try:
        invitation = inviting.pending(secret)
        if request.user.is_authenticated:
            return _take_on(request, invitation, secret)
        return _make_account(request, invitation, secret)
    except inviting.NotPending:
        if request.method == "POST" and request.user.is_authenticated and _is_own(request, secret):
            return redirect("public:start")  # the second tap on the same button
        return _unshared(render(request, "account/invitation_gone.html", status=404))


def _is_own(request: HttpRequest, secret: str) -> bool:
    return Invitation.objects.filter(digest=inviting.digest_of(secret), accepted_by=request.user.pk).exists()


def _make_account(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    if request.method != "POST":
        return _invited_page(
            request, invitation, AcceptForm(initial={"display_name": invitation.display_name})
        )
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _invited_page(request, invitation, form, status=400)
    typed = form.cleaned_data
    try:
        user = inviting.accept_with_new_account(
            secret,
            username=typed["username"],
            display_name=typed["display_name"],
            password=typed["password1"],
        )
    except IntegrityError:
        form.add_error("username", _("This account name is taken. Choose another."))
        return _invited_page(request, invitation, form, status=400)
    user.backend = "django.contrib.auth.backends.ModelBackend"
    login = Login(user=user, redirect_url=reverse("public:start"))
    answer = perform_password_login(request, {"username": user.username}, login)
    # Staff are led on to their second factor; who has just chosen the password is not asked for it there.
    reauthenticate_by_password(request)
    return answer


def _take_on(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    if request.method != "POST":
        return _invited_page(request, invitation, None)
    try:
        inviting.accept_with_account(secret, cast(User, request.user))
    except inviting.NotForThisAccount as refused:
        return _invited_page(request, invitation, None, refused=str(refused), status=409)
    messages.success(request, _("Your account has the role now."))
    return redirect("account")


def _invited_page(
    request: HttpRequest,
    invitation: Invitation,
    form: AcceptForm | None,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {"invitation": invitation, "form": form, "refused": refused}
    return _unshared(render(request, "account/invited.html", context, status=status))
