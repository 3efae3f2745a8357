"""Many at once on PostgreSQL: three signatures at the same moment publish once, six drafters make one draft."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from reports.bulletins.drafting import Notes, draft_bulletin
from reports.bulletins.proof import broken_bulletins
from reports.bulletins.signing import sign
from reports.models import SIGNATORIES, Bulletin, BulletinEntry
from reports.tests.bulletin_tour import bulletin_tour
from visits.models import FeedEntry

pytestmark = [pytest.mark.services, pytest.mark.django_db(transaction=True)]


def at_once(*acts) -> list:
    """The answers of `acts`, all begun at the same moment, each on a connection of its own."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(30)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [running.result() for running in [pool.submit(run, act) for act in acts]]


def test_three_signatures_at_once_publish_once_and_six_drafters_make_one_draft():
    tour = bulletin_tour()
    people = [tour.staff[code] for code in SIGNATORIES] * 2

    drafted = at_once(
        *(
            lambda person=person: draft_bulletin(person, tour.programme, tour.yesterday, Notes())
            for person in people
        )
    )

    assert sorted(outcome for outcome, _bulletin in drafted) == ["created", *["same"] * 5]
    bulletin = Bulletin.objects.get()
    signed = at_once(
        *(
            lambda code=code: sign(tour.staff[code], bulletin.pk, code, bulletin.digest)
            for code in SIGNATORIES * 2
        )
    )
    assert sorted(signed) == ["published", "same", "same", "same", "signed", "signed"]
    assert Bulletin.objects.get().state == "published"
    assert BulletinEntry.objects.count() == 5
    assert FeedEntry.objects.filter(type="bulletin").count() == 1
    assert broken_bulletins() == []
