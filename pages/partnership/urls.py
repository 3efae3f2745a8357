"""The addresses below `/partnership/`."""

from django.urls import path

from pages.partnership import (
    agreement_page,
    area_page,
    campaign_page,
    editing,
    initiative_page,
    reading_page,
    resources,
    work_plan_page,
)

app_name = "partnership"
urlpatterns = [
    path("", agreement_page.partnership, name="agreement"),
    path("areas/<int:area_id>/", area_page.area, name="area"),
    path("initiatives/<int:initiative_id>/", initiative_page.initiative, name="initiative"),
    path("campaigns/<slug:slug>/", campaign_page.campaign, name="campaign"),
    path("plans/<int:plan_id>/", work_plan_page.work_plan, name="work_plan"),
    path(
        "plans/<int:plan_id>/print/",
        work_plan_page.work_plan,
        {"printed": True},
        name="work_plan_print",
    ),
    path(
        "exhibitions/<int:exhibition_id>/reading/",
        reading_page.exhibition_reading,
        name="exhibition_reading",
    ),
    path("resources/<int:resource_id>/check/", resources.check_link, name="check_link"),
    path("resources/<int:resource_id>/open/", resources.open_resource, name="open_resource"),
    path("files/<slug:kind>/<int:record_id>/", agreement_page.document, name="document"),
    path("records/<slug:kind>/new/", editing.new, name="new_record"),
    *[
        path(f"records/<slug:kind>/<int:record_id>/{act}/", view, name=name)
        for act, view, name in (
            ("change", editing.change, "change_record"),
            ("remove", editing.remove, "remove_record"),
            ("put-back", editing.put_back, "put_back_record"),
            ("history", editing.history, "record_history"),
            ("return", editing.return_to, "return_record"),
        )
    ],
]
