"""The addresses of the pages of one's own exports, below `/exports/`."""

from django.urls import path

from api import export_pages

app_name = "exports"
urlpatterns = [
    path("", export_pages.exports, name="exports"),
    path("rows/", export_pages.rows, name="rows"),
    path("<uuid:pk>/", export_pages.export, name="export"),
    path("<uuid:pk>/file/", export_pages.export_file, name="file"),
]
