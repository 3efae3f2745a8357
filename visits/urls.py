from django.urls import path

from visits import (
    closing_list,
    closing_views,
    completeness_views,
    counting_views,
    event_views,
    photo_views,
    reading_views,
    receipt_views,
    reminder_views,
    review_views,
    step_views,
    views,
    week_views,
)
from visits.bulletins import public_views as bulletins
from visits.bulletins import staff_views as bulletin_drafts
from visits.models.bulletins import LANGUAGES

app_name = "visits"
urlpatterns = [
    path("my/", views.my, name="my"),
    path("my/counting-worker.js", counting_views.worker, name="counting-worker"),
    path("my/stops/<int:stop_id>/count/", counting_views.count, name="count"),
    path("my/stops/<int:stop_id>/days/<str:day>/", views.day, name="day"),
    path("my/stops/<int:stop_id>/days/<str:day>/dismiss/", views.dismiss, name="dismiss"),
    path("my/stops/<int:stop_id>/photos/", photo_views.stop_photos, name="photos"),
    path("my/stops/<int:stop_id>/photos/<int:photo_id>/", photo_views.photo, name="photo"),
    path(
        "my/stops/<int:stop_id>/photos/<int:photo_id>/small/",
        photo_views.photo,
        {"small": True},
        name="photo-small",
    ),
    path("my/stops/<int:stop_id>/photos/<int:photo_id>/change/", photo_views.change, name="photo-change"),
    path("my/stops/<int:stop_id>/closing-report/", closing_views.closing_report, name="closing-report"),
    path("my/stops/<int:stop_id>/closing-report/print/", closing_views.printed, name="closing-print"),
    path("my/stops/<int:stop_id>/closing-report/return/", closing_views.send_back, name="closing-return"),
    path("my/stops/<int:stop_id>/closing-report/accept/", closing_views.accept, name="closing-accept"),
    path("my/stops/<int:stop_id>/closing-report/scans/", closing_views.attach_scan, name="closing-scans"),
    path(
        "my/stops/<int:stop_id>/closing-report/scans/<int:scan_id>/", closing_views.scan, name="closing-scan"
    ),
    path("review/", review_views.review, name="review"),
    path("my/reminders/", reminder_views.reminders, name="reminders"),
    path("my/reminders/read/", reminder_views.read_all, name="reminders-read"),
    path("my/reminders/mail/", reminder_views.choose_mail, name="reminders-mail"),
    path("review/remind/", reminder_views.remind_all, name="review-remind-all"),
    path("review/stops/<int:stop_id>/remind/", reminder_views.remind, name="review-remind"),
    path("review/completeness/", completeness_views.completeness, name="completeness"),
    path("review/completeness/table.csv", completeness_views.table_csv, name="completeness-table"),
    path("review/together/", review_views.together, name="review-together"),
    *[
        path(
            f"review/stops/<int:stop_id>/days/<str:day>/{decision}/",
            review_views.decide,
            {"decision": decision},
            name=f"review-{decision}",
        )
        for decision in (*review_views.WITHOUT_REASON, *review_views.WITH_REASON)
    ],
    *[
        path(
            f"review/events/<int:event_id>/{decision}/",
            review_views.decide_event,
            {"decision": decision},
            name=f"review-event-{decision}",
        )
        for decision in review_views.OF_EVENTS
    ],
    path("review/closing-reports/", closing_list.closing_reports, name="closing-reports"),
    path("my/stops/<int:stop_id>/events/", event_views.events, name="events"),
    path("my/stops/<int:stop_id>/events/new/", event_views.new_event, name="new-event"),
    path("my/stops/<int:stop_id>/events/<int:event_id>/", event_views.event, name="event"),
    path(
        "my/stops/<int:stop_id>/events/<int:event_id>/change/", event_views.change_event, name="change-event"
    ),
    path("my/stops/<int:stop_id>/events/<int:event_id>/delete/", event_views.delete, name="delete-event"),
    path(
        "my/stops/<int:stop_id>/events/<int:event_id>/reading/", reading_views.reading, name="event-reading"
    ),
    path("my/stops/<int:stop_id>/reading/", reading_views.reading, name="reading"),
    path("my/stops/<int:stop_id>/steps/<slug:kind>/", step_views.step, name="step"),
    path("my/receipts/", receipt_views.receipts, name="receipts"),
    path("my/stops/<int:stop_id>/weeks/<str:day>/", week_views.week, name="week"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/<slug:number>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<slug:number>/print/", bulletins.printed, name="bulletin-print"),
    path("bulletins/<slug:number>/content.json", bulletins.content, name="bulletin-content"),
    path("bulletins/<slug:number>/coverage.csv", bulletins.coverage_csv, name="bulletin-coverage"),
    path("bulletins/<slug:number>/visits.csv", bulletins.visits_csv, name="bulletin-visits"),
    *[
        path(
            f"bulletins/<slug:number>/{language}.pdf",
            bulletins.pdf,
            {"language": language},
            name=f"bulletin-pdf-{language}",
        )
        for language in LANGUAGES
    ],
    path("review/bulletins/", bulletin_drafts.bulletins, name="bulletin-drafts"),
    path("review/bulletins/<int:bulletin_id>/", bulletin_drafts.draft, name="bulletin-draft"),
    path(
        "review/bulletins/<int:bulletin_id>/draft.pdf", bulletin_drafts.draft_pdf, name="bulletin-draft-pdf"
    ),
    *[
        path(f"review/bulletins/<int:bulletin_id>/{view.__name__}/", view, name=f"bulletin-{view.__name__}")
        for view in (
            bulletin_drafts.sign,
            bulletin_drafts.withdraw,
            bulletin_drafts.redraw,
            bulletin_drafts.discard,
            bulletin_drafts.remind,
            bulletin_drafts.later,
        )
    ],
]
