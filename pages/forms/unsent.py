"""What a person typed before the session had ended: kept in the new session until they have signed in again."""

from collections.abc import Callable, Iterable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

KEPT = "kept day form"
LONGEST_KEPT = 2000  # characters of one field, as many as the longest may hold
KEPT_FOR = 3600  # seconds; anybody can have a form kept, and each is a row until then


def keep_typed(request: HttpRequest, names: Iterable[str]) -> None:
    """Keep what was typed, one form a session, the last one. Signing in gives the session its usual length back."""
    if request.method == "POST":
        typed = {name: request.POST[name][:LONGEST_KEPT] for name in names if name in request.POST}
        request.session[KEPT] = {"path": request.path, "typed": typed}
        request.session.set_expiry(KEPT_FOR)


def typed_before(request: HttpRequest) -> dict[str, str]:
    """What was kept for this page, once; {} where nothing was."""
    kept = request.session.get(KEPT)
    if not kept or kept["path"] != request.path:
        return {}
    del request.session[KEPT]
    return kept["typed"]


def keeps_typed(form: type[Form]) -> Callable:
    """Close a page to those who are not signed in, and keep what was typed into its form until they are.

    The middleware that closes every page would throw it away, so it leaves these to this.
    """

    def close(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @login_not_required
        @wraps(view)
        def closed(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                keep_typed(request, form.base_fields)
                return redirect_to_login(request.get_full_path())
            return view(request, *args, **kwargs)

        return closed

    return close


def signed_out() -> str:
    return _("You were signed out before this could be sent. It is as you typed it, and not stored yet.")
