"""The reader's language: `?lang=`, else the cookie, else the browser's wish, else Chinese."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# What people and browsers write, and what it means here.
SPELLINGS = {"zh": "zh-hans", "zh-hans": "zh-hans", "zh-cn": "zh-hans", "en": "en"}


class LanguageMiddleware(LocaleMiddleware):
    """Django's choice of language, with `?lang=` first; that choice is kept in Django's language cookie."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.chosen_language = SPELLINGS.get(request.GET.get("lang", "").lower())
        if request.chosen_language:
            translation.activate(request.chosen_language)
            request.LANGUAGE_CODE = request.chosen_language

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response = super().process_response(request, response)
        if getattr(request, "chosen_language", None):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME, request.chosen_language, max_age=365 * 24 * 3600, samesite="Lax"
            )
        return response
