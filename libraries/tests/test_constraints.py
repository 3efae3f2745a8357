"""What the tables of this room refuse by themselves, on both engines."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from libraries.models import (
    CountyLibrary,
    Division,
    DivisionSuccession,
    Hall,
    OpeningException,
    OpeningHours,
    Relocation,
)
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

DAY = date(2026, 4, 1)


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def spell(**fields):
    values = {"code": "330599", "name": "某县", "short_name": "某", "name_en": "Mou", "pinyin": "mou xian"}
    parent = factories.division("330000")
    return Division.objects.create(
        **{**values, "initials": "mx", "level": "county", "parent": parent, **fields}
    )


def test_divisions():
    spell(valid_from=2000)
    refused(lambda: spell(name="另县"))
    refused(lambda: spell(valid_from=2000, current=False))
    refused(lambda: spell(code="330598", level="village"))
    refused(lambda: spell(code="330598", valid_until=2020))
    refused(lambda: spell(code="340000", level="province"))
    spell(valid_from=1980, current=False, valid_until=1999)
    with pytest.raises(ProtectedError):
        factories.division("330000").delete()


def test_successions():
    ended, following = spell(current=False), factories.division("330521")
    values = {"predecessor": ended, "successor": following, "kind": "renamed", "source": "x"}
    DivisionSuccession.objects.create(**values)
    refused(lambda: DivisionSuccession.objects.create(**values))
    refused(lambda: DivisionSuccession.objects.create(**{**values, "successor": ended}))


def test_libraries():
    library = factories.library("330521", name="德清县图书馆")
    refused(lambda: factories.library("330521", name="德清县图书馆"))
    refused(lambda: CountyLibrary.objects.create(division=library.division, name=""))
    factories.library("330522", name="德清县图书馆")
    with pytest.raises(ProtectedError):
        library.division.delete()
    Hall.objects.create(library=library, name="一楼")
    refused(lambda: Hall.objects.create(library=library, name="一楼"))
    with pytest.raises(ProtectedError):
        library.delete()


def test_the_calendar():
    library = factories.library()
    hours = {"library": library, "weekday": 1, "opens_at": time(9), "closes_at": time(17)}
    OpeningHours.objects.create(**hours)
    refused(lambda: OpeningHours.objects.create(**hours))
    refused(lambda: OpeningHours.objects.create(**{**hours, "weekday": 0}))
    refused(lambda: OpeningHours.objects.create(**{**hours, "weekday": 8}))
    refused(lambda: OpeningHours.objects.create(**{**hours, "weekday": 2, "closes_at": time(9)}))
    OpeningException.objects.create(library=library, day=DAY, reason="春节")
    refused(lambda: OpeningException.objects.create(library=library, day=DAY, reason="停电"))


def test_relocations():
    library = factories.library("330521")
    values = {"library": library, "effective_on": DAY, "reason": "x", "from_division": library.division}
    refused(lambda: Relocation.objects.create(**values, to_division=library.division))
    Relocation.objects.create(**values, to_division=factories.division("330522"))
    refused(lambda: Relocation.objects.create(**values, to_division=factories.division("330523")))
