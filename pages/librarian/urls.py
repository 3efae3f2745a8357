"""The addresses below `/my/`."""

from django.urls import path

from pages.librarian import photos, reading, receipts, reminders, steps
from pages.librarian.closing import views as closing_views
from pages.librarian.counting import views as counting_views
from pages.librarian.day import views as day_views
from pages.librarian.events import views as event_views
from pages.librarian.home import views as home_views
from pages.librarian.week import views as week_views

app_name = "librarian"
urlpatterns = [
    path("", home_views.my, name="my"),
    path("counting-worker.js", counting_views.worker, name="counting-worker"),
    path("stops/<int:stop_id>/count/", counting_views.count, name="count"),
    path("stops/<int:stop_id>/days/<str:day>/", day_views.day, name="day"),
    path("stops/<int:stop_id>/days/<str:day>/dismiss/", day_views.dismiss, name="dismiss"),
    path("stops/<int:stop_id>/photos/", photos.stop_photos, name="photos"),
    path("stops/<int:stop_id>/photos/<int:photo_id>/", photos.photo, name="photo"),
    path(
        "stops/<int:stop_id>/photos/<int:photo_id>/small/",
        photos.photo,
        {"small": True},
        name="photo-small",
    ),
    path("stops/<int:stop_id>/photos/<int:photo_id>/change/", photos.change, name="photo-change"),
    path("stops/<int:stop_id>/closing-report/", closing_views.closing_report, name="closing-report"),
    path("stops/<int:stop_id>/closing-report/print/", closing_views.printed, name="closing-print"),
    path("stops/<int:stop_id>/closing-report/return/", closing_views.send_back, name="closing-return"),
    path("stops/<int:stop_id>/closing-report/accept/", closing_views.accept, name="closing-accept"),
    path("stops/<int:stop_id>/closing-report/scans/", closing_views.attach_scan, name="closing-scans"),
    path("stops/<int:stop_id>/closing-report/scans/<int:scan_id>/", closing_views.scan, name="closing-scan"),
    path("reminders/", reminders.reminders, name="reminders"),
    path("reminders/read/", reminders.read_all, name="reminders-read"),
    path("reminders/mail/", reminders.choose_mail, name="reminders-mail"),
    path("stops/<int:stop_id>/events/", event_views.events, name="events"),
    path("stops/<int:stop_id>/events/new/", event_views.new_event, name="new-event"),
    path("stops/<int:stop_id>/events/<int:event_id>/", event_views.event, name="event"),
    path("stops/<int:stop_id>/events/<int:event_id>/change/", event_views.change_event, name="change-event"),
    path("stops/<int:stop_id>/events/<int:event_id>/delete/", event_views.delete, name="delete-event"),
    path("stops/<int:stop_id>/events/<int:event_id>/reading/", reading.reading, name="event-reading"),
    path("stops/<int:stop_id>/reading/", reading.reading, name="reading"),
    path("stops/<int:stop_id>/steps/<slug:kind>/", steps.step, name="step"),
    path("receipts/", receipts.receipts, name="receipts"),
    path("stops/<int:stop_id>/weeks/<str:day>/", week_views.week, name="week"),
]
