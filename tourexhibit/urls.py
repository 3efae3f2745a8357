"""Every address of the portal. Closed by default: a public view says so itself (`login_not_required`)."""

from django.contrib import admin
from django.urls import include, path

from api.catalog import catalog
from tourexhibit.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/", include("accounts.urls")),
    path("accounts/", include("api.page_urls")),
    path("admin/", admin.site.urls),
    path("api/v1/", include("api.urls")),
    path("exports/", include("api.export_page_urls")),
    path("catalog.json", catalog, name="catalog"),
    path("", include("visits.urls")),
    path("", include("dashboards.urls")),
]
