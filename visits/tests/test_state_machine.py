"""Whatever happens in whatever order, the totals end equal to the facts.

A state machine records, files, amends, returns, verifies days and events, moves events, stops and libraries between programmes and places,
changes calendars, deletes demonstration stops, drains, and crashes in the middle of a drain; after each run the
proof (SQL of its own) finds no difference, and a plain model of the rules kept here agrees with the nation's total.
"""

import uuid
from contextlib import suppress
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from demonstration.removal import remove_tour
from exhibitions.models import Event, StaleDay
from libraries.models import OpeningHours
from tourexhibit.tests import factories
from upkeep.proof.reconcile import reconcile
from uploads.refusals import Conflict
from visits.models import DayReport, EventReport, Total
from visits.recording import event_reports, events
from visits.recording.days import dismiss_evidence, file_day, return_day, verify_day
from visits.recording.event_reports import return_event, verify_event
from visits.recording.tallies import record_tally
from visits.totals import drain as totals
from visits.totals.drain import drain_all
from visits.values import Value

OPENED = date(2026, 3, 2)
DAYS = st.integers(0, 1).map(lambda number: OPENED + timedelta(days=number))
NUMBERS = st.lists(
    st.builds(
        Value,
        st.sampled_from(["exhibition_visit", "library_visit"]),
        st.sampled_from(["adult", "minor", "unspecified"]),
        st.integers(0, 500),
        st.sampled_from(["counted", "estimated"]),
        st.just("manual_tally"),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda value: value[:2],
)
ATTENDANCE = st.lists(
    st.builds(
        Value,
        st.just("event_attendance"),
        st.sampled_from(["adult", "minor", "unspecified"]),
        st.integers(0, 200),
        st.sampled_from(["counted", "estimated"]),
        st.just("register"),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda value: value[:2],
)
REAL, DEMONSTRATION = [0, 1], 2
STOP = st.integers(0, 2)
REAL_STOP = st.sampled_from(REAL)
COUNTERS = [uuid.UUID(int=number) for number in range(1, 4)]


class Crash(Exception):
    """The worker dies here: nothing of the transaction may stay."""


class WayOfCounts(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint()
        self.programmes = [factories.programme(), factories.programme()]
        self.divisions = [
            factories.division("330521"),
            factories.division("330522"),
            factories.division("620982"),
        ]
        self.staff = factories.staff()
        self.stops, self.librarians = [], []
        for code in ("330521", "330522"):
            library = factories.library(code)
            self.librarians.append(factories.librarian(library))
            self.stops.append(
                factories.stop(
                    opens=OPENED, closes=date(2026, 3, 20), library=library, programme=self.programmes[0]
                )
            )
        self.librarians.append(None)
        self.stops.append(None)
        self.make_demonstration()

    def make_demonstration(self) -> None:
        library = factories.library("330521", demonstration=True)
        programme = factories.programme(demonstration=True)
        exhibition = factories.exhibition(demonstration=True)
        self.librarians[DEMONSTRATION] = factories.librarian(library)
        self.stops[DEMONSTRATION] = factories.stop(
            opens=OPENED,
            closes=date(2026, 3, 20),
            library=library,
            programme=programme,
            exhibition=exhibition,
        )

    def teardown(self) -> None:
        drain_all()
        proof = reconcile()
        assert (proof.mismatches, proof.broken_chains, proof.pending) == (0, [], 0), proof
        transaction.savepoint_rollback(self.savepoint)

    def report(self, stop: int, day: date) -> DayReport | None:
        return DayReport.objects.filter(stop=self.stops[stop], day=day).first()

    @rule(stop=STOP, day=DAYS, counter=st.integers(0, 2), revision=st.integers(1, 5), numbers=NUMBERS)
    def tally(self, stop, day, counter, revision, numbers):
        own = uuid.uuid5(COUNTERS[counter], str(self.stops[stop].pk))
        # the revision was stored with other numbers: refused, and nothing stored
        with suppress(Conflict):
            record_tally(self.librarians[stop], self.stops[stop].pk, day, own, revision, numbers)

    @rule(stop=STOP, day=DAYS, numbers=NUMBERS, closed=st.booleans())
    def file(self, stop, day, numbers, closed):
        report = self.report(stop, day)
        file_day(
            self.staff,
            self.stops[stop].pk,
            day,
            revision=(report.revision if report else 0) + 1,
            state="closed" if closed else "counted",
            values=[] if closed else numbers,
            reason="counted again",
        )

    @rule(stop=STOP, day=DAYS)
    def give_back(self, stop, day):
        report = self.report(stop, day)
        if report:
            return_day(
                self.staff, self.stops[stop].pk, day, revision=report.revision, reason="please look again"
            )

    @rule(stop=STOP, day=DAYS)
    def dismiss(self, stop, day):
        report = self.report(stop, day)
        if report:
            dismiss_evidence(
                self.librarians[stop], self.stops[stop].pk, day, revision=report.revision, reason="miscounted"
            )

    @rule(stop=STOP, day=DAYS)
    def verify(self, stop, day):
        report = self.report(stop, day)
        if report and report.review in ("filed", "endorsed"):
            verifier = factories.staff("LSC")
            verify_day(verifier, self.stops[stop].pk, day, revision=report.revision)

    def event(self, stop: int, number: int) -> tuple[Event, EventReport | None]:
        """One of the two events of a stop, made when it is first needed, and its report."""
        key = uuid.uuid5(COUNTERS[number], f"event of {self.stops[stop].pk}")
        told = events.EventContent(kind="lecture", title="lecture", day=OPENED)
        if not Event.objects.filter(key=key).exists():
            events.put_event(self.staff, self.stops[stop].pk, key, revision=1, content=told)
        event = Event.objects.get(key=key)
        return event, EventReport.objects.filter(event=event).first()

    @rule(stop=STOP, number=st.integers(0, 1), attendance=ATTENDANCE, cancelled=st.booleans())
    def file_event(self, stop, number, attendance, cancelled):
        event, report = self.event(stop, number)
        event_reports.file_event(
            self.staff,
            event.pk,
            revision=(report.revision if report else 0) + 1,
            state="cancelled" if cancelled else "counted",
            values=[] if cancelled else attendance,
            reason="counted again",
        )

    @rule(stop=STOP, number=st.integers(0, 1), day=DAYS)
    def move_event(self, stop, number, day):
        event, _report = self.event(stop, number)
        told = events.EventContent(kind="lecture", title="lecture", day=day)
        events.put_event(
            self.staff,
            self.stops[stop].pk,
            event.key,
            revision=event.revision + 1,
            content=told,
            reason="moved",
        )

    @rule(stop=STOP, number=st.integers(0, 1), verify=st.booleans())
    def review_event(self, stop, number, verify):
        event, report = self.event(stop, number)
        if report and verify and report.review in ("filed", "endorsed"):
            verify_event(factories.staff("LSC"), event.pk, revision=report.revision)
        elif report and not verify:
            return_event(self.staff, event.pk, revision=report.revision, reason="please look again")

    @rule()
    def delete_demonstration(self):
        """The only facts that may ever go: a demonstration, whole; and another one is made."""
        with transaction.atomic():
            remove_tour()
        assert not Total.objects.filter(programme=self.stops[DEMONSTRATION].programme_id).exists()
        self.make_demonstration()

    @rule(stop=REAL_STOP, programme=st.integers(0, 1), place=st.integers(0, 2))
    def move(self, stop, programme, place):
        moved = self.stops[stop]
        with transaction.atomic():
            moved.programme = self.programmes[programme]
            moved.save()
            library = moved.library
            if not library.__class__.objects.filter(
                division=self.divisions[place], name=library.name
            ).exists():
                library.division = self.divisions[place]
                library.save()
            library.stops.mark_stale()

    @rule(stop=STOP, weekday=st.integers(1, 7))
    def change_calendar(self, stop, weekday):
        library = self.stops[stop].library
        OpeningHours.objects.get_or_create(
            library=library, weekday=weekday, opens_at="09:00", defaults={"closes_at": "17:00"}
        )
        library.stops.mark_stale()

    @rule(stop=STOP, days=st.integers(3, 15))
    def close_early(self, stop, days):
        closed = self.stops[stop]
        closed.actual_close = OPENED + timedelta(days=days)
        closed.save()

    @rule()
    def drain(self):
        drain_all()

    @precondition(lambda self: StaleDay.objects.exists())
    @rule(step=st.sampled_from(["_write_leaves", "_write_carried", "_read_facts"]))
    def crash_in_a_drain(self, step):
        """The drain dies before one of its steps, as by kill -9: its transaction is gone, the marks stay."""

        def die(*args):
            raise Crash

        whole = getattr(totals, step)
        setattr(totals, step, die)
        try:
            with pytest.raises(Crash):
                totals._drain(None)
        finally:
            setattr(totals, step, whole)

    @invariant()
    def drained_totals_equal_the_facts(self):
        if StaleDay.objects.exists():
            return
        filed = Total.objects.filter(level=0, grain="whole", measure="exhibition_visit", audience="")
        expected = 0
        for report in DayReport.objects.filter(state="counted").exclude(review="returned"):
            values = report.values.filter(kind="filed", measure="exhibition_visit")
            expected += sum(values.values_list("value", flat=True))
        assert sum(filed.values_list("visits_filed", flat=True)) == expected

    @invariant()
    def drained_attendance_equals_the_reports_of_events(self):
        if StaleDay.objects.exists():
            return
        rows = Total.objects.filter(level=0, grain="whole", measure="event_attendance", audience="")
        filed, verified = 0, 0
        for report in EventReport.objects.all():
            if report.state == "counted" and report.review != "returned":
                filed += sum(report.values.filter(kind="filed").values_list("value", flat=True))
            if report.verified_state == "counted":
                verified += sum(report.values.filter(kind="verified").values_list("value", flat=True))
        assert sum(rows.values_list("visits_filed", flat=True)) == filed
        assert sum(rows.values_list("visits_verified", flat=True)) == verified


@pytest.mark.django_db
def test_totals_always_end_equal_to_the_facts():
    run_state_machine_as_test(
        WayOfCounts,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
