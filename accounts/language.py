"""The reader's language: `?lang=`, else the cookie, else the browser's wish, else Chinese."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from accounts.models import User

# What people and browsers write, and what it means here.
SPELLINGS = {"zh": "zh-hans", "zh-hans": "zh-hans", "zh-cn": "zh-hans", "en": "en"}


def chosen_language(request: HttpRequest) -> str | None:
    """The language that `?lang=` asks for; None without one that is offered here."""
    return SPELLINGS.get(request.GET.get("lang", "").lower())


class LanguageMiddleware(LocaleMiddleware):
    """Django's choice of language, with `?lang=` first; that choice is kept in Django's language cookie."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        chosen = chosen_language(request)
        if chosen:
            translation.activate(chosen)
            request.LANGUAGE_CODE = chosen

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response = super().process_response(request, response)
        chosen = chosen_language(request)
        if chosen and _is_a_page_of_its_own(response):
            _remember(request, chosen)
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=365 * 24 * 3600,
                samesite="Lax",
            )
        return response


def _is_a_page_of_its_own(response: HttpResponseBase) -> bool:
    """Where somebody uses the switch; not a calendar, nor a frame on another site, which leave no cookie."""
    framed = getattr(response, "xframe_options_exempt", False)
    return response.get("Content-Type", "").startswith("text/html") and not framed


def _remember(request: HttpRequest, chosen: str) -> None:
    """Keep the choice of an account: mails have no browser to ask."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated and user.language != chosen:
        User.objects.filter(pk=user.pk).update(language=chosen)
