"""The pilot of 2020 as it is loaded, and that people's edits stay."""

from datetime import date

import pytest

from exhibitions.models import StaleDay, Stop
from exhibitions.reference import load_pilot, pilot_libraries
from libraries.models import CountyLibrary
from libraries.reference import Loaded
from partnership.models import Organisation
from partnership.reference import load_partnership
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

YEAR_END = date(2020, 12, 31)


@pytest.fixture(autouse=True)
def divisions():
    for code in ("330521", "360982", "620982"):
        factories.division(code)
    load_partnership()


def test_three_libraries_and_their_stops():
    assert load_pilot() == Loaded(made=4)
    assert list(
        Stop.objects.order_by("library__division__code").values_list(
            "library__division__code",
            "library__name",
            "library__name_en",
            "cohost__name",
            "cohost__kind",
            "exhibition__slug",
            "programme__slug",
        )
    ) == [
        (
            code,
            f"{name}图书馆",
            f"{name_en} Library",
            f"{name}科学技术协会",
            "science_association",
            slug,
            "pilot-2020",
        )
        for code, name, name_en, slug in [
            ("330521", "德清县", "Deqing County", "china-mobile-science-and-technology-museum"),
            ("360982", "樟树市", "Zhangshu City", "china-mobile-science-and-technology-museum"),
            ("620982", "敦煌市", "Dunhuang City", "china-mobile-science-and-technology-museum"),
        ]
    ]
    assert set(
        Stop.objects.values_list(
            "state", "kit", "date_precision", "confirmed_on", "actual_open", "actual_close"
        )
    ) == {("archived", None, "year", YEAR_END, YEAR_END, YEAR_END)}
    assert StaleDay.objects.count() == 3


def test_they_count_as_covered_from_the_end_of_the_year():
    load_pilot()
    assert [Stop.objects.opened_by(day).count() for day in (date(2020, 12, 30), YEAR_END)] == [0, 3]


def test_again_keeps_what_people_changed():
    load_pilot()
    library = CountyLibrary.objects.get(name="德清县图书馆")
    library.name, library.division = "德清图书馆（新馆）", factories.division("330502")
    library.save()
    Organisation.objects.filter(name="敦煌市科学技术协会").update(name="敦煌市科协")
    Stop.objects.filter(library=library).update(note="据年报")
    assert load_pilot() == Loaded(unchanged=4)
    assert (CountyLibrary.objects.count(), Stop.objects.count(), StaleDay.objects.count()) == (3, 3, 3)
    assert [found.name for found in pilot_libraries()] == [
        "德清图书馆（新馆）",
        "樟树市图书馆",
        "敦煌市图书馆",
    ]
    assert Stop.objects.get(library=library).note == "据年报"
