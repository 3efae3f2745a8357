"""What a host library reports of its stop's life: the only door through which `HostStep` rows are written.

Days are days of Asia/Shanghai. Nothing here moves the stop or bears on a figure; staff see it and move the stop.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from exhibitions.models import LEFT_STATES, HostStep, Stop
from exhibitions.stop_dates import EARLIEST_DAY


class StepChanged(Exception):
    """Somebody else reported this step in the meantime; `step` is what stands."""

    def __init__(self, step: HostStep | None) -> None:
        super().__init__()
        self.step = step


def report_step(stop_id: int, kind: str, day: date, note: str, *, revision: int, by: User) -> HostStep:
    """Report a step, or change what was reported of it; `revision` is the one last read + 1, 1 for a new one.

    The stored revision again with the same content has no effect, so a second tap is harmless; every change stays in
    the record's history. The caller has settled whose stop it is.
    Raises ValidationError, in words, for a day in the future or before 2000, an unknown kind and a stop that does not
    take place; StepChanged where another content stands; Stop.DoesNotExist for an unknown stop.
    """
    if kind not in HostStep.Kind.values:
        raise ValidationError(_("There is no such step."))
    if day > timezone.localdate():
        raise ValidationError({"day": _("This day is still to come.")})
    if day < EARLIEST_DAY:
        raise ValidationError({"day": _("This day is before anything of the tour.")})
    with transaction.atomic():
        stop = Stop.objects.select_for_update().get(pk=stop_id)
        if stop.draft_plan_id or stop.confirmed_on is None or stop.state in LEFT_STATES:
            raise ValidationError(_("This stop is not confirmed, so there is nothing to report yet."))
        step = HostStep.objects.filter(stop=stop, kind=kind).first()
        if step and step.revision == revision and (step.day, step.note) == (day, note):
            return step
        if revision != (step.revision if step else 0) + 1:
            raise StepChanged(step)
        step = step or HostStep(stop=stop, kind=kind)
        step.day, step.note, step.revision = day, note, revision
        step.recorded_at, step.recorded_by = timezone.now(), by
        step.save()
    return step
