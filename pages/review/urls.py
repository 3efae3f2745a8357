"""The addresses below `/review/`; drafts of bulletins are in `pages.bulletins`."""

from django.urls import path

from pages.review import closing_reports, reminders, views
from pages.review.completeness import views as completeness_views

app_name = "review"
urlpatterns = [
    path("", views.review, name="worklist"),
    path("remind/", reminders.remind_all, name="remind-all"),
    path("stops/<int:stop_id>/remind/", reminders.remind, name="remind"),
    path("completeness/", completeness_views.completeness, name="completeness"),
    path("completeness/table.csv", completeness_views.table_csv, name="completeness-table"),
    path("together/", views.together, name="together"),
    *[
        path(
            f"stops/<int:stop_id>/days/<str:day>/{decision}/",
            views.decide,
            {"decision": decision},
            name=decision,
        )
        for decision in (*views.WITHOUT_REASON, *views.WITH_REASON)
    ],
    *[
        path(
            f"events/<int:event_id>/{decision}/",
            views.decide_event,
            {"decision": decision},
            name=f"event-{decision}",
        )
        for decision in views.OF_EVENTS
    ],
    path("closing-reports/", closing_reports.closing_reports, name="closing-reports"),
]
