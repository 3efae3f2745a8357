"""Bulletins: frozen from proved figures, public with three signatures and not with two, never changed after."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import Membership
from exhibitions import history
from exhibitions.models import StaleDay
from reports.bulletins.drafting import Notes, discard, draft_bulletin, draft_later_edition, redraw
from reports.bulletins.proof import broken_bulletins
from reports.bulletins.signing import missing_signatures, sign, withdraw
from reports.models import SIGNATORIES, Bulletin, BulletinEntry, BulletinSignature
from reports.tests.bulletin_tour import BulletinTour, bulletin_tour
from tourexhibit.tests import factories
from uploads.refusals import Conflict, NotAllowed, Refused
from visits.models import DayFigure, FeedEntry, Total

pytestmark = pytest.mark.django_db


@pytest.fixture
def tour() -> BulletinTour:
    return bulletin_tour()


def drafted(tour: BulletinTour, **notes) -> Bulletin:
    return draft_bulletin(tour.staff["NLC"], tour.programme, tour.yesterday, Notes(**notes))[1]


def sign_all(tour: BulletinTour, bulletin: Bulletin, *codes: str) -> list[str]:
    digest = Bulletin.objects.get(pk=bulletin.pk).digest
    return [sign(tour.staff[code], bulletin.pk, code, digest) for code in codes or SIGNATORIES]


def published(tour: BulletinTour) -> Bulletin:
    bulletin = drafted(tour)
    sign_all(tour, bulletin)
    return Bulletin.objects.get(pk=bulletin.pk)


# ---------------------------------------------------------------- drafting


def test_a_draft_freezes_coverage_and_visits_as_canonical_json(tour):
    bulletin = drafted(tour, notes="统计口径说明", notes_en="On the method")

    told = json.loads(bulletin.content)
    assert bulletin.content == history.canonical_json(told)
    assert bulletin.digest == history.digest(bulletin.content)
    assert (bulletin.number, told["number"], told["edition"]) == (
        f"TJ{tour.yesterday.year}-001",
        f"TJ{tour.yesterday.year}-001",
        1,
    )
    whole = told["coverage"]
    assert {
        name: whole[name] for name in ("target", "covered", "planned", "reporting", "remaining", "visits")
    } == {"target": 200, "covered": 2, "planned": 2, "reporting": 2, "remaining": 198, "visits": 50}
    assert whole["of_which_estimated"] == 30
    assert [
        (row["code"], row["covered"], row["visits"], row["days_counted"]) for row in whole["provinces"]
    ] == [("330000", 1, 12, 1), ("360000", 1, 38, 2)]
    assert sum(row[4] for row in told["visits"]["rows"]) == 50
    assert told["notes"] == {"zh": "统计口径说明", "en": "On the method"}
    assert [len(told["method"][name]) for name in ("zh", "en")] == [5, 5]
    assert told["demonstration"] is False and told["restatement"] is None


def test_the_same_draft_twice_is_one(tour):
    first = draft_bulletin(tour.staff["NLC"], tour.programme, tour.yesterday, Notes())
    second = draft_bulletin(tour.staff["LSC"], tour.programme, tour.yesterday, Notes())

    assert (first[0], second[0], first[1].pk) == ("created", "same", second[1].pk)
    assert Bulletin.objects.count() == 1


@pytest.mark.parametrize("days", [0, 3])
def test_a_day_that_is_not_over_is_refused(tour, days):
    with pytest.raises(Refused) as refused:
        draft_bulletin(
            tour.staff["NLC"], tour.programme, timezone.localdate() + timedelta(days=days), Notes()
        )

    assert refused.value.code == "as_of"
    assert not Bulletin.objects.exists()


def test_totals_that_wait_for_the_drain_are_refused(tour):
    StaleDay.objects.create(stop=tour.a, day=tour.yesterday, parked_at=timezone.now(), error="parked")

    with pytest.raises(Refused) as refused:
        drafted(tour)

    assert refused.value.code == "stale"
    assert not Bulletin.objects.exists()


@pytest.mark.parametrize("table", [Total, DayFigure])
def test_totals_that_the_facts_do_not_prove_are_refused(tour, table):
    """A number in the totals that no report stands behind; the leaves are not what a bulletin is drawn from."""
    table.objects.filter(measure="exhibition_visit").update(visits_verified=99)

    if table is DayFigure:
        assert drafted(tour).told["coverage"]["visits"] == 50
        return
    with pytest.raises(Refused) as refused:
        drafted(tour)
    assert refused.value.code == "unproved"
    assert not Bulletin.objects.exists()


def test_notes_without_personal_data(tour):
    with pytest.raises(Refused) as refused:
        drafted(tour, notes="电话 13800000000")

    assert refused.value.code == "notes"


def test_only_staff_draft(tour):
    for user in (
        factories.librarian(tour.a.library),
        factories.coordinator("33"),
        factories.partner(),
        factories.user(),
    ):
        with pytest.raises(NotAllowed):
            draft_bulletin(user, tour.programme, tour.yesterday, Notes())


def test_a_discarded_draft_gives_its_number_back(tour):
    bulletin = drafted(tour)
    assert discard(tour.staff["LSC"], bulletin.pk, bulletin.digest) == "stored"
    assert discard(tour.staff["LSC"], bulletin.pk, bulletin.digest) == "same"

    assert drafted(tour).number == bulletin.number
    assert broken_bulletins() == []


# ---------------------------------------------------------------- signing


def test_two_of_three_are_no_publication_and_three_are(tour):
    bulletin = drafted(tour)

    assert sign_all(tour, bulletin, "NLC", "LSC") == ["signed", "signed"]
    bulletin.refresh_from_db()
    assert (bulletin.state, bulletin.published_at) == ("draft", None)
    assert missing_signatures(bulletin) == ["CSTM"]
    assert not Bulletin.objects.published().exists()
    assert not FeedEntry.objects.filter(type="bulletin").exists()

    assert sign_all(tour, bulletin, "CSTM") == ["published"]
    bulletin.refresh_from_db()
    assert bulletin.state == "published"
    assert [entry.action for entry in bulletin.entries.all()] == ["draft", "sign", "sign", "sign", "publish"]
    entry = FeedEntry.objects.get(type="bulletin")
    assert (entry.object_id, json.loads(entry.data)["digest"]) == (bulletin.number, bulletin.digest)
    assert broken_bulletins() == []


def test_the_same_signature_twice_is_one(tour):
    bulletin = drafted(tour)

    assert sign_all(tour, bulletin, "NLC", "NLC") == ["signed", "same"]
    colleague = factories.staff("NLC")
    assert sign(colleague, bulletin.pk, "NLC", bulletin.digest) == "same"
    assert BulletinSignature.objects.count() == 1


def test_nobody_signs_for_another_institution(tour):
    bulletin = drafted(tour)
    superuser = factories.user(is_superuser=True)
    for user in (tour.staff["LSC"], superuser, factories.librarian(tour.a.library)):
        with pytest.raises(NotAllowed):
            sign(user, bulletin.pk, "NLC", bulletin.digest)

    assert not BulletinSignature.objects.exists()


def test_one_person_is_not_two_institutions(tour):
    bulletin, both = drafted(tour), tour.staff["NLC"]
    Membership.objects.create(
        user=both, role=Membership.Role.STAFF, organisation=factories.organisation("LSC")
    )
    both.__dict__.pop("_scope", None)
    sign(both, bulletin.pk, "NLC", bulletin.digest)

    with pytest.raises(Refused) as refused:
        sign(both, bulletin.pk, "LSC", bulletin.digest)

    assert refused.value.code == "own_signature"


def test_a_demonstration_account_signs_demonstrations_only(tour):
    bulletin, demonstration = drafted(tour), factories.staff("NLC", demonstration=True)

    with pytest.raises(NotAllowed) as refused:
        sign(demonstration, bulletin.pk, "NLC", bulletin.digest)

    assert refused.value.code == "demonstration"
    with pytest.raises(NotAllowed):
        withdraw(demonstration, bulletin.pk, "NLC")


def test_a_signature_needs_the_second_factor_where_one_is_required(tour, settings):
    bulletin = drafted(tour)
    settings.SECOND_FACTOR = True

    with pytest.raises(NotAllowed) as refused:
        sign(tour.staff["NLC"], bulletin.pk, "NLC", bulletin.digest)

    assert refused.value.code == "second_factor"


def test_a_signature_is_bound_to_the_content_that_was_seen(tour):
    bulletin = drafted(tour)
    sign_all(tour, bulletin, "NLC")
    tour.amend(tour.a, tour.yesterday, 20)
    assert redraw(tour.staff["CSTM"], bulletin.pk, bulletin.digest, Notes()) == "stored"

    with pytest.raises(Conflict) as conflict:
        sign(tour.staff["LSC"], bulletin.pk, "LSC", bulletin.digest)

    assert conflict.value.code == "digest"
    bulletin.refresh_from_db()
    assert bulletin.told["coverage"]["visits"] == 58
    assert missing_signatures(bulletin) == list(SIGNATORIES)
    assert broken_bulletins() == []


def test_drawing_the_same_figures_anew_keeps_the_signatures(tour):
    bulletin = drafted(tour)
    sign_all(tour, bulletin, "NLC")

    assert redraw(tour.staff["CSTM"], bulletin.pk, bulletin.digest, Notes()) == "same"
    assert missing_signatures(bulletin) == ["LSC", "CSTM"]


def test_a_signature_is_withdrawn_while_the_bulletin_is_a_draft(tour):
    bulletin = drafted(tour)
    sign_all(tour, bulletin, "NLC", "LSC")

    assert withdraw(tour.staff["LSC"], bulletin.pk, "LSC") == "stored"
    assert withdraw(tour.staff["LSC"], bulletin.pk, "LSC") == "same"
    assert sign_all(tour, bulletin, "CSTM") == ["signed"]
    assert sign_all(tour, bulletin, "LSC") == ["published"]
    with pytest.raises(Conflict):
        withdraw(tour.staff["LSC"], bulletin.pk, "LSC")
    assert broken_bulletins() == []


# ---------------------------------------------------------------- what is published stands


def test_the_database_refuses_to_change_what_is_published(tour):
    bulletin = published(tour)
    for table, key in (
        ("reports_bulletin", "id"),
        ("reports_bulletinsignature", "bulletin_id"),
        ("reports_bulletinentry", "bulletin_id"),
    ):
        for sql in (
            f"UPDATE {table} SET {key} = {key} WHERE {key} = %s",
            f"DELETE FROM {table} WHERE {key} = %s",
        ):
            with (
                pytest.raises(IntegrityError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql, [bulletin.pk])


def test_published_figures_stay_while_the_portal_goes_on(tour):
    bulletin = published(tour)
    tour.amend(tour.a, tour.yesterday, 20)

    again = Bulletin.objects.get(pk=bulletin.pk)
    assert again.told["coverage"]["visits"] == 50
    with pytest.raises(Refused) as refused:
        drafted(tour)
    assert refused.value.code == "published"


def test_a_later_edition_says_what_changed_by_whom_and_why(tour):
    earlier = published(tour)
    with pytest.raises(Refused) as refused:
        draft_later_edition(tour.staff["NLC"], earlier.pk, Notes(reason="核对"))
    assert refused.value.code == "unchanged"
    tour.amend(tour.a, tour.yesterday, 20)
    with pytest.raises(Refused) as refused:
        draft_later_edition(tour.staff["NLC"], earlier.pk, Notes())
    assert refused.value.code == "reason"

    outcome, later = draft_later_edition(
        tour.staff["NLC"], earlier.pk, Notes(reason="补登门口人数", reason_en="Late tallies")
    )
    assert draft_later_edition(tour.staff["LSC"], earlier.pk, Notes(reason="x"))[0] == "same"

    restatement = later.told["restatement"]
    month = f"{tour.yesterday:%Y-%m}"
    assert (outcome, later.number, restatement["number"]) == (
        "created",
        f"{earlier.number}-2",
        earlier.number,
    )
    assert restatement["digest"] == earlier.digest
    assert restatement["reason"] == {"zh": "补登门口人数", "en": "Late tallies"}
    [change] = restatement["changes"]
    assert (change["what"], change["province"], change["month"], change["before"], change["after"]) == (
        "visits",
        "330000",
        month,
        12,
        20,
    )
    assert [(entry["action"], entry["day"], entry["institutions"]) for entry in change["entries"]] == [
        ("amend", tour.yesterday.isoformat(), ["NLC"]),
        ("verify", tour.yesterday.isoformat(), ["CSTM"]),
    ]
    # The words that people wrote stay inside.
    assert "门口补登" not in later.content
    sign_all(tour, later)
    assert {one.number for one in Bulletin.objects.published()} == {earlier.number, later.number}
    assert broken_bulletins() == []


def test_demonstration_bulletins_are_numbered_apart(db):
    tour = bulletin_tour(demonstration=True)
    tour.staff["NLC"].demonstration = True
    bulletin = drafted(tour)

    assert bulletin.number == f"DEMO{tour.yesterday.year}-001"
    assert bulletin.told["demonstration"] is True


def test_what_was_tampered_with_is_named(tour):
    bulletin = drafted(tour)
    sign_all(tour, bulletin, "NLC")
    told = {**bulletin.told, "unit": "persons"}
    text = history.canonical_json(told)
    Bulletin.objects.filter(pk=bulletin.pk).update(content=text, digest=history.digest(text))
    assert broken_bulletins() == [f"bulletin {bulletin.number}: the content is not what its history says"]

    Bulletin.objects.filter(pk=bulletin.pk).update(content=bulletin.content, digest=bulletin.digest)
    BulletinSignature.objects.update(signed_by=tour.staff["LSC"])
    assert broken_bulletins() == [f"bulletin {bulletin.number}: the signatures are not those of its history"]


def test_a_publication_by_hand_is_named(tour):
    bulletin = drafted(tour)
    sign_all(tour, bulletin, "NLC", "LSC")
    Bulletin.objects.filter(pk=bulletin.pk).update(state="published", published_at=timezone.now())

    assert broken_bulletins() == [f"bulletin {bulletin.number}: it is published without the three signatures"]
    assert BulletinEntry.objects.count() == 3
