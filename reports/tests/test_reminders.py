"""Reminders: each thing once, one mail a person and day, in the language of the person."""

import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership, User
from operations.management.commands import sweep
from reports import reminders
from reports.models import Reminder
from reports.tasks import remind_of_what_is_due
from tourexhibit.tests import factories
from tourexhibit.tests.signing_in import sign_in
from visits.recording.days import dismiss_evidence, file_day, return_day
from visits.recording.tallies import record_tally
from visits.tests.values import adults
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def librarian(stop):
    return factories.librarian(stop.library, email="li@library.example", language="en")


@pytest.fixture(autouse=True)
def _mail_goes_out(settings):
    settings.REMINDER_MAIL = True


def file(user, stop, day):
    file_day(
        user,
        stop.pk,
        day,
        revision=1,
        state="counted",
        values=adults(100),
        basis="counted",
        method="manual_tally",
    )


def made() -> list[tuple[str, str]]:
    return sorted(Reminder.objects.values_list("kind", "key"))


def test_everything_that_is_due_is_told_once(stop, librarian, today):
    missing, returned, evidence = (today - timedelta(days=number) for number in (1, 2, 3))
    file(librarian, stop, returned)
    file(librarian, stop, evidence)
    return_day(factories.staff(), stop.pk, returned, revision=1, reason="which hall")
    record_tally(librarian, stop.pk, evidence, uuid.uuid4(), 4, adults(135))
    drain_all()

    assert reminders.make_due(today) == 3
    assert reminders.make_due(today) == 0
    assert made() == [
        ("evidence", f"{evidence}/4"),
        ("missing", f"{missing}"),
        ("returned", f"{returned}/1"),
    ]


def test_new_evidence_is_a_new_reminder(stop, librarian, today):
    counter = uuid.uuid4()
    file(librarian, stop, today)
    record_tally(librarian, stop.pk, today, counter, 1, adults(135))
    reminders.make_due(today)
    record_tally(librarian, stop.pk, today, counter, 2, adults(140))

    assert (reminders.make_due(today), Reminder.objects.filter(kind="evidence").count()) == (1, 2)


def test_a_closing_report_that_is_overdue_is_told(librarian, stop, today):
    closed = today - timedelta(days=40)
    factories.stop(
        library=stop.library,
        opens=closed - timedelta(days=9),
        closes=closed,
        actual_close=closed,
        state="report_due",
    )

    reminders.make_due(today)

    assert ("closing", "due") in made()


def test_nobody_is_told_of_what_is_not_theirs(stop, librarian, today):
    factories.librarian(factories.library("330522"))
    left = factories.librarian(stop.library, is_active=False)
    drain_all()

    reminders.make_due(today)

    assert set(Reminder.objects.values_list("user_id", flat=True)) == {librarian.pk}
    assert left.pk != librarian.pk


def test_one_mail_a_day_with_everything_in_the_persons_language(stop, librarian, today):
    factories.librarian(stop.library, email="wang@library.example")
    factories.librarian(stop.library)  # without an address: in the portal only
    drain_all()

    remind_of_what_is_due()
    remind_of_what_is_due()

    assert sorted(message.to[0] for message in mail.outbox) == ["li@library.example", "wang@library.example"]
    english = next(message for message in mail.outbox if message.to == ["li@library.example"])
    chinese = next(message for message in mail.outbox if message.to == ["wang@library.example"])
    assert english.subject == "3 things to do for the touring exhibition"
    assert english.body.count("has not been filed") == 3
    assert "has not been filed" not in chinese.body
    assert Reminder.objects.filter(mailed_at__isnull=True).exclude(user__email="").count() == 0


def test_what_comes_up_after_the_mail_waits_for_the_next_day(stop, librarian, today):
    drain_all()
    remind_of_what_is_due()
    file(librarian, stop, today)
    return_day(factories.staff(), stop.pk, today, revision=1, reason="which hall")
    remind_of_what_is_due()
    assert len(mail.outbox) == 1

    reminders.mail_due(today + timedelta(days=1))

    assert len(mail.outbox) == 2
    assert "which hall" in mail.outbox[1].body


def test_a_mail_that_is_refused_is_tried_again(stop, librarian, today, monkeypatch):
    def refuse(*args, **kwargs):
        raise ConnectionRefusedError

    drain_all()
    reminders.make_due(today)
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send_mail", refuse)
        assert reminders.mail_due(today) == 0

    assert reminders.mail_due(today) == 1


def test_a_job_killed_before_the_mail_sends_it_to_nobody_twice(stop, librarian, today, monkeypatch):
    def die(*args, **kwargs):
        raise KeyboardInterrupt

    drain_all()
    reminders.make_due(today)
    with monkeypatch.context() as broken:
        broken.setattr(reminders, "send_mail", die)
        with pytest.raises(KeyboardInterrupt):
            reminders.mail_due(today)

    assert reminders.mail_due(today) == 0
    assert Reminder.objects.unread().count() == 3


def test_a_portal_without_mail_reminds_in_the_list_only(stop, librarian, today, settings):
    settings.REMINDER_MAIL = False
    drain_all()

    remind_of_what_is_due()

    assert (Reminder.objects.unread().count(), mail.outbox) == (3, [])


def test_what_was_done_meanwhile_is_neither_mailed_nor_counted(stop, librarian, today):
    drain_all()
    reminders.make_due(today)
    file(librarian, stop, today - timedelta(days=1))
    file(librarian, stop, today - timedelta(days=2))
    return_day(factories.staff(), stop.pk, today - timedelta(days=2), revision=1, reason="which hall")
    reminders.make_due(today)

    assert Reminder.objects.unread().count() == 2
    reminders.mail_due(today)
    assert mail.outbox[0].body.count("has not been filed") == 1
    assert "which hall" in mail.outbox[0].body


def test_a_closing_report_and_evidence_are_settled_by_being_decided(stop, librarian, today):
    counter = uuid.uuid4()
    file(librarian, stop, today)
    record_tally(librarian, stop.pk, today, counter, 1, adults(135))
    reminders.make_due(today)
    before = Reminder.objects.unread().filter(kind="evidence").count()
    dismiss_evidence(librarian, stop.pk, today, revision=1, reason="tapped while tidying up")

    assert (before, Reminder.objects.unread().filter(kind="evidence").count()) == (1, 0)


@pytest.mark.parametrize(("hour", "reminded"), [(8, 0), (9, 3), (20, 3), (21, 0)])
def test_the_sweeper_reminds_once_an_hour_of_the_day(stop, librarian, monkeypatch, hour, reminded):
    drain_all()
    now = timezone.localtime().replace(hour=hour, minute=20)
    monkeypatch.setattr(timezone, "now", lambda: now)

    first = sweep.remind(None)
    made = Reminder.objects.count()
    Reminder.objects.all().delete()
    again = sweep.remind(first)

    assert (made, Reminder.objects.count()) == (reminded, 0)
    assert first == again == now.replace(minute=0, second=0, microsecond=0)


# ---------------------------------------------------------------- pages


def test_the_list_shows_the_own_reminders_and_marks_them_read(client, stop, librarian, today):
    drain_all()
    reminders.make_due(today)
    other = factories.librarian(factories.library("330522"))
    assert "No reminders" in sign_in(client, other).get(reverse("librarian:reminders")).content.decode()

    sign_in(client, librarian)
    assert "3 new reminders" in client.get(reverse("librarian:my")).content.decode()
    assert client.get(reverse("librarian:reminders")).content.decode().count("has not been filed") == 3
    client.post(reverse("librarian:reminders-read"))

    assert Reminder.objects.unread().count() == 0
    assert "new reminder" not in client.get(reverse("librarian:my")).content.decode()


def test_the_list_costs_the_same_for_one_and_for_many(
    client, stop, librarian, today, django_assert_num_queries
):
    drain_all()
    reminders.make_due(today - timedelta(days=2))
    sign_in(client, librarian)
    client.get(reverse("librarian:reminders"))
    with django_assert_num_queries(7):
        client.get(reverse("librarian:reminders"))
    reminders.make_due(today)
    with django_assert_num_queries(7):
        client.get(reverse("librarian:reminders"))


def test_a_person_chooses_whether_mails_come_and_gets_no_old_ones(client, stop, librarian, today):
    drain_all()
    sign_in(client, librarian)
    address = reverse("librarian:reminders-mail")
    assert "goes to li@library.example" in client.get(reverse("librarian:reminders")).content.decode()

    client.post(address, {"mail": "no"})
    remind_of_what_is_due()
    assert (mail.outbox, Reminder.objects.unread().count()) == ([], 3)
    assert "You get no mails about reminders." in client.get(reverse("librarian:reminders")).content.decode()

    client.post(address, {"mail": "yes"})
    remind_of_what_is_due()
    assert mail.outbox == []
    file(librarian, stop, today)
    return_day(factories.staff(), stop.pk, today, revision=1, reason="which hall")
    reminders.make_due(today)
    reminders.mail_due(today + timedelta(days=1))
    assert [message.body.count("which hall") for message in mail.outbox] == [1]


def test_who_may_choose_mails(client, stop):
    address = reverse("librarian:reminders-mail")

    assert sign_in(client, factories.coordinator("33")).post(address, {"mail": "no"}).status_code == 403
    assert sign_in(client, factories.librarian(stop.library)).post(address, {"mail": "x"}).status_code == 400


def test_the_list_marks_what_was_done(client, stop, librarian, today):
    drain_all()
    reminders.make_due(today)
    file(librarian, stop, today - timedelta(days=1))

    html = sign_in(client, librarian).get(reverse("librarian:reminders")).content.decode()

    assert (html.count("· done"), html.count("· unread"), "2 unread" in html) == (1, 2, True)


def test_a_reviewer_reminds_once_a_day(client, stop, librarian, today):
    sign_in(client, factories.coordinator("33"))
    address = reverse("review:remind", args=[stop.pk])

    told = [client.post(address, follow=True).content.decode() for _tap in range(2)]

    assert "1 person reminded." in told[0]
    assert "was reminded today already." in told[1]
    assert Reminder.objects.filter(kind="chased").count() == 1


def test_a_reviewer_reminds_all_that_miss_days_at_once(client, stop, librarian, today):
    other = factories.stop(
        library=factories.library("330522"),
        opens=today - timedelta(days=2),
        closes=today + timedelta(days=9),
    )
    factories.stop(
        library=factories.library("440101"),
        opens=today - timedelta(days=2),
        closes=today + timedelta(days=9),
    )
    drain_all()
    sign_in(client, factories.coordinator("33"))
    address = reverse("review:remind-all")

    first, second = (client.post(address, follow=True).content.decode() for _tap in range(2))

    assert "1 library reminded." in first
    assert f"1 library has no active account of a librarian. Call it: {other.library.label}" in first
    assert "1 library was reminded today already." in second
    assert list(Reminder.objects.values_list("kind", "stop_id", "user_id")) == [
        ("chased", stop.pk, librarian.pk)
    ]
    assert f"reminded on {today.day} {today:%b}" in first


def test_who_may_remind_all(client, stop, librarian):
    assert sign_in(client, librarian).post(reverse("review:remind-all")).status_code == 403
    assert client.get(reverse("review:remind-all")).status_code == 405


def test_who_may_remind(client, stop, librarian):
    address = reverse("review:remind", args=[stop.pk])

    assert sign_in(client, librarian).post(address).status_code == 403
    assert sign_in(client, factories.coordinator("44")).post(address).status_code == 404
    assert Reminder.objects.count() == 0


def test_a_library_without_a_librarian_is_told(client, stop):
    sign_in(client, factories.staff())

    told = client.post(reverse("review:remind", args=[stop.pk]), follow=True)

    assert "Call the library." in told.content.decode()
    assert not Membership.objects.filter(library=stop.library).exists()


def test_the_language_of_mails_is_the_last_one_chosen(client, librarian):
    sign_in(client, librarian).get(reverse("librarian:reminders"), {"lang": "zh"})

    assert User.objects.get(pk=librarian.pk).language == "zh-hans"
