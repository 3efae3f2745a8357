"""Reminders under two workers and a killed one: each thing once, and at most one mail a person and day."""

import re
import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from reports.models import Reminder
from reports.tasks import remind_of_what_is_due
from tourexhibit.tests import factories
from tourexhibit.tests.processes import OtherProcesses, kill, others, wait_until
from visits.totals.drain import drain_all

PEOPLE = 40
DAYS = 3


@pytest.fixture
def beside(tmp_path):
    with others(tmp_path) as made:
        yield made


def open_stops() -> None:
    """Stops that miss `DAYS` days each, with a librarian who has an address."""
    today = timezone.localdate()
    programme, exhibition = factories.programme(), factories.exhibition()
    for number in range(PEOPLE):
        stop = factories.stop(
            opens=today - timedelta(days=DAYS),
            closes=today + timedelta(days=30),
            library=factories.library(f"3305{21 + number % 9}"),
            programme=programme,
            exhibition=exhibition,
        )
        factories.librarian(stop.library, email=f"{uuid.uuid4()}@library.example")
    drain_all()


def mailed(beside: OtherProcesses) -> Counter[str]:
    """How many mails each person got."""
    texts = [path.read_text() for path in (beside.directory / "mails").glob("*.log")]
    return Counter(re.findall(r"^To: (.+)$", "".join(texts), re.MULTILINE))


def with_mail(beside: OtherProcesses) -> dict[str, str]:
    return {"EMAIL_URL": f"filemail:///{beside.directory / 'mails'}", "REMINDER_MAIL": "1"}


def start_worker(beside: OtherProcesses):
    arguments = ["--app", "tourexhibit", "worker", "--concurrency", "1", "--loglevel", "ERROR"]
    return beside.start("-m", "celery", *arguments, REDIS_URL=settings.REDIS_URL, **with_mail(beside))


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_remind_of_each_thing_once(beside):
    open_stops()
    beside.give()
    program = (
        "import django; django.setup(); from reports.tasks import remind_of_what_is_due as remind; remind()"
    )
    running = [beside.start("-c", program, **with_mail(beside)) for _process in range(2)]
    for process in running:
        output, _none = process.communicate(timeout=120)
        assert process.returncode == 0, output
    beside.take_over()

    assert Reminder.objects.count() == PEOPLE * DAYS
    assert set(mailed(beside).values()) == {1}
    assert len(mailed(beside)) == PEOPLE


@pytest.mark.services
@pytest.mark.xdist_group("worker")
@pytest.mark.django_db(transaction=True)
def test_workers_one_of_them_killed_remind_of_each_thing_once(beside):
    open_stops()
    first = start_worker(beside)
    start_worker(beside)
    for _time in range(4):
        remind_of_what_is_due.delay()
    wait_until(lambda: len(mailed(beside)) > 2, "the first mails go out")
    kill(first)
    remind_of_what_is_due.delay()

    waiting = Reminder.objects.filter(mailed_at__isnull=True)
    wait_until(lambda: Reminder.objects.exists() and not waiting.exists(), "everything is mailed")

    assert Reminder.objects.count() == PEOPLE * DAYS
    # A mail is marked before it is sent: of the killed worker's, one may be missing, and none comes twice.
    wait_until(lambda: len(mailed(beside)) >= PEOPLE - 1, "the last mail is written")
    assert set(mailed(beside).values()) == {1}
