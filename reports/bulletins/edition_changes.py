"""What a later edition changed: every figure before and after, and who moved it by the history of counts.

The public part names days, libraries and institutions. Persons and the words they wrote stay inside (rule 15): the
reason that is published is the drafter's, who sees those words on the page of the draft (`reasons_since`).
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.models import Membership
from exhibitions import history
from exhibitions.models import HistoryEntry
from reports.models import Bulletin
from visits.vocabulary import Measure

MOST_ENTRIES = 20  # named under one change; more are told by their number
Action = HistoryEntry.Action
MOVES_FIGURES = [Action.AMEND, Action.VERIFY, Action.WITHDRAW]
COVERAGE = ("covered", "planned", "reporting")
Cell = tuple[str, str, str]  # province, month, measure


def restatement_of(earlier: Bulletin, content: dict[str, Any], reason: str, reason_en: str) -> dict[str, Any]:
    """The part of a later edition's content that tells what is not as in `earlier`, and why."""
    changes = changes_between(earlier.told, content)
    entries = _entries(earlier) if changes else {}
    for change in changes:
        found = entries.get((change["province"], change["month"]), []) if change["month"] else []
        change["entries"], change["entries_in_all"] = found[:MOST_ENTRIES], len(found)
    return {
        "number": earlier.number,
        "digest": earlier.digest,
        "reason": {"zh": reason, "en": reason_en},
        "changes": changes,
    }


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Every figure of `after` that is not as in `before`: coverage, visits, days, events."""
    return [
        *_coverage_changes(before, after),
        *_visit_changes(before, after),
        *_other_changes(before, after),
    ]


def _change(what: str, before: Any, after: Any, **where: str) -> dict[str, Any]:
    return {
        "what": what,
        "province": where.get("province"),
        "month": where.get("month"),
        "measure": where.get("measure"),
        "audience": where.get("audience"),
        "kind": where.get("kind"),
        "before": before,
        "after": after,
    }


def _coverage_changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[dict[str, Any]]:
    one, other = before["coverage"], after["coverage"]
    for name in ("target", *COVERAGE):
        if one[name] != other[name]:
            yield _change(name, one[name], other[name])
    known = {row["code"]: row for row in one["provinces"]}
    for row in other["provinces"]:
        for name in COVERAGE:
            was = known.get(row["code"], {}).get(name, 0)
            if was != row[name]:
                yield _change(name, was, row[name], province=row["code"])


def _visit_changes(before: dict[str, Any], after: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """By province, month and measure; where the sum stands and only its parts moved, the parts."""
    one, other = _cells(before), _cells(after)
    for cell in sorted(one.keys() | other.keys()):
        where = dict(zip(("province", "month", "measure"), cell, strict=True))
        was, now = one[cell], other[cell]
        moved = [
            name
            for name in ("visits", "of_which_estimated", "days_counted", "days_expected")
            if was[name] != now[name]
        ]
        for name in moved:
            yield _change(name, was[name], now[name], **where)
        if "visits" in moved:
            continue
        for audience in sorted(was.keys() | now.keys()):
            if audience.startswith("audience:") and was[audience] != now[audience]:
                yield _change(
                    "visits",
                    was[audience],
                    now[audience],
                    **where,
                    audience=audience.removeprefix("audience:"),
                )


def _cells(content: dict[str, Any]) -> dict[Cell, dict[str, int]]:
    cells: dict[Cell, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for *cell, audience, number, estimated in content["visits"]["rows"]:
        found = cells[cell[0], cell[1], cell[2]]
        found["visits"] += number
        found["of_which_estimated"] += estimated
        found[f"audience:{audience}"] += number
    for province, month, measure, counted, expected in content["visits"]["days"]["rows"]:
        found = cells[province, month, measure]
        found["days_counted"] = counted
        # The same days are expected of both measures at the door: told once.
        found["days_expected"] = expected if measure == Measure.EXHIBITION_VISIT else 0
    return cells


def _other_changes(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Events by kind, and figures published for several libraries together."""
    changes = []
    one, other = ({row["kind"]: row["number"] for row in content["events"]} for content in (before, after))
    for kind in sorted(one.keys() | other.keys()):
        if one.get(kind) != other.get(kind):
            changes.append(_change("events", one.get(kind), other.get(kind), kind=kind))
    if before["published_figures"] != after["published_figures"]:
        sums = [
            sum(row["value"] for row in content["published_figures"]) or None for content in (before, after)
        ]
        changes.append(_change("published_figures", *sums))
    return changes


# ---------------------------------------------------------------- by whom, from the history of counts


def _history_since(earlier: Bulletin) -> QuerySet[HistoryEntry]:
    """What was done since the figures of an edition were drawn to days that it covers, by province, day and moment."""
    return (
        HistoryEntry.objects.filter(
            stop__programme_id=earlier.programme_id,
            day__lte=earlier.as_of,
            at__gt=earlier.drafted_at,
        )
        .select_related("stop__library__division")
        .order_by("day", "stop__library_id", "at", "pk")
    )


def _entries(earlier: Bulletin) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(province, month) -> what moved its verified figures: day, library, action, moment, institution."""
    found = _history_since(earlier).filter(action__in=MOVES_FIGURES).defer("body")
    entries = list(found)
    institutions = _institutions({entry.by_id for entry in entries})
    by_place: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for entry in entries:
        day, library = entry.day, entry.stop.library
        if day is None:
            continue
        by_place[f"{library.division.code[:2]}0000", f"{day:%Y-%m}"].append(
            {
                "day": day.isoformat(),
                "library": {"id": library.pk, "name": library.name, "name_en": library.name_en},
                "action": entry.action,
                "at": entry.at.isoformat(timespec="seconds"),
                "institutions": institutions.get(entry.by_id, []),
            }
        )
    return by_place


def _institutions(accounts: set[int]) -> dict[int, list[str]]:
    """Codes of the institutions that accounts are staff of; a librarian's account has none."""
    codes: dict[int, list[str]] = defaultdict(list)
    staff = Membership.objects.filter(user_id__in=accounts, role=Membership.Role.STAFF)
    for user_id, code in staff.order_by("organisation__code").values_list("user_id", "organisation__code"):
        codes[user_id].append(code)
    return codes


def reasons_since(earlier: Bulletin, most: int) -> list[dict[str, Any]]:
    """The words that people gave for what they changed, newest first: for the drafter, never for the public."""
    told = []
    for entry in _history_since(earlier).select_related("by").order_by("-at", "-pk").iterator(chunk_size=500):
        content = history.read_body(entry.body)["content"]
        reason = content.get("reason") or (content.get("after") or {}).get("reason")
        if reason and isinstance(entry.day, date):
            told.append({"entry": entry, "library": entry.stop.library, "reason": reason})
        if len(told) == most:
            break
    return told
