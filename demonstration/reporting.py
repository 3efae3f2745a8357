"""The demonstration's closing reports: every stop whose life says that one was submitted has one."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from demonstration import words
from demonstration.making import Tour
from demonstration.stops import PlannedStop
from exhibitions.models import State
from reports.closing.bulk import BulkClosingReport, submit_in_bulk
from reports.closing.content import ClosingContent
from reports.models import ClosingReport
from visits.sql import chunks

Review = ClosingReport.Review
STOPS_AT_ONCE = 50  # in one transaction, as the days are filed
REVIEW_OF_STATE = {
    State.SUBMITTED: Review.SUBMITTED,
    State.RETURNED: Review.RETURNED,
    State.ACCEPTED: Review.ACCEPTED,
    State.ARCHIVED: Review.ACCEPTED,
}
# Days after the close, as the moves of the stops have them.
SUBMITTED_AFTER, RETURNED_AFTER, ACCEPTED_AFTER = 26, 46, 56


def report_closings(tour: Tour) -> int:
    """Submit and review the closing reports of finished stops; returns how many. Their days are filed by now."""
    finished = [plan for plan in tour.stops if plan.state in REVIEW_OF_STATE]
    return sum(
        submit_in_bulk(_report_of(plan, tour) for plan in some) for some in chunks(finished, STOPS_AT_ONCE)
    )


def _report_of(plan: PlannedStop, tour: Tour) -> BulkClosingReport:
    review = REVIEW_OF_STATE[plan.state]
    after = {Review.RETURNED: RETURNED_AFTER, Review.ACCEPTED: ACCEPTED_AFTER}.get(review)
    recorder, reviewer = tour.accounts["demonstration-recorder"], tour.accounts["demonstration-reviewer"]
    return BulkClosingReport(
        stop_id=plan.stop.pk,
        content=_content(plan, tour.seed),
        submitted_by_id=recorder.pk,
        submitted_at=_moment(plan.slot.closes, SUBMITTED_AFTER, tour.as_of),
        review=review,
        reviewed_by_id=reviewer.pk if after else None,
        reviewed_at=_moment(plan.slot.closes, after, tour.as_of) if after else None,
        return_reason=words.CLOSING_RETURN_REASON if review == Review.RETURNED else "",
    )


def _content(plan: PlannedStop, seed: int) -> ClosingContent:
    random = Random(f"{seed}/closing/{plan.number}")  # noqa: S311 - an example, not a secret
    groups, volunteers = random.randint(4, 22), random.randint(6, 40)
    working = random.randint(46, 50)
    failed = random.randint(0, 3)
    surveyed = random.random() < 0.6
    return ClosingContent(
        school_groups=groups,
        school_group_visitors=sum(random.randint(35, 60) for _group in range(groups)),
        volunteers=volunteers,
        volunteer_hours=volunteers * random.randint(6, 24),
        staff_trained=random.randint(3, 9),
        exhibits_working_at_open=working,
        exhibits_working_at_close=working - failed,
        repairs=random.choice(words.CLOSING_REPAIRS) if failed else words.CLOSING_NO_REPAIRS,
        incidents=words.CLOSING_NO_INCIDENTS,
        publicity_items=random.randint(1, 12),
        survey_answers=random.randint(60, 400) if surveyed else None,
        survey_score=Decimal(random.randint(880, 985)) / 10 if surveyed else None,
        # Always there: returned days count as missing, and a report that lacks days says why.
        comments=random.choice(words.CLOSING_COMMENTS),
    )


def _moment(closes: date, after: int, as_of: date) -> datetime:
    """Four in the afternoon (Asia/Shanghai), `after` days from the close, never after `as_of`."""
    day = min(closes + timedelta(days=after), as_of)
    return datetime.combine(day, time(16), tzinfo=timezone.get_default_timezone())
