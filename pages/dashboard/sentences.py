"""What the dashboard says in words: the answer first, what would change it, the sentence for the yearly report.

Each function returns whole sentences in the reader's language.
"""

import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from pages.dashboard.choices import STATUSES
from pages.templatetags.figures import day, month, one_decimal, thousands
from partnership.models import Programme
from visits.figures.coverage import Coverage
from visits.figures.pace import Pace


def answer(programme: Programme, coverage: Coverage, pace: Pace | None, today: datetime.date) -> str:
    """How many of the target, on pace or not: at most two sentences that could be read aloud."""
    spoken = _answer(programme, coverage, pace, today)
    if len(spoken) == 1:
        return spoken[0]
    # Chinese puts no blank between sentences.
    return pgettext("two sentences", "%(first)s %(second)s") % {"first": spoken[0], "second": spoken[1]}


def _answer(programme: Programme, coverage: Coverage, pace: Pace | None, today: datetime.date) -> list[str]:
    if programme.last_day < today:
        return _answer_when_over(programme, coverage)
    if coverage.target is None:
        return [_covered_so_far(coverage.covered), _("This programme has no target yet.")]
    if programme.first_day > today:
        return [
            _("The programme starts on %(day)s.") % {"day": day(programme.first_day)},
            _("Its target is %(target)s libraries.") % {"target": thousands(coverage.target)},
        ]
    if coverage.covered >= coverage.target:
        return [
            _("The target is reached: %(covered)s of %(target)s libraries.")
            % {"covered": thousands(coverage.covered), "target": thousands(coverage.target)}
        ]
    if pace is None:
        return [_covered_so_far(coverage.covered)]
    return [_against_the_plan(coverage, pace), *_forecast(programme, coverage, pace)]


def _answer_when_over(programme: Programme, coverage: Coverage) -> list[str]:
    # Only what was entered here can be counted; that is not a verdict on what happened.
    ended = _("The programme ended on %(day)s.") % {"day": day(programme.last_day)}
    facts = {"covered": thousands(coverage.covered), "target": thousands(coverage.target)}
    if coverage.target is None:
        outcome = ngettext(
            "By the records kept here it reached %(covered)s library; no target was set.",
            "By the records kept here it reached %(covered)s libraries; no target was set.",
            coverage.covered,
        )
    elif coverage.covered >= coverage.target:
        outcome = _("The target was reached: %(covered)s of %(target)s libraries.")
    elif not coverage.covered:
        outcome = _(
            "No stop of it is recorded here, so whether its target of %(target)s was reached cannot be told."
        )
    else:
        outcome = _(
            "By the records kept here the target was not reached: %(covered)s of %(target)s libraries."
        )
    return [ended, outcome % facts]


def _covered_so_far(covered: int) -> str:
    if not covered:
        return _("No library has been reached yet.")
    return ngettext(
        "%(covered)s library has been reached.", "%(covered)s libraries have been reached.", covered
    ) % {"covered": thousands(covered)}


def _against_the_plan(coverage: Coverage, pace: Pace) -> str:
    difference = pace.difference
    if not coverage.covered:
        return ngettext(
            "No library has been reached yet; by plan it would be %(due)s today.",
            "No library has been reached yet; by plan it would be %(due)s today.",
            pace.due_today,
        ) % {"due": thousands(pace.due_today)}
    if difference < 0:
        return ngettext("%(count)s library behind plan.", "%(count)s libraries behind plan.", -difference) % {
            "count": thousands(-difference)
        }
    if difference > 0:
        return ngettext(
            "%(count)s library ahead of plan.", "%(count)s libraries ahead of plan.", difference
        ) % {"count": thousands(difference)}
    return _("Exactly on plan.")


def _forecast(programme: Programme, coverage: Coverage, pace: Pace) -> list[str]:
    """When, and how likely in time. Nothing is foretold before anything opened."""
    if not coverage.covered:
        return []
    facts = {"target": thousands(coverage.target), "month": month(pace.reached_on), "odds": odds(pace.odds)}
    if pace.reached_on is None:
        when = _("At the pace of the last six months %(target)s libraries are out of reach")
    elif pace.reached_on <= programme.last_day:
        when = _(
            "At the pace of the last six months %(target)s libraries are reached around %(month)s, in time"
        )
    else:
        when = _(
            "At the pace of the last six months %(target)s libraries are reached around %(month)s, after the deadline"
        )
    if pace.odds is None:
        return [_("%(sentence)s.") % {"sentence": when % facts}]
    return [_("%(when)s; the odds of reaching them in time are %(odds)s.") % {**facts, "when": when % facts}]


def odds(share: float | None) -> str:
    """Never "0%" or "100%": a forecast is not certain."""
    if share is None:
        return "–"
    if share < 0.01:
        return "<1%"
    if share > 0.99:
        return ">99%"
    return f"{share * 100:.0f}%"


def to_be_in_time(coverage: Coverage, pace: Pace | None) -> list[str]:
    """What it takes: the monthly rate needed beside the recent one, and what is already confirmed."""
    if pace is None or pace.ended or pace.per_month_needed is None:
        return []
    lines = [
        _("%(needed)s libraries a month have to open; the last six months brought %(recent)s a month.")
        % {"needed": one_decimal(pace.per_month_needed), "recent": one_decimal(pace.per_month_recent)}
    ]
    waiting = coverage.planned - coverage.covered
    if waiting > 0:
        lines.append(
            ngettext(
                "%(waiting)s library is confirmed and not yet open; with it there are %(planned)s.",
                "%(waiting)s libraries are confirmed and not yet open; with them there are %(planned)s.",
                waiting,
            )
            % {"waiting": thousands(waiting), "planned": thousands(coverage.planned)}
        )
    else:
        lines.append(_("No further library is confirmed."))
    return lines


def for_the_yearly_report(coverage: Coverage, status: str, provinces: int) -> str:
    """One sentence to copy, complete in itself: date, programme, provinces, libraries, visits, basis."""
    visits = getattr(coverage.visits, status)
    facts = {
        "day": day(coverage.as_of),
        "programme": coverage.programme.label,
        "provinces": thousands(provinces),
        "libraries": thousands(coverage.covered),
        "visits": thousands(visits),
        "basis": _basis(coverage, status),
    }
    if visits is None:
        return (
            _(
                "As of %(day)s, %(programme)s (touring exhibition of the China Mobile Science and Technology Museum) "
                "had reached %(libraries)s county-level public libraries in %(provinces)s provinces (autonomous "
                "regions, municipalities)."
            )
            % facts
        )
    return (
        _(
            "As of %(day)s, %(programme)s (touring exhibition of the China Mobile Science and Technology Museum) had "
            "reached %(libraries)s county-level public libraries in %(provinces)s provinces (autonomous regions, "
            "municipalities) and received %(visits)s visits (%(basis)s)."
        )
        % facts
    )


def _basis(coverage: Coverage, status: str) -> str:
    """ "verified", and how many of the visits are estimates, where that is known."""
    word = str(STATUSES[status])
    visits = coverage.visits
    if status != "verified" or not visits.estimated_verified or not visits.verified:
        return word
    return _("%(basis)s; %(estimated)s of them estimated, %(share)s%%") % {
        "basis": word,
        "estimated": thousands(visits.estimated_verified),
        "share": one_decimal(100 * visits.estimated_verified / visits.verified),
    }
