"""A library comes to belong to another division: it moved, or its county was merged, upgraded or renamed."""

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from exhibitions.stop_dates import EARLIEST_DAY
from libraries.models import CountyLibrary, Division, Relocation

LONGEST_REASON = 300


def relocate(
    library_id: int, division: Division, *, effective_on: date, by: AbstractBaseUser | None, reason: str
) -> Relocation:
    """Put a library into `division` from the day `effective_on` on (Asia/Shanghai), and record it.

    Where it stood before stays on record, so figures "as was" keep their place (rule 9); every day of the
    library's stops is marked to be derived again. The same relocation asked for twice is made once. Raises
    ValidationError, in words, for a missing reason, a day in the future, before 2000 or not after the latest
    relocation, a division that ended or is not at county level, and one where a library of that name stands already;
    CountyLibrary.DoesNotExist for an unknown library.
    """
    with transaction.atomic():
        library = CountyLibrary.objects.select_for_update(no_key=True).get(pk=library_id)
        latest = library.relocations.last()
        if latest and (latest.to_division_id, latest.effective_on) == (division.pk, effective_on):
            return latest
        _refuse(library, division, latest, effective_on, reason)
        relocation = Relocation.objects.create(
            library=library,
            effective_on=effective_on,
            from_division_id=library.division_id,
            to_division=division,
            reason=reason.strip(),
            recorded_by_id=by.pk if by else None,
        )
        library.division = division
        library._history_user = by  # type: ignore[attr-defined]  # read by the history of the registry
        library.save()
        library.stops.mark_stale()
    return relocation


def _refuse(
    library: CountyLibrary, division: Division, latest: Relocation | None, effective_on: date, reason: str
) -> None:
    errors = {}
    if not reason.strip():
        errors["reason"] = _("Give the reason.")
    elif len(reason.strip()) > LONGEST_REASON:
        errors["reason"] = _("The reason is longer than {number} characters.").format(number=LONGEST_REASON)
    if effective_on > timezone.localdate():
        errors["effective_on"] = _("{day} is in the future.").format(day=effective_on)
    elif effective_on < EARLIEST_DAY:
        errors["effective_on"] = _("{day} is before {earliest}. Is the year right?").format(
            day=effective_on, earliest=EARLIEST_DAY
        )
    elif latest and effective_on <= latest.effective_on:
        errors["effective_on"] = _("The latest relocation is of {day}; give a later day.").format(
            day=latest.effective_on
        )
    if division.pk == library.division_id:
        errors["division"] = _("The library stands there already.")
    elif not (division.current and division.county_level):
        errors["division"] = _("{division} is not a county-level division of today.").format(
            division=division
        )
    elif division.libraries.filter(name=library.name).exists():
        errors["division"] = _("A library of this name stands there already.")
    if errors:
        raise ValidationError(errors)
