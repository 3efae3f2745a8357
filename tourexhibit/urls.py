"""Every address of the portal. Closed by default: a public view says so itself (`login_not_required`)."""

from django.contrib import admin
from django.urls import include, path

from api.document.catalog import catalog
from tourexhibit.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    path("catalog.json", catalog, name="catalog"),
    path("", include("pages.urls")),
]
