"""Bulletins in the daily seals: what was signed cannot be made another by whoever holds the database."""

import json
from datetime import date

import pytest
from django.db import connection

from exhibitions import history
from reports.bulletins.drafting import Notes, draft_bulletin
from reports.bulletins.proof import broken_bulletins
from reports.bulletins.signing import sign
from reports.models import SIGNATORIES, Bulletin, BulletinEntry, BulletinSignature
from reports.seals import recomputed_root, seal
from reports.tests.bulletin_tour import bulletin_tour
from upkeep.proof.digests import broken_evidence
from upkeep.proof.reconcile import reconcile

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 3)]
TABLES = ["reports_bulletin", "reports_bulletinentry", "reports_bulletinsignature"]


def published(*, demonstration: bool = False) -> Bulletin:
    tour = bulletin_tour(demonstration=demonstration)
    for user in tour.staff.values():
        user.demonstration = demonstration
    bulletin = draft_bulletin(tour.staff["NLC"], tour.programme, tour.yesterday, Notes())[1]
    seal(DAYS[0])
    for code in SIGNATORIES:
        sign(tour.staff[code], bulletin.pk, code, bulletin.digest)
    seal(DAYS[1])
    return Bulletin.objects.get(pk=bulletin.pk)


def take_guards_away() -> None:
    """As whoever owns the database can."""
    with connection.cursor() as cursor:
        for table in TABLES:
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the tables have events that wait
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            else:
                cursor.execute(f"DROP TRIGGER {table}_no_update")


def with_other_visits(bulletin: Bulletin, visits: int) -> str:
    content = json.loads(bulletin.content)
    content["coverage"]["visits"] = visits
    return history.canonical_json(content)


def test_a_number_changed_in_a_sealed_bulletin_is_named():
    bulletin = published()
    take_guards_away()
    Bulletin.objects.filter(pk=bulletin.pk).update(content=with_other_visits(bulletin, 51))
    assert reconcile().broken_chains == [
        f"bulletin {bulletin.number}: the content is not what its history says"
    ]


def test_a_number_changed_with_its_whole_history_is_named_by_the_seals():
    bulletin = published()
    assert reconcile().broken_chains == []
    take_guards_away()
    text = with_other_visits(bulletin, 51)
    forged = history.digest(text)
    Bulletin.objects.filter(pk=bulletin.pk).update(content=text, digest=forged)
    BulletinSignature.objects.update(digest=forged)
    head = ""
    for entry in BulletinEntry.objects.order_by("sequence"):
        body = entry.body.replace(bulletin.digest, forged)
        link = history.link(head, body)
        BulletinEntry.objects.filter(pk=entry.pk).update(body=body, previous=head, hash=link)
        head = link
    assert broken_bulletins() == []  # it agrees with itself
    named = reconcile().broken_chains
    assert named == [
        f"seal of {day}: the history of bulletin {bulletin.number} was rewritten" for day in DAYS[:2]
    ]


def test_every_root_can_be_recomputed_with_the_heads_of_bulletins():
    bulletin = published()
    seals = [seal(day) for day in DAYS]
    assert [seal.bulletins.values_list("sequence", flat=True).first() for seal in seals] == [1, 5, None]
    assert [recomputed_root(day) for day in DAYS] == [seal.root for seal in seals]
    assert seals[0].root != seals[1].root == seals[2].root
    stops = seals[1].heads.count()
    assert bulletin.entries.count() == 5
    assert seals[1].entries - seals[0].entries == 4
    assert (seals[0].chains, stops) == (3, 0)


def test_a_demonstration_bulletin_that_went_away_is_sealed_as_gone():
    bulletin = published(demonstration=True)
    BulletinSignature.objects.all().delete()
    BulletinEntry.objects.all().delete()
    Bulletin.objects.filter(pk=bulletin.pk).delete()
    last = seal(DAYS[2])
    assert list(last.bulletins.values_list("bulletin_number", "sequence")) == [(bulletin.pk, 0)]
    assert recomputed_root(DAYS[2]) == last.root
    assert broken_evidence() == []
