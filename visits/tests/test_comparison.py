"""The own county beside comparable ones: quartiles of verified totals, never the number of a single other."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.models import User
from pages.librarian.home.chart import chart_of
from pages.librarian.home.stops import own_stops
from tourexhibit.tests import factories
from visits.figures.comparison import comparisons, kind_of
from visits.recording.days import file_day, verify_day
from visits.tests.values import adults
from visits.totals.drain import drain_all

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme(slug="tour")


def verified_stop(code: str, name: str, visits: list[int], programme, today):
    """A stop whose last days have these verified visits."""
    factories.division(code, name)
    stop = factories.stop(
        opens=today - timedelta(days=20), closes=today + timedelta(days=20), programme=programme,
        library=factories.library(code),
    )  # fmt: skip
    librarian, staff = factories.librarian(stop.library), factories.staff()
    for ago, number in enumerate(visits, start=1):
        day = today - timedelta(days=ago)
        file_day(librarian, stop.pk, day, revision=1, state="counted", values=adults(number))
        verify_day(staff, stop.pk, day, revision=1)
    return stop


def spreads(stop) -> list[tuple]:
    return [
        (spread.own, spread.lower, spread.middle, spread.upper)
        for spread in comparisons([stop])[stop.pk].spreads
    ]


def test_quartiles_of_the_same_kind_in_the_province(programme, today):
    own = verified_stop("330521", "甲县", [100, 200], programme, today)
    for number in range(1, 6):
        verified_stop(f"33060{number}", f"乙{number}县", [10 * number] * 5, programme, today)
    verified_stop("330609", "丙区", [9000] * 5, programme, today)
    verified_stop("360982", "丁县", [9000] * 5, programme, today)
    drain_all()

    compared = comparisons([own])[own.pk]
    assert (str(compared.chosen), compared.others, compared.own_days) == ("同省的县", 5, 2)
    assert spreads(own) == [(150, 20, 30, 40), (300, 100, 150, 200)]


def test_the_circle_widens_until_there_are_five(programme, today):
    own = verified_stop("330521", "甲县", [100], programme, today)
    for number in range(1, 5):
        verified_stop(f"36060{number}", f"乙{number}县", [10 * number] * 5, programme, today)
    drain_all()
    assert (comparisons([own])[own.pk].others, spreads(own)) == (4, [])

    verified_stop("360605", "乙5区", [50] * 5, programme, today)
    drain_all()
    compared = comparisons([own])[own.pk]
    assert (str(compared.chosen), compared.others) == ("本项目的所有县", 5)
    verified_stop("360606", "乙6县", [60] * 5, programme, today)
    drain_all()
    compared = comparisons([own])[own.pk]
    assert (str(compared.chosen), compared.others) == ("全国的县", 5)


def test_few_verified_days_and_other_programmes_do_not_count(programme, today):
    own = verified_stop("330521", "甲县", [100], programme, today)
    other = factories.programme(slug="other")
    for number in range(1, 6):
        verified_stop(f"33060{number}", f"乙{number}县", [10] * 4, programme, today)
        verified_stop(f"33070{number}", f"丙{number}县", [10] * 5, other, today)
    drain_all()

    assert (comparisons([own])[own.pk].others, spreads(own)) == (0, [])


def test_without_a_verified_day_there_is_no_own_figure(programme, today):
    own = verified_stop("330521", "甲县", [], programme, today)
    for number in range(1, 6):
        verified_stop(f"33060{number}", f"乙{number}县", [10] * 5, programme, today)
    drain_all()

    assert spreads(own) == [(None, 10, 10, 10), (None, 50, 50, 50)]


def test_kinds():
    assert [kind_of(name) for name in ("西湖区", "德清县", "义乌市", "鄂温克族自治旗", "神农架林区")] == [
        "区",
        "",
        "市",
        "",
        "区",
    ]


def test_one_stop_and_three_cost_the_same(programme, today, django_assert_num_queries):
    stops = [verified_stop("330521", "甲县", [5], programme, today)]
    drain_all()
    with django_assert_num_queries(2):
        comparisons(stops)
    stops += [verified_stop(f"36098{number}", f"乙{number}县", [5], programme, today) for number in (2, 3)]
    drain_all()
    with django_assert_num_queries(2):
        comparisons(stops)


# ---------------------------------------------------------------- on the page


def test_zero_closed_and_missing_are_drawn_apart(client, today):
    stop = factories.stop(opens=today - timedelta(days=4), closes=today + timedelta(days=9))
    librarian = factories.librarian(stop.library)
    for ago, number in ((4, 100), (3, 0), (1, 50)):
        day = today - timedelta(days=ago)
        file_day(librarian, stop.pk, day, revision=1, state="counted", values=adults(number))
    file_day(
        librarian, stop.pk, today - timedelta(days=1), revision=2, state="closed", values=[], reason="停电"
    )

    [own] = own_stops([stop.library_id], today).current
    chart = chart_of(own.days)
    assert [(bar.kind, bar.height) for bar in chart.bars] == [
        ("counted", 96),
        ("counted", 0),
        ("missing", 0),
        ("closed", 0),
        ("none", 0),
    ]
    client.force_login(User.objects.get(pk=librarian.pk))
    page = client.get(reverse("librarian:my"), headers={"accept-language": "en"}).content.decode()
    assert '<rect class="missing" x="44"' in page and '<line class="closed" x1="66"' in page
    assert "So far 0 other counties of the programme have 5 verified days." in page


def test_without_a_number_there_is_no_chart(today):
    stop = factories.stop(opens=today - timedelta(days=2), closes=today)

    assert chart_of(own_stops([stop.library_id], today).current[0].days) is None


# ---------------------------------------------------------------- receipts


def test_receipts_list_what_was_filed(client, today, django_assert_num_queries):
    stop = factories.stop(opens=today - timedelta(days=4), closes=today + timedelta(days=9))
    other = factories.stop(opens=today - timedelta(days=4), closes=today, library=factories.library("360982"))
    librarian = factories.librarian(stop.library)
    file_day(
        factories.librarian(other.library), other.pk, today, revision=1, state="counted", values=adults(777)
    )
    client.force_login(User.objects.get(pk=librarian.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    assert "Nothing filed yet" in client.get(reverse("librarian:receipts")).content.decode()

    file_day(librarian, stop.pk, today, revision=1, state="counted", values=adults(345))
    with django_assert_num_queries(7):
        answer = client.get(reverse("librarian:receipts"))
    [(report, visits)] = answer.context["receipts"]
    page = answer.content.decode()
    assert visits == 345
    assert f"{stop.pk}-{today:%Y%m%d}-1" in page and report.digest[:12] in page and "777" not in page
    for ago in (1, 2):
        file_day(
            librarian, stop.pk, today - timedelta(days=ago), revision=1, state="counted", values=adults(ago)
        )
    with django_assert_num_queries(7):
        client.get(reverse("librarian:receipts"))


def test_receipts_are_for_those_who_record(client):
    client.force_login(User.objects.get(pk=factories.coordinator().pk))

    assert client.get(reverse("librarian:receipts")).status_code == 403
