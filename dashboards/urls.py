from django.urls import path, register_converter

from dashboards import base_map, calendars, embed, embeddings, home, oembed, places, robots, stop_page, views
from dashboards.converters import DivisionCode
from dashboards.partnership import (
    agreement_page,
    area_page,
    campaign_page,
    editing,
    initiative_page,
    reading_page,
    resource_views,
    work_plan_page,
)

register_converter(DivisionCode, "division")

app_name = "dashboards"
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
    path("embed/coverage/", embed.coverage, name="embed-coverage"),
    path("embed/stops/", embed.stops, name="embed-stops"),
    path("embed/reading/", embed.reading, name="embed-reading"),
    path("embed/widget.js", embed.script, name="embed-script"),
    path("oembed/", oembed.oembed, name="oembed"),
    path("map/", base_map.base_map, name="base-map"),
    path("sitemap.xml", robots.sitemap, name="sitemap"),
    path("robots.txt", robots.robots, name="robots"),
    path("embeddings/", embeddings.embeddings, name="embeddings"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("dashboard/figures/", views.figures, name="figures"),
    path("dashboard/table.csv", views.table_csv, name="table_csv"),
    path("dashboard/burn-up.csv", views.burn_up_csv, name="burn_up_csv"),
    path("partnership/", agreement_page.partnership, name="partnership"),
    path("partnership/areas/<int:area_id>/", area_page.area, name="area"),
    path("partnership/initiatives/<int:initiative_id>/", initiative_page.initiative, name="initiative"),
    path("partnership/campaigns/<slug:slug>/", campaign_page.campaign, name="campaign"),
    path("partnership/plans/<int:plan_id>/", work_plan_page.work_plan, name="work_plan"),
    path(
        "partnership/plans/<int:plan_id>/print/",
        work_plan_page.work_plan,
        {"printed": True},
        name="work_plan_print",
    ),
    path(
        "partnership/exhibitions/<int:exhibition_id>/reading/",
        reading_page.exhibition_reading,
        name="exhibition_reading",
    ),
    path("partnership/resources/<int:resource_id>/check/", resource_views.check_link, name="check_link"),
    path("partnership/resources/<int:resource_id>/open/", resource_views.open_resource, name="open_resource"),
    path("partnership/files/<slug:kind>/<int:record_id>/", agreement_page.document, name="document"),
    path("partnership/records/<slug:kind>/new/", editing.new, name="new_record"),
    *[
        path(f"partnership/records/<slug:kind>/<int:record_id>/{act}/", view, name=name)
        for act, view, name in (
            ("change", editing.change, "change_record"),
            ("remove", editing.remove, "remove_record"),
            ("put-back", editing.put_back, "put_back_record"),
            ("history", editing.history, "record_history"),
            ("return", editing.return_to, "return_record"),
        )
    ],
]
