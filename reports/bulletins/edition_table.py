"""What a later edition changed, as a table in words: figure, place, month, before, after, and who moved it when."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later
from django.utils.translation import pgettext

from exhibitions.models import Event, HistoryEntry
from libraries.models import in_language
from reports.drawing.tables import NULL, Table, month_of, thousands, word
from visits.vocabulary import Audience, Measure

WORDS = {
    "target": _later("Target"),
    "covered": _later("Covered"),
    "planned": _later("Planned"),
    "reporting": _later("Reporting"),
    "of_which_estimated": _later("of which estimated"),
    "days_counted": _later("Days verified"),
    "days_expected": _later("Days expected"),
    "events": _later("Events"),
    "published_figures": _later("Figures published for several libraries together"),
}


def restated_table(content: dict[str, Any]) -> Table:
    """The changes of a content with a restatement, with who made them."""
    institutions = {row["code"]: in_language(row["name"], row["name_en"]) for row in content["institutions"]}
    table = changes_table(content["restatement"]["changes"], content)
    table.title = _("What changed since {number}").format(number=content["restatement"]["number"])
    table.header.append(_("By whom, when"))
    for row, change in zip(table.rows, content["restatement"]["changes"], strict=True):
        row.append(_by_whom(change, institutions))
    table.words = (*table.words, len(table.header) - 1)
    table.note = _("From the history of counts. Changes of stops, places or targets have no entry there.")
    return table


def changes_table(changes: list[dict[str, Any]], content: dict[str, Any]) -> Table:
    """Each change with what stood before and what stands now; `content` has the names of the places."""
    provinces = {
        row["code"]: in_language(row["name"], row["name_en"]) for row in content["coverage"]["provinces"]
    }
    return Table(
        title=_("What moved since"),
        unit=_("Units: libraries, visits, days"),
        header=[_("Figure"), pgettext("of figures", "Before"), pgettext("of figures", "Now"), _("Place")],
        rows=[
            [_figure(change), change["before"], change["after"], _place(change, provinces)]
            for change in changes
        ],
        words=(3,),
    )


def _figure(change: dict[str, Any]) -> str:
    measure = word(Measure(change["measure"]).label) if change["measure"] else ""
    if change["what"] == "visits":
        parts = [measure, str(Audience(change["audience"]).label) if change["audience"] else ""]
    elif change["what"] == "events":
        parts = [str(WORDS["events"]), str(Event.Kind(change["kind"]).label)]
    else:
        parts = [measure, str(WORDS[change["what"]])]
    return _(", ").join(part for part in parts if part)


def _place(change: dict[str, Any], provinces: dict[str, str]) -> str:
    if not change["province"]:
        return _("Whole country")
    parts = [provinces.get(change["province"], change["province"])]
    if change["month"]:
        parts.append(month_of(change["month"]))
    return " ".join(parts)


def _by_whom(change: dict[str, Any], institutions: dict[str, str]) -> str:
    """22 November 2026, Deqing Library: amended (NLC), verified (CSTM)"""
    told = []
    for (day, _library), entries in groupby(
        change["entries"], key=lambda entry: (entry["day"], entry["library"]["id"])
    ):
        found = list(entries)
        library = in_language(found[0]["library"]["name"], found[0]["library"]["name_en"])
        acts = _(", ").join(_act(entry, library, institutions) for entry in found)
        told.append(_("{day}, {library}: {acts}").format(day=day, library=library, acts=acts))
    more = change["entries_in_all"] - len(change["entries"])
    if more > 0:
        told.append(_("and {number} more").format(number=thousands(more)))
    return _("; ").join(told) or NULL


def _act(entry: dict[str, Any], library: str, institutions: dict[str, str]) -> str:
    """amended (National Library of China); a librarian's act is the library's."""
    act = str(HistoryEntry.Action(entry["action"]).label)
    by = _(", ").join(institutions.get(code, code) for code in entry["institutions"]) or library
    return _("{act} ({by})").format(act=act, by=by)
