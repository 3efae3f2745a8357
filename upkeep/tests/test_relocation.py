"""A library comes to belong to another division: recorded, in order, and its stops derived again."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from exhibitions.models import StaleDay
from libraries.models import CountyLibrary, Division, Level
from tourexhibit.tests import factories
from upkeep.relocation import relocate

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


def test_a_relocation_is_recorded_and_marks_the_stops():
    library, by = factories.library("330521"), factories.user()
    stop = factories.stop(library=library)
    other = factories.stop()
    StaleDay.objects.all().delete()
    before, after = library.division, factories.division("330502")
    relocate(library.pk, after, effective_on=DAY, by=by, reason="撤县设区")
    library = CountyLibrary.objects.get(pk=library.pk)
    assert library.division == after
    assert list(
        library.relocations.values_list(
            "effective_on", "from_division", "to_division", "reason", "recorded_by"
        )
    ) == [(DAY, before.pk, after.pk, "撤县设区", by.pk)]
    assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]
    assert other.stale_days.count() == 0
    assert library.history.first().history_user == by


def test_the_same_relocation_twice_is_made_once():
    library, after = factories.library("330521"), factories.division("330502")
    first = relocate(library.pk, after, effective_on=DAY, by=None, reason="撤县设区")
    assert relocate(library.pk, after, effective_on=DAY, by=None, reason="撤县设区") == first
    assert library.relocations.count() == 1


@pytest.mark.parametrize(
    ("code", "effective_on", "reason", "named"),
    [
        ("330502", DAY, " ", "reason"),
        ("330502", DAY, "因" * 301, "reason"),
        ("330502", timezone.localdate() + timedelta(days=1), "迁址", "effective_on"),
        ("330522", DAY, "迁址", "effective_on"),
        ("330522", DAY - timedelta(days=1), "迁址", "effective_on"),
        ("330521", DAY + timedelta(days=1), "迁址", "division"),
        ("330000", DAY + timedelta(days=1), "迁址", "division"),
        ("330523", DAY + timedelta(days=1), "迁址", "division"),
        ("330524", DAY + timedelta(days=1), "迁址", "division"),
    ],
)
def test_refusals(code, effective_on, reason, named):
    library = factories.library("330502", name="德清县图书馆")
    relocate(library.pk, factories.division("330521"), effective_on=DAY, by=None, reason="划入")
    factories.division("330523", current=False)
    factories.library("330524", name="德清县图书馆")
    with pytest.raises(ValidationError) as refusal:
        relocate(library.pk, division_of(code), effective_on=effective_on, by=None, reason=reason)
    assert named in refusal.value.message_dict
    assert library.relocations.count() == 1


def division_of(code):
    level = Level.PROVINCE if code.endswith("0000") else Level.COUNTY
    return Division.objects.filter(code=code).first() or factories.division(code, level=level)


def test_an_unknown_library():
    with pytest.raises(CountyLibrary.DoesNotExist):
        relocate(999_999, factories.division("330502"), effective_on=DAY, by=None, reason="迁址")


def test_a_day_before_there_was_a_tour_is_refused():
    library, after = factories.library("330521"), factories.division("330502")
    for day in (date(26, 11, 20), date(1999, 12, 31)):
        with pytest.raises(ValidationError) as refusal:
            relocate(library.pk, after, effective_on=day, by=None, reason="撤县设区")
        assert list(refusal.value.message_dict) == ["effective_on"]
    assert relocate(library.pk, after, effective_on=date(2000, 1, 1), by=None, reason="撤县设区").pk
