"""The closing report: derived until it is submitted, frozen then, reviewed, and printed on one sheet."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import User
from exhibitions import history
from exhibitions.models import HistoryEntry, State, Stop
from reports.closing import recording as closing
from reports.closing.content import ClosingContent
from reports.closing.state import closing_state, due_on
from reports.models import ClosingReport
from reports.models.closing import stops_with_report_overdue
from tourexhibit.tests import factories
from upkeep.proof.chains import broken_chains
from upkeep.proof.digests import broken_evidence
from uploads.refusals import Conflict, NotAllowed, NotFound, Refused
from visits.recording.days import file_day
from visits.values import Value

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def stop(today):
    """Open three days, closed the day before yesterday, its report due."""
    made = factories.stop(opens=today - timedelta(days=4), closes=today - timedelta(days=2))
    Stop.objects.filter(pk=made.pk).update(
        actual_close=today - timedelta(days=2), actual_removal_end=today, state=State.REPORT_DUE
    )
    return Stop.objects.with_place().get(pk=made.pk)


@pytest.fixture
def filed(stop, librarian, today):
    for back, number in ((4, 100), (3, 120), (2, 0)):
        file_day(
            librarian,
            stop.pk,
            today - timedelta(days=back),
            revision=1,
            state="counted" if number else "closed",
            values=[Value("exhibition_visit", "adult", number, "counted", "manual_tally")] if number else [],
            reason="" if number else "停电",
        )


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def save(user, stop, revision=1, submit=False, digest="", **content) -> str:
    return closing.save_closing_report(
        user,
        stop.pk,
        revision=revision,
        content=ClosingContent(**content),
        submit=submit,
        figures_digest=digest,
    )


def actions(stop) -> list[str]:
    entries = HistoryEntry.objects.filter(stop=stop, day=None).order_by("sequence")
    return list(entries.values_list("action", flat=True))


def state_of(stop) -> str:
    return Stop.objects.get(pk=stop.pk).state


def test_a_report_goes_its_way_and_takes_the_stop_along(stop, librarian, filed):
    coordinator, staff = factories.coordinator("33"), factories.staff()
    assert save(librarian, stop, volunteers=5) == "created"
    assert (closing_state(stop)["review"], state_of(stop), actions(stop)) == ("draft", "report_due", [])

    assert save(librarian, stop, revision=2, submit=True, volunteers=6) == "stored"
    assert (closing_state(stop)["review"], state_of(stop)) == ("submitted", "submitted")
    closing.return_closing_report(coordinator, stop.pk, revision=2, reason="志愿者人数请核对")
    assert (closing_state(stop)["review"], state_of(stop)) == ("returned", "returned")
    save(librarian, stop, revision=3, submit=True, volunteers=7)
    closing.accept_closing_report(staff, stop.pk, revision=3)

    state = closing_state(stop)
    assert (state["review"], state["reviewed_by"], state_of(stop)) == ("accepted", str(staff), "accepted")
    assert state["submitted"]["figures"]["exhibition_visit"]["total"] == 220
    assert state["submitted"]["content"]["volunteers"] == 7
    assert state["submitted_digest"] == history.digest(ClosingReport.objects.get().submitted_text)
    assert actions(stop) == ["submit", "send_back", "submit", "accept"]
    assert (broken_evidence(), broken_chains()) == ([], [])
    with pytest.raises(Conflict):
        save(librarian, stop, revision=4, submit=True)


def test_the_same_send_again_has_no_effect(stop, librarian, filed):
    save(librarian, stop, submit=True, comments="都好")
    assert save(librarian, stop, submit=True, comments="都好") == "same"
    assert actions(stop) == ["submit"]
    staff = factories.staff()
    closing.accept_closing_report(staff, stop.pk, revision=1)
    assert closing.accept_closing_report(staff, stop.pk, revision=1) == "same"
    assert actions(stop) == ["submit", "accept"]


def test_two_people_write_and_one_is_shown_both(stop, librarian, filed):
    other = factories.librarian(stop.library)
    save(librarian, stop, volunteers=5)
    with pytest.raises(Conflict) as conflict:
        save(other, stop, volunteers=9)
    assert conflict.value.current["content"]["volunteers"] == 5
    assert conflict.value.sent["content"]["volunteers"] == 9
    assert ClosingReport.objects.get().volunteers == 5


def test_a_day_changed_later_shows_as_moved_and_changes_nothing_submitted(stop, librarian, filed, today):
    save(librarian, stop, submit=True)
    before = closing_state(stop)
    file_day(
        librarian,
        stop.pk,
        today - timedelta(days=4),
        revision=2,
        state="counted",
        values=[Value("exhibition_visit", "adult", 135, "counted", "manual_tally")],
        reason="漏记一个团体",
    )
    state = closing_state(stop)
    assert state["moved"] == [{"figure": "exhibition_visit", "submitted": 220, "now": 255}]
    assert state["submitted"] == before["submitted"]
    # Nobody signs what they have not seen.
    with pytest.raises(Conflict) as conflict:
        save(librarian, stop, revision=2, submit=True, digest=before["figures_digest"], volunteers=1)
    assert conflict.value.code == "figures"
    save(librarian, stop, revision=2, submit=True, digest=state["figures_digest"], volunteers=1)
    assert (closing_state(stop)["moved"], actions(stop)) == ([], ["submit", "submit"])


def test_missing_days_need_a_word_and_an_open_stop_cannot_be_submitted(stop, librarian, today):
    with pytest.raises(Refused) as refused:
        save(librarian, stop, submit=True)
    assert refused.value.code == "comments"
    assert not ClosingReport.objects.exists()
    save(librarian, stop, submit=True, comments="设备故障，未计数")

    going_on = factories.stop(opens=today - timedelta(days=2), closes=today + timedelta(days=9))
    with pytest.raises(Refused) as refused:
        save(factories.librarian(going_on.library), going_on, submit=True)
    assert refused.value.code == "still_open"


def test_who_may(stop, librarian, filed):
    save(librarian, stop, submit=True)
    foreign = factories.librarian(factories.library("360982"))
    with pytest.raises(NotFound):
        save(foreign, stop, revision=2)
    with pytest.raises(NotAllowed):
        save(factories.coordinator("33"), stop, revision=2)
    with pytest.raises(NotAllowed):
        closing.return_closing_report(fresh(librarian), stop.pk, revision=1, reason="x")
    with pytest.raises(NotFound):
        closing.return_closing_report(factories.coordinator("36"), stop.pk, revision=1, reason="x")
    with pytest.raises(NotAllowed):
        closing.accept_closing_report(factories.coordinator("33"), stop.pk, revision=1)
    with pytest.raises(Refused):
        closing.return_closing_report(factories.staff(), stop.pk, revision=1, reason=" ")
    own = factories.staff("LSC")
    save(own, stop, revision=2, submit=True, volunteers=3)
    assert closing_state(stop)["on_behalf"]
    with pytest.raises(NotAllowed) as refused:
        closing.accept_closing_report(own, stop.pk, revision=2)
    assert refused.value.code == "own_entry"


def test_overdue_reports_are_found(stop, librarian, filed, today):
    assert due_on(stop) == today - timedelta(days=2) + timedelta(days=30)
    late = today + timedelta(days=40)
    assert list(stops_with_report_overdue(late)) == [stop]
    assert list(stops_with_report_overdue(today)) == []
    save(librarian, stop, submit=True)
    assert list(stops_with_report_overdue(late)) == []


def test_a_text_changed_by_hand_is_named(stop, librarian, filed):
    save(librarian, stop, submit=True)
    report = ClosingReport.objects.get()
    ClosingReport.objects.update(submitted_text=report.submitted_text.replace('"total":220', '"total":999'))
    assert any(f"stop {stop.pk}" in line for line in broken_evidence())


def test_scans_are_kept_one_after_the_other(stop, librarian, filed):
    with pytest.raises(Refused):
        closing.attach_scan(librarian, stop.pk, PDF, "盖章.pdf")
    save(librarian, stop, submit=True)
    first = closing.attach_scan(librarian, stop.pk, PDF, "../../盖章.pdf")
    again = closing.attach_scan(librarian, stop.pk, PDF, "again.pdf")
    assert (first[0], again[0], again[1].pk) == ("created", "same", first[1].pk)
    closing.attach_scan(librarian, stop.pk, PDF + b"%%EOF\n", "二.pdf")
    assert [scan["title"] for scan in closing_state(stop)["scans"]] == ["二.pdf", "../../盖章.pdf"]
    for bad in (b"", b"%PDF-1.4 cut off", b"<html>", b"MZ\x90"):
        with pytest.raises(Refused):
            closing.attach_scan(librarian, stop.pk, bad, "x.pdf")


# ---------------------------------------------------------------- pages


def sign_in(user) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(fresh(user))
    return client


def address(stop, rest: str = "") -> str:
    return f"/my/stops/{stop.pk}/closing-report/{rest}"


def form_of(html: str) -> dict[str, str]:
    found = re.findall(r'name="(revision|figures_digest)" value="([^"]*)"', html)
    return dict(found)


def test_the_form_saves_submits_and_keeps_what_was_typed(stop, librarian, filed):
    desk = sign_in(librarian)
    typed = form_of(desk.get(address(stop)).content.decode())
    answer = desk.post(address(stop), {**typed, "volunteers": "1.5", "comments": "请看"})
    assert answer.status_code == 400
    html = answer.content.decode()
    assert 'value="1.5"' in html
    assert "请看" in html
    assert not ClosingReport.objects.exists()

    body = {**typed, "volunteers": "１２", "survey_score": "96.5", "survey_answers": "40", "act": "submit"}
    for _tap in range(2):
        assert desk.post(address(stop), body).status_code == 302
    report = ClosingReport.objects.get()
    assert (report.volunteers, str(report.survey_score), report.review) == (12, "96.5", "submitted")
    assert actions(stop) == ["submit"]

    other = sign_in(factories.librarian(stop.library))
    clash = other.post(address(stop), {**typed, "volunteers": "9", "act": "submit"})
    assert clash.status_code == 409
    html = clash.content.decode()
    assert "12" in html
    assert 'value="9"' in html


def test_pages_by_role(stop, librarian, filed):
    save(librarian, stop, submit=True)
    foreign = factories.stop(library=factories.library("360982"))
    people = {
        "librarian": sign_in(librarian),
        "foreign": sign_in(factories.librarian(foreign.library)),
        "coordinator": sign_in(factories.coordinator("33")),
        "foreign coordinator": sign_in(factories.coordinator("36")),
        "staff": sign_in(factories.staff()),
        "partner": sign_in(factories.partner()),
        "no role": sign_in(factories.user()),
    }
    found = {
        name: [
            client.get(address(stop)).status_code,
            client.get(address(stop, "print/")).status_code,
            client.get("/review/closing-reports/").status_code,
            client.get(f"/api/v1/stops/{stop.pk}/closing-report/").status_code,
            client.post(address(stop, "accept/"), {"revision": "7"}).status_code,
        ]
        for name, client in people.items()
    }
    assert found == {
        "librarian": [200, 200, 403, 200, 403],
        "foreign": [404, 404, 403, 404, 403],
        "coordinator": [200, 200, 200, 200, 403],
        "foreign coordinator": [404, 404, 200, 404, 403],
        "staff": [200, 200, 200, 200, 409],
        "partner": [403, 403, 403, 403, 403],
        "no role": [403, 403, 403, 401, 403],
    }
    listed = people["staff"].get("/review/closing-reports/").content.decode()
    assert stop.library.label in listed
    assert (
        stop.library.label
        not in people["foreign coordinator"].get("/review/closing-reports/").content.decode()
    )
    answer = people["staff"].get(f"/api/v1/stops/{stop.pk}/closing-report/")
    assert json.loads(answer.content)["submitted_digest"] == ClosingReport.objects.get().submitted_digest


def test_reviewers_see_which_reports_never_came(stop, librarian, today):
    address = "/review/closing-reports/?review=overdue"
    people = [sign_in(factories.coordinator(prefix)) for prefix in ("33", "36")]
    listed = [client.get(address).context["rows"] for client in people]
    assert listed == [[], []]  # due in four weeks

    last_day = today - timedelta(days=35)
    Stop.objects.filter(pk=stop.pk).update(actual_close=last_day, actual_open=last_day)
    own, foreign = (client.get(address).context for client in people)
    assert [(row["stop"].pk, row["report"], row["days_late"]) for row in own["rows"]] == [(stop.pk, None, 5)]
    assert (foreign["rows"], own["overdue"], foreign["overdue"]) == ([], 1, 0)

    save(librarian, stop, submit=True, comments="未计数")
    assert people[0].get(address).context["rows"] == []
    closing.return_closing_report(factories.staff(), stop.pk, revision=1, reason="请补充")
    again = people[0].get(address).context["rows"]
    assert [(row["report"].review, row["days_late"]) for row in again] == [("returned", 5)]


def test_the_list_costs_the_same_for_one_and_for_three(librarian, today, django_assert_max_num_queries):
    staff = sign_in(factories.staff())
    counts = []
    for number in range(3):
        made = factories.stop(
            library=factories.library(f"33052{number + 1}"),
            opens=today - timedelta(days=4),
            closes=today - timedelta(days=2),
        )
        Stop.objects.filter(pk=made.pk).update(
            actual_close=today - timedelta(days=2), state=State.HANDED_OVER
        )
        save(factories.librarian(made.library), made, submit=True, comments="未计数")
        with django_assert_max_num_queries(30) as queries:
            staff.get("/review/closing-reports/")
        counts.append(len(queries))
    assert counts[0] == counts[2]
