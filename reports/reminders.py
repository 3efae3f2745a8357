"""Reminders of what is due: made each morning, kept in the portal's list, gathered into one mail a person and day.

Making is idempotent by the key of each reminder. A mail is sent at most once: its reminders are marked first, in a
transaction that holds the person's row, and unmarked only when the mail server refused.
"""

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Membership, User
from accounts.scope import scope_of
from exhibitions.models import Stop
from reports.models import Reminder, ReminderQuerySet, stops_with_report_overdue
from visits.figures.missing_days import missing_leaves
from visits.models import DayReport
from visits.recording.evidence import late_evidence
from visits.recording.permission import refuse_role_that_never_reviews, refuse_stop_outside_review

LOOKED_BACK = timedelta(days=14)  # older missing days are the reviewers' to ask for
LINES_IN_A_MAIL = 40
Kind = Reminder.Kind
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Due:
    """One thing that is due at a stop, for all who record there."""

    kind: str
    stop_id: int
    key: str
    day: date | None = None
    reason: str = ""


# ---------------------------------------------------------------- making


def make_due(today: date) -> int:
    """Remind the librarians of what is due on `today` (Asia/Shanghai); returns how many reminders are new."""
    return _make(_due(today), today)


def _due(today: date) -> Iterator[Due]:
    live = Q(stop__draft_plan__isnull=True)
    missing = missing_leaves(live & Q(day__gte=today - LOOKED_BACK, day__lt=today))
    for stop_id, day in missing.values_list("stop_id", "day"):
        yield Due(Kind.MISSING, stop_id, day.isoformat(), day)
    reports = DayReport.objects.filter(live)
    for report in reports.filter(review=DayReport.Review.RETURNED):
        key = f"{report.day}/{report.revision}"
        yield Due(Kind.RETURNED, report.stop_id, key, report.day, report.return_reason)
    moved = list(reports.with_moved_evidence().exclude(review=DayReport.Review.RETURNED))
    differing = late_evidence(moved)
    for report in moved:
        if report.pk in differing:
            key = f"{report.day}/{report.evidence_now}"
            yield Due(Kind.EVIDENCE, report.stop_id, key, report.day)
    for stop_id in stops_with_report_overdue(today).values_list("pk", flat=True):
        yield Due(Kind.CLOSING, stop_id, "due")


def _make(dues: Iterable[Due], today: date, by: User | None = None) -> int:
    dues = list(dues)
    recorders = _recorders({due.stop_id for due in dues})
    wanted = [
        Reminder(
            user_id=user_id,
            kind=due.kind,
            key=due.key,
            stop_id=due.stop_id,
            day=due.day,
            reason=due.reason,
            made_on=today,
            by=by,
        )
        for due in dues
        for user_id in recorders[due.stop_id]
    ]
    known = set(
        Reminder.objects.filter(stop_id__in={due.stop_id for due in dues}).values_list(
            "user_id", "kind", "stop_id", "key"
        )
    )
    new = [row for row in wanted if (row.user_id, str(row.kind), row.stop_id, row.key) not in known]
    # Another run may be at the same work: the database keeps each once.
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def _recorders(stops: set[int]) -> dict[int, list[int]]:
    """Stop id -> the active librarians of its library."""
    libraries = dict(Stop.objects.filter(pk__in=stops).values_list("pk", "library_id"))
    people: dict[int, list[int]] = defaultdict(list)
    memberships = Membership.objects.filter(
        role=Membership.Role.LIBRARIAN, library_id__in=libraries.values(), user__is_active=True
    )
    for library_id, user_id in memberships.values_list("library_id", "user_id").order_by("user_id"):
        people[library_id].append(user_id)
    return {stop_id: people[library_id] for stop_id, library_id in libraries.items()}


def chase(user, stop: Stop, today: date) -> int | None:
    """Ask the librarians of a stop for its missing days; once a stop and day, whoever asks.

    Returns how many people were asked, None when they had been asked on `today` before. Raises NotAllowed and
    NotFound as every review does.
    """
    scope = scope_of(user)
    refuse_role_that_never_reviews(scope)
    refuse_stop_outside_review(scope, stop)
    key = today.isoformat()
    if Reminder.objects.filter(stop=stop, kind=Kind.CHASED, key=key).exists():
        return None
    return _make([Due(Kind.CHASED, stop.pk, key)], today, by=user)


@dataclass(frozen=True)
class Chased:
    """What became of asking many stops: asked now, asked today before, and those without a librarian's account."""

    asked: list[Stop]
    before: list[Stop]
    nobody: list[Stop]


def chase_all(user, stops: Collection[Stop], today: date) -> Chased:
    """Ask the librarians of many stops as `chase` does; the number of queries does not depend on how many."""
    scope = scope_of(user)
    refuse_role_that_never_reviews(scope)
    for stop in stops:
        refuse_stop_outside_review(scope, stop)
    key, ids = today.isoformat(), {stop.pk for stop in stops}
    made = Reminder.objects.filter(kind=Kind.CHASED, key=key, stop_id__in=ids)
    before, recorders = set(made.values_list("stop_id", flat=True)), _recorders(ids)
    new = [stop for stop in stops if stop.pk not in before]
    _make([Due(Kind.CHASED, stop.pk, key) for stop in new], today, by=user)
    return Chased(
        asked=[stop for stop in new if recorders[stop.pk]],
        before=[stop for stop in stops if stop.pk in before],
        nobody=[stop for stop in new if not recorders[stop.pk]],
    )


# ---------------------------------------------------------------- mail


def mail_due(today: date) -> int:
    """Send each person with an address one mail about everything that was not mailed; at most one a day.

    Nobody gets mail who does not want it, or on a portal that sends none (`REMINDER_MAIL`); what was done meanwhile
    is left out. Returns how many mails went out. A mail that the server refuses is told in the log and tried at the
    next run.
    """
    if not settings.REMINDER_MAIL:
        return 0
    waiting = _to_mail().filter(user__is_active=True, user__reminders_by_mail=True).exclude(user__email="")
    sent = 0
    for user_id in waiting.order_by("user_id").values_list("user_id", flat=True).distinct():
        claimed = _claim(user_id, today)
        if claimed:
            sent += _send(claimed)
    return sent


def _to_mail() -> ReminderQuerySet:
    return Reminder.objects.with_settled().filter(mailed_at__isnull=True, settled=False)


def choose_mails(user_id: int, wanted: bool) -> None:
    """Have reminders mailed to a person from now on, or none. What waits is not sent when mails begin again."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user_id)
        if wanted and not user.reminders_by_mail:
            Reminder.objects.filter(user=user, mailed_at__isnull=True).update(mailed_at=timezone.now())
        user.reminders_by_mail = wanted
        user.save(update_fields=["reminders_by_mail"])


def _claim(user_id: int, today: date) -> list[Reminder]:
    """Mark what this person is about to be mailed; empty when a mail went out on `today` before."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user_id)
        start = timezone.make_aware(datetime.combine(today, time.min))
        own = Reminder.objects.filter(user_id=user_id)
        if own.filter(mailed_at__gte=start).exists():
            return []
        claimed = list(
            _to_mail()
            .filter(user_id=user_id)
            .select_related("user", "stop__library", "bulletin", "by")
            .order_by("kind", "day", "pk")
        )
        own.filter(pk__in=[row.pk for row in claimed]).update(mailed_at=timezone.now())
        return claimed


def _send(reminders: list[Reminder]) -> int:
    user = reminders[0].user
    with translation.override(user.language or settings.LANGUAGE_CODE):
        subject = ngettext(
            "{n} thing to do for the touring exhibition",
            "{n} things to do for the touring exhibition",
            len(reminders),
        ).format(n=len(reminders))
        lines = [f"- {sentence(reminder)}" for reminder in reminders[:LINES_IN_A_MAIL]]
        if len(reminders) > LINES_IN_A_MAIL:
            lines.append(_("... and {n} more.").format(n=len(reminders) - LINES_IN_A_MAIL))
        body = "\n".join(
            [
                _("{name}:").format(name=user),
                "",
                *lines,
                "",
                _("Everything stands under “My library” in the portal."),
            ]
        )
    try:
        send_mail(subject, body, None, [user.email])
    except OSError:
        logger.exception("A mail of reminders to account %s was refused", user.pk)
        Reminder.objects.filter(pk__in=[row.pk for row in reminders]).update(mailed_at=None)
        return 0
    return 1


def sentence(reminder: Reminder) -> str:
    """What a reminder says, in the language of the moment. Needs its stop's library, or its bulletin."""
    if reminder.kind == Kind.SIGNATURE:
        return _("{who} asks for the signature of your institution under bulletin {number}.").format(
            who=reminder.by, number=reminder.bulletin.number
        )
    place = reminder.stop.library.label
    day = date_format(reminder.day) if reminder.day else ""
    if reminder.kind == Kind.MISSING:
        return _("{library}: {day} has not been filed.").format(library=place, day=day)
    if reminder.kind == Kind.RETURNED:
        return _("{library}: {day} was returned: {reason}").format(
            library=place, day=day, reason=reminder.reason
        )
    if reminder.kind == Kind.EVIDENCE:
        return _(
            "{library}: after {day} was filed, other tallies came in. Take them over or keep the number."
        ).format(library=place, day=day)
    if reminder.kind == Kind.CLOSING:
        return _("{library}: the closing report is due.").format(library=place)
    return _("{library}: {who} asks for the missing days.").format(library=place, who=reminder.by)
