"""The proof of a bulletin: its content against the facts, in SQL that shares nothing with totals or statistics.

`broken_bulletins` is the part of `reconcile` that walks what was signed: contents, digests, chains and signatures.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import connection

from exhibitions import history
from partnership.models import Programme
from reports.models import SIGNATORIES, Bulletin, BulletinEntry, BulletinSignature
from visits.sql import as_date

MOST_NAMED = 5

# Verified numbers of days and events up to a day, by province (of today's tree), month, measure and audience.
NUMBERS = """
    SELECT place.province, {month}, fact.measure, fact.audience, SUM(fact.value),
           SUM(CASE WHEN fact.basis = 'estimated' THEN fact.value ELSE 0 END)
    FROM (
        SELECT r.stop_id, r.day, v.measure, v.audience, v.value, v.basis
        FROM visits_dayreport r JOIN visits_reportvalue v ON v.report_id = r.id AND v.kind = 'verified'
        WHERE r.verified_state = 'counted'
        UNION ALL
        SELECT e.stop_id, e.verified_day, v.measure, v.audience, v.value, v.basis
        FROM visits_eventreport e JOIN visits_eventvalue v ON v.report_id = e.id AND v.kind = 'verified'
        WHERE e.verified_state = 'counted'
    ) fact
    JOIN ({places}) place ON place.stop_id = fact.stop_id
    WHERE fact.day <= %s
    GROUP BY 1, 2, 3, 4
"""
# The live stops of a programme with the first two digits of their county: its province, at every level of the tree.
PLACES = """
    SELECT s.id AS stop_id, s.library_id, substr(d.code, 1, 2) AS province, s.actual_open
    FROM exhibitions_stop s JOIN libraries_countylibrary l ON l.id = s.library_id
    JOIN libraries_division d ON d.id = l.division_id
    WHERE s.programme_id = %s AND s.draft_plan_id IS NULL
"""
COVERED = (
    "SELECT province, COUNT(DISTINCT library_id) FROM ({places}) place WHERE actual_open <= %s GROUP BY 1"
)


def differences_from_facts(content: dict[str, Any], programme: Programme) -> list[str]:
    """Name what in `content` is not as the facts have it; empty when all of it is proved.

    Compared are every cell of visits, the libraries covered in each province, and that the sums of the content are
    the sums of its parts. Call in the transaction in which the content was drawn.
    """
    wrong = [*_wrong_cells(content, programme), *_wrong_coverage(content, programme), *_wrong_sums(content)]
    return wrong[:MOST_NAMED]


def _wrong_cells(content: dict[str, Any], programme: Programme) -> Iterator[str]:
    month = "to_char(fact.day, 'YYYY-MM')" if connection.vendor == "postgresql" else "substr(fact.day, 1, 7)"
    with connection.cursor() as cursor:
        cursor.execute(
            NUMBERS.format(month=month, places=PLACES),
            [programme.pk, as_date(date.fromisoformat(content["as_of"]))],
        )
        facts = {
            (f"{province}0000", *key): (int(value), int(estimated))
            for province, *key, value, estimated in cursor.fetchall()
            if value
        }
    told = {tuple(row[:4]): (row[4], row[5]) for row in content["visits"]["rows"]}
    for cell in sorted(facts.keys() | told.keys()):
        if facts.get(cell) != told.get(cell):
            yield f"{' '.join(cell)}: {told.get(cell)} in the totals, {facts.get(cell)} in the facts"


def _wrong_coverage(content: dict[str, Any], programme: Programme) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            COVERED.format(places=PLACES), [programme.pk, as_date(date.fromisoformat(content["as_of"]))]
        )
        facts = {f"{province}0000": number for province, number in cursor.fetchall()}
    for row in content["coverage"]["provinces"]:
        if row["covered"] != facts.get(row["code"], 0):
            yield f"{row['code']}: covered {row['covered']}, by the stops {facts.get(row['code'], 0)}"


def _wrong_sums(content: dict[str, Any]) -> Iterator[str]:
    """The whole is the sum of the provinces and of the years; a province's visits are the sum of its cells."""
    whole = content["coverage"]
    for name in ("covered", "visits", "of_which_estimated", "days_counted", "days_expected"):
        parts = sum(row[name] or 0 for row in whole["provinces"])
        if (whole[name] or 0) != parts:
            yield f"{name}: {whole[name]}, its provinces {parts}"
    if whole["covered"] != sum(row["covered"] for row in whole["years"]):
        yield f"covered: {whole['covered']}, not the sum of its years"
    cells: dict[str, int] = defaultdict(int)
    for province, _month, measure, _audience, visits, _estimated in content["visits"]["rows"]:
        if measure == "exhibition_visit":
            cells[province] += visits
    for row in whole["provinces"]:
        if (row["visits"] or 0) != cells[row["code"]]:
            yield f"{row['code']}: visits {row['visits']}, its months {cells[row['code']]}"
    attendance = sum(row["attendance"] for row in content["events"])
    measured = sum(
        row[4] for row in content["visits"]["rows"] if row[2] in ("event_attendance", "online_visit")
    )
    if attendance != measured:
        yield f"events: {attendance} by kind, {measured} by month"


# ---------------------------------------------------------------- what was signed, for `reconcile`


def broken_bulletins() -> list[str]:
    """Name every bulletin whose content, digest, chain, signatures or earlier edition do not agree."""
    chains = _chains()
    signatures: dict[int, list[BulletinSignature]] = defaultdict(list)
    for signature in BulletinSignature.objects.filter(withdrawn_at__isnull=True).select_related(
        "organisation"
    ):
        signatures[signature.bulletin_id].append(signature)
    broken = []
    for bulletin in Bulletin.objects.select_related("supersedes").order_by("pk").iterator(chunk_size=50):
        found = _broken(bulletin, chains[bulletin.pk], signatures[bulletin.pk])
        if found:
            broken.append(f"bulletin {bulletin.number}: {found}")
    return broken


def _chains() -> dict[int, list[BulletinEntry]]:
    chains: dict[int, list[BulletinEntry]] = defaultdict(list)
    for entry in BulletinEntry.objects.order_by("bulletin_id", "sequence"):
        chains[entry.bulletin_id].append(entry)
    return chains


def _broken(bulletin: Bulletin, chain: list[BulletinEntry], signatures: list[BulletinSignature]) -> str:
    """What is wrong with one bulletin, in words; empty when nothing is."""
    head = ""
    digest = ""
    signed: dict[str, tuple[str, int]] = {}
    for number, entry in enumerate(chain, start=1):
        told = history.read_body(entry.body)
        as_columns = (told["bulletin"], told["sequence"], told["action"], told["by"])
        if (
            (entry.sequence, entry.previous) != (number, head)
            or entry.hash != history.link(head, entry.body)
            or as_columns != (bulletin.number, entry.sequence, entry.action, entry.by_id)
        ):
            return f"entry {entry.sequence} of its history does not follow"
        head = entry.hash
        content = told["content"]
        match entry.action:
            case BulletinEntry.Action.DRAFT | BulletinEntry.Action.REDRAW:
                digest, signed = content["digest"], {}
            case BulletinEntry.Action.SIGN:
                signed[content["institution"]] = (content["digest"], entry.by_id)
            case BulletinEntry.Action.WITHDRAW:
                signed.pop(content["institution"], None)
    if not bulletin.digest == history.digest(bulletin.content) == digest:
        return "the content is not what its history says"
    if {row.organisation.code: (row.digest, row.signed_by_id) for row in signatures} != signed:
        return "the signatures are not those of its history"
    told_of = bulletin.told
    earlier = bulletin.supersedes
    if told_of["number"] != bulletin.number or (told_of.get("restatement") or {}).get("digest") != (
        earlier.digest if earlier else None
    ):
        return "it is not the edition that its content says"
    if bulletin.state == Bulletin.State.PUBLISHED and (
        {code for code, (of, _by) in signed.items() if of == bulletin.digest} != set(SIGNATORIES)
        or chain[-1].action != BulletinEntry.Action.PUBLISH
    ):
        return "it is published without the three signatures"
    return ""
