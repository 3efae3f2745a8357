"""Every address of people's pages; each package has its own."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("pages.account.urls")),
    path("accounts/", include("pages.partner.urls")),
    path("exports/", include("pages.partner.export_urls")),
    path("my/", include("pages.librarian.urls")),
    path("review/", include("pages.review.urls")),
    path("", include("pages.bulletins.urls")),
    path("dashboard/", include("pages.dashboard.urls")),
    path("partnership/", include("pages.partnership.urls")),
    path("", include("pages.public.urls")),
]
