"""The addresses of the pages of one's own exports, below `/exports/`."""

from django.urls import path

from pages.partner import exports

app_name = "exports"
urlpatterns = [
    path("", exports.exports, name="exports"),
    path("rows/", exports.rows, name="rows"),
    path("<uuid:pk>/", exports.export, name="export"),
    path("<uuid:pk>/file/", exports.export_file, name="file"),
]
