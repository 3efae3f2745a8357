"""The addresses that anyone may open, and the staff's list of sites that embed us."""

from django.urls import path, register_converter

from pages.frame.converters import DivisionCode
from pages.public import base_map, home, places, robots, stop_page
from pages.public.calendars import views as calendars
from pages.public.embedding import frames, oembed, sites

register_converter(DivisionCode, "division")

app_name = "public"
urlpatterns = [
    path("", home.home, name="home"),
    path("start/", home.start, name="start"),
    path("suggestions/", home.suggestions, name="suggestions"),
    path("divisions/<division:code>/", places.division, name="division"),
    path("stops/<int:stop_id>/", stop_page.stop, name="stop"),
    path("calendar.ics", calendars.of_the_tour, name="calendar"),
    path("divisions/<division:code>/calendar.ics", calendars.of_division, name="division-calendar"),
    path("libraries/<int:library_id>/calendar.ics", calendars.of_library, name="library-calendar"),
    path("stops/<int:stop_id>/calendar.ics", calendars.of_stop, name="stop-calendar"),
    path("embed/coverage/", frames.coverage, name="embed-coverage"),
    path("embed/stops/", frames.stops, name="embed-stops"),
    path("embed/reading/", frames.reading, name="embed-reading"),
    path("embed/widget.js", frames.script, name="embed-script"),
    path("oembed/", oembed.oembed, name="oembed"),
    path("map/", base_map.base_map, name="base-map"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path("embeddings/", sites.embeddings, name="embeddings"),
]
