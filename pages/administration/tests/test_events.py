"""Events and reading lists in the administration: what was filed does not move past its report."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import User
from exhibitions.models import Event
from partnership.publications import Publication
from tourexhibit.tests import factories
from visits.recording.event_reports import file_event
from visits.values import Value

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 5)


@pytest.fixture
def event():
    stop = factories.stop(opens=date(2026, 3, 1), closes=date(2026, 5, 31))
    return Event.objects.create(stop=stop, kind="lecture", title="身边的物理", day=DAY)


@pytest.fixture
def desk(client):
    client.force_login(User.objects.get(pk=factories.staff().pk))
    return client


def readonly_fields(desk, event) -> set[str]:
    answer = desk.get(reverse("admin:exhibitions_event_change", args=[event.pk]))
    assert answer.status_code == 200
    return set(answer.context["adminform"].readonly_fields)


def test_the_day_and_the_kind_are_fixed_once_something_was_filed(desk, event):
    assert readonly_fields(desk, event) == {"stop"}
    values = [Value("event_attendance", "adult", 30, "counted", "register")]
    librarian = factories.librarian(event.stop.library)
    file_event(librarian, event.pk, revision=1, state="counted", values=values)
    assert readonly_fields(desk, event) == {"stop", "day", "kind"}
    answer = desk.post(reverse("admin:exhibitions_event_delete", args=[event.pk]), {"post": "yes"})
    assert answer.status_code == 403
    assert Event.objects.filter(pk=event.pk).exists()


def test_a_publication_gets_its_isbn_in_one_form(desk):
    form = {"title": "An Example", "isbn": "0-306-40615-2", "language": "en"}
    assert desk.post(reverse("admin:partnership_publication_add"), form).status_code == 302
    assert Publication.objects.get().isbn == "9780306406157"
    again = desk.post(reverse("admin:partnership_publication_add"), {**form, "isbn": "978-0-306-40615-3"})
    assert again.status_code == 200
    assert "isbn" in again.context["adminform"].form.errors
