"""The administration's front door: staff, superusers and, to read, coordinators; nobody else."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.scope import scope_of


class PortalAdminSite(AdminSite):
    """Django's admin site, entered by the portal's own sign-in page and by scope instead of permission rows."""

    site_header = _("Tour exhibition: administration")
    site_title = _("Tour exhibition: administration")
    index_title = _("Registry")
    empty_value_display = "–"

    def has_permission(self, request: HttpRequest) -> bool:
        """The flag `is_staff` opens nothing by itself: it takes a role that has something to see here."""
        user = request.user
        scope = scope_of(user)
        return user.is_active and (
            scope.is_superuser or (user.is_staff and (scope.is_staff or scope.is_coordinator))
        )

    def admin_view(
        self, view: Callable[..., HttpResponse], cacheable: bool = False
    ) -> Callable[..., HttpResponse]:
        """403 for an account that is signed in and has nothing to do here; Django would send it to sign in again."""
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.user.is_authenticated and not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Django's, without the way from a number to an object's page: it asks nobody who may see the object."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's own page: it asks who is there once more, and spares the demonstration's accounts."""
        return redirect("account_change_password")

    @method_decorator([never_cache, login_not_required])
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One sign-in page for the whole portal: its limits on attempts hold here too."""
        if self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        if request.user.is_authenticated:
            # Signing in once more would lead here again.
            raise PermissionDenied
        following = request.GET.get("next", reverse("admin:index"))
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': following})}")
