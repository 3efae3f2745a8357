"""The addresses of a partner's own pages, below `/accounts/`."""

from django.urls import path

from api import (
    converters,  # noqa: F401 - registers the converter `id`
    token_views,
)
from api.webhooks import views

app_name = "partners"
urlpatterns = [
    path("tokens/", token_views.tokens, name="tokens"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/new/", views.new_webhook, name="webhook-new"),
    path("webhooks/<id:number>/", views.webhook, name="webhook"),
    path("webhooks/<id:number>/change/", views.webhook_change, name="webhook-change"),
]
