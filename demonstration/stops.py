"""The stops of the demonstration: every state of a stop's life, with dates that fit it."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import pairwise
from random import Random

from accounts.models import User
from demonstration import words
from demonstration.schedule import Slot
from exhibitions.models import OPENED_STATES, Event, Exhibition, Kit, State, Stop, StopTransition
from libraries.models import CountyLibrary, Hall
from partnership.models import Organisation, Programme

# How a stop gets to each state; leaving the path early is the last step.
PATH = [
    State.PROPOSED,
    State.APPLIED,
    State.CONFIRMED,
    State.IN_TRANSIT,
    State.INSTALLING,
    State.OPEN,
    State.DE_INSTALLING,
    State.HANDED_OVER,
    State.REPORT_DUE,
    State.SUBMITTED,
    State.ACCEPTED,
    State.ARCHIVED,
]
LEAVES_FROM = {
    State.SUSPENDED: State.OPEN,
    State.RETURNED: State.SUBMITTED,
    State.CANCELLED: State.CONFIRMED,
    State.POSTPONED: State.CONFIRMED,
}
REASONS = {
    State.SUSPENDED: words.SUSPENDED,
    State.CANCELLED: words.CANCELLED,
    State.POSTPONED: words.POSTPONED,
    State.RETURNED: words.RETURN_REASONS[0],
}
# Days after closing up to which a stop is usually still in a state.
AFTER_CLOSING = [
    (10, State.HANDED_OVER),
    (25, State.REPORT_DUE),
    (45, State.SUBMITTED),
    (55, State.RETURNED),
    (130, State.ACCEPTED),
]

EVENTS = uuid.UUID("0c6d0f0e-6b57-4d5e-9a6c-3f0e8f7c2021")  # the name space of the demonstration's events


@dataclass
class PlannedStop:
    """One stop before and after it is stored: which host (by number), when, and in which state."""

    number: int
    host: int
    slot: Slot
    state: State
    stop: Stop = field(init=False)

    @property
    def library(self) -> CountyLibrary:
        return self.stop.library

    @property
    def actual_open(self) -> date | None:
        return self.slot.opens if self.state in OPENED_STATES else None

    @property
    def finished(self) -> bool:
        """Whether all its days are filed and verified."""
        return self.state in (State.ACCEPTED, State.ARCHIVED)


def planned_stops(
    opened: Sequence[Slot], coming: Sequence[Slot], hosts: int, seed: int, as_of: date
) -> list[PlannedStop]:
    """Give the slots to the hosts (numbered from 0) and each stop its state on `as_of`.

    Host 0 gets the open stop of kit 0, which of all closes last, host 1 that of kit 1. A tenth of the hosts have no kit
    yet, or lost theirs: proposed, applied, cancelled or postponed. Every twelfth stop is a library's second.
    """
    open_now = sorted((slot for slot in opened if slot.closes >= as_of), key=lambda slot: slot.kit)
    reserved = {slot: host for host, slot in enumerate(open_now[:2]) if host < hosts}
    stops: list[PlannedStop] = []
    fresh = iter(range(len(reserved), hosts))
    for position, slot in enumerate(opened):
        host = reserved.get(slot)
        if host is None and position % 12 == 11:
            host = _earlier_host(stops, slot)
        if host is None:
            host = next(fresh)
        stops.append(PlannedStop(len(stops), host, slot, _state_of(slot, as_of)))
    _suspend_one(stops, reserved)
    rest = list(fresh)
    waiting = min(len(rest), max(8, hosts // 10))
    coming_hosts = rest[: len(rest) - waiting]
    for host, slot in zip(coming_hosts, coming, strict=False):
        stops.append(PlannedStop(len(stops), host, slot, _state_of(slot, as_of)))
    random = Random(f"{seed}/waiting")  # noqa: S311 - an example, not a secret
    for position, host in enumerate(rest[len(rest) - waiting :]):
        opens = as_of + timedelta(days=random.randint(60, 140))
        slot = Slot(
            -1, opens - timedelta(days=6), opens, opens + timedelta(days=50), opens + timedelta(days=53)
        )
        cycle = [State.CANCELLED, State.POSTPONED] if position < 2 else [State.PROPOSED, State.APPLIED]
        stops.append(PlannedStop(len(stops), host, slot, cycle[position % 2]))
    return stops


def _earlier_host(stops: Sequence[PlannedStop], slot: Slot) -> int | None:
    """The host of the earliest stop, not yet asked twice, that was over a month before `slot`."""
    hosts = [stop.host for stop in stops]
    for stop in stops:
        long_ago = stop.slot.removal_end + timedelta(days=30) < slot.install_start
        if long_ago and stop.host > 1 and hosts.count(stop.host) == 1:
            return stop.host
    return None


def _suspend_one(stops: Sequence[PlannedStop], reserved: dict[Slot, int]) -> None:
    candidates = [stop for stop in stops if stop.state == State.OPEN and stop.slot not in reserved]
    if len(candidates) >= 2:
        candidates[0].state = State.SUSPENDED


def _state_of(slot: Slot, as_of: date) -> State:
    if as_of < slot.opens:
        if slot.install_start <= as_of:
            return State.INSTALLING
        return State.IN_TRANSIT if slot.install_start <= as_of + timedelta(days=6) else State.CONFIRMED
    if as_of <= slot.closes:
        return State.OPEN
    if as_of <= slot.removal_end:
        return State.DE_INSTALLING
    since = (as_of - slot.closes).days
    return next((state for days, state in AFTER_CLOSING if since <= days), State.ARCHIVED)


# ---------------------------------------------------------------- storing them


def make_stops(
    planned: Sequence[PlannedStop],
    *,
    programme: Programme,
    exhibition: Exhibition,
    kits: Sequence[Kit],
    libraries: Sequence[CountyLibrary],
    halls: Sequence[Hall],
    cohosts: Sequence[Organisation],
    recorder: User,
    as_of: date,
    seed: int,
) -> None:
    """Store the stops with their moves and events."""
    rows = [
        Stop(
            programme=programme,
            exhibition=exhibition,
            kit=kits[plan.slot.kit] if plan.slot.kit >= 0 else None,
            library=libraries[plan.host],
            hall=halls[plan.host],
            cohost=cohosts[plan.host],
            state=plan.state,
            **_dates_of(plan, as_of, Random(f"{seed}/stop/{plan.number}")),  # noqa: S311 - an example, not a secret
        )
        for plan in planned
    ]
    for plan, stop in zip(planned, Stop.objects.bulk_create(rows, batch_size=500), strict=True):
        plan.stop = stop
    StopTransition.objects.bulk_create(
        (move for plan in planned for move in _moves_of(plan, recorder, as_of)), batch_size=1000
    )
    Event.objects.bulk_create((event for plan in planned for event in _events_of(plan)), batch_size=1000)


def _dates_of(plan: PlannedStop, as_of: date, random: Random) -> dict[str, date]:
    slot, state = plan.slot, plan.state
    late = timedelta(days=random.choice([0, 0, 0, 0, 1, 3, 7]))
    opened = state in OPENED_STATES
    shift = late if opened else timedelta(0)
    closed = opened and state not in (State.OPEN, State.SUSPENDED)
    dates = {
        "planned_install_start": slot.install_start - shift,
        "planned_open": slot.opens - shift,
        "planned_close": slot.closes - (shift if closed else timedelta(0)),
        "planned_removal_end": slot.removal_end,
    }
    if state not in (State.PROPOSED, State.APPLIED):
        earliest = slot.install_start - shift - timedelta(days=random.randint(40, 75))
        dates["confirmed_on"] = min(earliest, as_of - timedelta(days=random.randint(5, 20)))
    if state == State.INSTALLING or opened:
        dates["actual_install_start"] = slot.install_start
    if opened:
        dates["actual_open"] = slot.opens
    if closed:
        dates["actual_close"] = slot.closes
    if closed and state != State.DE_INSTALLING:
        dates["actual_removal_end"] = slot.removal_end
    return dates


def _moves_of(plan: PlannedStop, recorder: User, as_of: date) -> Iterator[StopTransition]:
    """The moves that led to the stop's state, each on a day that fits; none after `as_of`."""
    last = LEAVES_FROM.get(plan.state, plan.state)
    states = PATH[: PATH.index(last) + 1]
    if plan.state in LEAVES_FROM:
        states = [*states, plan.state]
    confirmed = plan.stop.confirmed_on or as_of - timedelta(days=10)
    on = {
        State.APPLIED: confirmed - timedelta(days=20),
        State.CONFIRMED: confirmed,
        State.IN_TRANSIT: plan.slot.install_start - timedelta(days=2),
        State.INSTALLING: plan.slot.install_start,
        State.OPEN: plan.slot.opens,
        State.SUSPENDED: as_of - timedelta(days=1),
        State.DE_INSTALLING: plan.slot.closes + timedelta(days=1),
        State.HANDED_OVER: plan.slot.removal_end,
        State.REPORT_DUE: plan.slot.closes + timedelta(days=11),
        State.SUBMITTED: plan.slot.closes + timedelta(days=26),
        State.RETURNED: plan.slot.closes + timedelta(days=46),
        State.ACCEPTED: plan.slot.closes + timedelta(days=56),
        State.ARCHIVED: plan.slot.closes + timedelta(days=131),
        State.CANCELLED: as_of - timedelta(days=2),
        State.POSTPONED: as_of - timedelta(days=4),
    }
    for before, after in pairwise(states):
        yield StopTransition(
            stop=plan.stop,
            from_state=before,
            to_state=after,
            on=min(on[after], as_of),
            reason=REASONS.get(after, ""),
            recorded_by=recorder,
        )


def _events_of(plan: PlannedStop) -> Iterator[Event]:
    if plan.state in (State.PROPOSED, State.APPLIED, State.CANCELLED, State.POSTPONED):
        return
    told = [words.EVENTS[(plan.number + position) % len(words.EVENTS)] for position in range(2)]
    if plan.number % 4 == 0 or plan.host < 2:
        told.append(words.ONLINE)
    for position, (kind, title, title_en) in enumerate(told):
        online = kind == Event.Kind.ONLINE_RESOURCE
        place = "", ""
        if not online:
            place = words.EVENT_PLACES[(plan.number + position) % len(words.EVENT_PLACES)]
        speaker = (
            words.SPEAKERS[plan.number % len(words.SPEAKERS)] if kind == Event.Kind.LECTURE else ("", "")
        )
        yield Event(
            key=uuid.uuid5(EVENTS, f"{plan.number}/{position}"),
            stop=plan.stop,
            kind=kind,
            title=title,
            title_en=title_en,
            # The uses of an online resource are those of one day: the day it went online with the opening.
            day=plan.slot.opens + timedelta(days=1 if online else 5 + 14 * position),
            starts_at=None if online else time(14, 30),
            ends_at=None if online else time(16),
            place=place[0],
            place_en=place[1],
            speaker=speaker[0],
            speaker_en=speaker[1],
            address=words.ONLINE_ADDRESS if online else "",
        )
