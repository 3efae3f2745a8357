"""The addresses of a partner's own pages, below `/accounts/`."""

from django.urls import path

from api.frame import converters  # noqa: F401 - registers the converter `id`
from pages.partner import tokens, webhooks

app_name = "partners"
urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("webhooks/", webhooks.webhooks, name="webhooks"),
    path("webhooks/new/", webhooks.new_webhook, name="webhook-new"),
    path("webhooks/<id:number>/", webhooks.webhook, name="webhook"),
    path("webhooks/<id:number>/change/", webhooks.webhook_change, name="webhook-change"),
]
