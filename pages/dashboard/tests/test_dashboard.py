"""The dashboard: who sees it, what it answers, how it keeps up with the counts."""

import csv
import re
import uuid
from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from exhibitions.models import State
from tourexhibit.tests import factories
from visits.models import PublishedFigure
from visits.recording.tallies import record_tally
from visits.totals.drain import drain_all
from visits.values import Value
from visits.vocabulary import Measure

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def noon_in_china():
    with time_machine.travel("2026-11-23T12:00:00+08:00", tick=False):
        yield


@pytest.fixture
def programme(provinces):
    return factories.programme("tour", name_en="The tour", short_name_en="Tour")


@pytest.fixture
def staff(enter):
    return enter(factories.staff())


def page(client, **query):
    response = client.get("/dashboard/", {"lang": "en", **query})
    assert response.status_code == 200
    return response.content.decode()


def words(html):
    """The text of a piece of HTML as a reader has it."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def element(html, tag, css_class):
    found = re.search(rf'<{tag}[^>]*class="{css_class}"[^>]*>(.*?)</{tag}>', html, re.DOTALL)
    return words(found.group(1)) if found else None


def answer(html):
    return element(html, "p", "answer")


def figure_list(html):
    return element(html, "dl", "figure-list")


def open_stop(programme, code="330521", opened=TODAY - timedelta(days=10), **fields):
    return factories.stop(
        opens=opened,
        closes=TODAY + timedelta(days=50),
        programme=programme,
        library=factories.library(code),
        **fields,
    )


def count(stop, value, day=TODAY):
    librarian = factories.librarian(stop.library)
    record_tally(
        librarian,
        stop.pk,
        day,
        uuid.uuid4(),
        1,
        [Value("exhibition_visit", "adult", value, "counted", "manual_tally")],
    )
    drain_all()


# ---------------------------------------------------------------- who sees it


def test_a_visitor_is_sent_to_sign_in(client, programme):
    response = client.get("/dashboard/")
    assert (response.status_code, response["Location"]) == (302, "/accounts/login/?next=/dashboard/")


@pytest.mark.parametrize(
    "address", ["/dashboard/", "/dashboard/figures/", "/dashboard/table.csv", "/dashboard/burn-up.csv"]
)
def test_a_librarian_is_refused(client, enter, programme, address):
    enter(factories.librarian(factories.library()))
    assert client.get(address).status_code == 403


def test_a_coordinator_sees_verified_figures_whatever_the_address_says(client, enter, programme):
    count(open_stop(programme), 12)
    enter(factories.coordinator("33"))
    assert figure_list(page(client, status="all")) == (
        "Libraries reporting 0 libraries of 1 covered Exhibition visits, Verified – visits"
    )


def test_staff_of_any_institution_see_every_basis(staff, programme):
    count(open_stop(programme), 1234)
    assert figure_list(page(staff)) == (
        "Libraries reporting 0 libraries of 1 covered"
        " Exhibition visits, Verified – visits Exhibition visits, Filed – visits"
        " Exhibition visits, All 1,234 visits drafts included"
    )


# ---------------------------------------------------------------- choices in the address


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({"programme": "nowhere"}, 404),
        ({"status": "guessed"}, 400),
        ({"provinces": "some"}, 400),
        ({"status": "filed", "provinces": "all"}, 200),
    ],
)
def test_an_unknown_choice_is_refused(staff, programme, query, status):
    assert staff.get("/dashboard/", query).status_code == status


def test_every_switch_keeps_the_other_choices(staff, programme):
    open_stop(programme)
    html = page(staff, programme="tour", status="filed").replace("&amp;", "&")
    assert 'href="/dashboard/?lang=en&programme=tour&status=all"' in html
    assert 'href="/dashboard/?lang=en&status=filed&programme=tour"' in html
    assert 'href="/dashboard/table.csv?programme=tour&status=filed"' in html


# ---------------------------------------------------------------- what it answers


def test_a_programme_behind_plan(staff, programme):
    for number, code in enumerate(("330521", "330522", "360982")):
        open_stop(programme, code, opened=date(2026, 6, 1) + timedelta(days=number))
    open_stop(programme, "360981", actual_open=None, state=State.CONFIRMED)
    html = page(staff)
    assert answer(html) == (
        "33 libraries behind plan. At the pace of the last six months 200 libraries are out of reach;"
        " the odds of reaching them in time are <1%."
    ).replace("<", "&lt;")
    assert element(html, "p", "legend") == (
        "Covered 3 Confirmed, not yet open 1 Due today 36 Target 200 libraries, 197 to go"
    )


def test_a_programme_before_its_first_library(staff, programme):
    assert answer(page(staff)) == "No library has been reached yet; by plan it would be 36 today."


def test_a_programme_that_reached_its_target(staff, provinces):
    small = factories.programme("small", target=1)
    open_stop(small)
    assert answer(page(staff, programme="small")) == "The target is reached: 1 of 1 libraries."


def test_a_programme_without_a_target_says_so(staff, provinces):
    factories.programme("open", target=None)
    assert answer(page(staff, programme="open")) == (
        "No library has been reached yet. This programme has no target yet."
    )


def test_a_programme_that_has_not_begun(staff, provinces):
    factories.programme("next", first_day=date(2027, 1, 1), last_day=date(2031, 12, 31))
    assert answer(page(staff, programme="next")) == (
        "The programme starts on 1 January 2027. Its target is 200 libraries."
    )


@pytest.mark.parametrize(
    ("target", "outcome"),
    [
        (1, "The target was reached: 1 of 1 libraries."),
        (40, "By the records kept here the target was not reached: 1 of 40 libraries."),
        (None, "By the records kept here it reached 1 library; no target was set."),
    ],
)
def test_an_ended_programme_shows_reached_or_not_and_no_pace(staff, provinces, target, outcome):
    ended = factories.programme(
        "past", target=target, first_day=date(2021, 1, 1), last_day=date(2025, 12, 31)
    )
    closed = date(2024, 4, 30)
    factories.stop(
        opens=date(2024, 3, 1), closes=closed, actual_close=closed, programme=ended, state=State.ARCHIVED
    )
    html = page(staff, programme="past")
    assert answer(html) == f"The programme ended on 31 December 2025. {outcome}"
    assert "Due today" not in html
    assert "To be in time" not in html
    assert "As of 31 December 2025" in words(html)


def test_all_34_units_are_drawn_with_their_counts(staff, programme):
    open_stop(programme, "330521")
    html = page(staff)
    assert html.count('class="tile tile-') == 34
    assert html.count('class="tile tile-none"') == 3
    assert "Division 330000: 1 covered, 0 more confirmed" in html


def test_the_table_ranks_provinces_and_sums_the_others_up(staff, programme):
    codes = [f"{province}{number:04d}" for province in range(11, 16) for number in (101, 102)]
    codes += ["330521", "360982", "620982", "420101", "430101", "440101", "450101", "510101"]
    for code in codes:
        open_stop(programme, code)
    html = page(staff)
    rows = [
        words(row)
        for row in re.findall(r"<tr.*?</tr>", html.split('id="provinces"')[1].split("</table>")[0], re.DOTALL)
    ]
    assert len(rows) == 1 + 10 + 3
    assert rows[1].startswith("1 Beijing 2 0 0 –")
    assert rows[6].startswith("6 Zhejiang 1 0 0 –")
    assert rows[-3].startswith("3 others 3 0 0 –")
    assert rows[-2].startswith("21 without a stop 0 0 0")
    assert rows[-1].startswith("Whole country 18 0 0 –")
    assert "others" not in page(staff, provinces="all")


def test_what_is_late_names_the_worst(staff, programme):
    stop = open_stop(programme)
    type(stop).objects.all().mark_stale()
    drain_all()
    html = page(staff).split("What is late")[1].split("Figure 2")[0]
    assert words(html) == (
        f"Missing 10 days not filed, at 1 libraries {stop.library.label}: 10 days, since 13 Nov Remind"
        " Completeness and timeliness"
    )
    # The worklist behind the link counts the same days: those of this programme.
    assert f'href="/review/?kind=missing&amp;programme={programme.slug}"' in html


def test_a_published_figure_stands_beside_and_in_no_total(staff, provinces):
    pilot = factories.programme(
        "pilot-2020", target=None, first_day=date(2020, 1, 1), last_day=date(2020, 12, 31)
    )
    figure = PublishedFigure.objects.create(
        programme=pilot,
        measure=Measure.EXHIBITION_VISIT,
        value=55000,
        lower_bound=True,
        source="某报",
        source_en="a newspaper",
    )
    libraries = [factories.library(code, f"L{code}") for code in ("330521", "360982", "620982")]
    figure.libraries.set(libraries)
    html = page(staff, programme="pilot-2020")
    assert figure_list(html) == (
        "Libraries reporting 0 libraries of 0 covered Visits, published over 55,000 visits 3 libraries together"
        " Exhibition visits, Verified – visits Exhibition visits, Filed – visits"
        " Exhibition visits, All – visits drafts included"
    )
    for library in libraries:
        assert library.label in html
    assert ("a newspaper" in html, "某报" in html) == (True, False)


def test_the_strip_is_for_a_programme_of_demonstration_data_only(staff, programme):
    factories.programme("played", demonstration=True)
    assert "demonstration-strip" in page(staff, programme="played")
    assert "demonstration-strip" not in page(staff, programme=programme.slug)


def test_a_portal_without_programmes_says_what_to_do(staff):
    html = page(staff)
    assert "No programme yet" in html
    assert reverse("admin:partnership_programme_add") in html


# ---------------------------------------------------------------- keeping up


def figures(client, version="", **query):
    return client.get("/dashboard/figures/", {"lang": "en", **query}, headers={"If-None-Match": version})


def test_nothing_changed_is_a_304_without_a_body(staff, programme):
    first = figures(staff)
    again = figures(staff, first["ETag"])
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    assert f'data-version="{first["ETag"]}"' in page(staff).replace("&quot;", '"')


def test_links_in_the_exchanged_part_lead_to_the_page(staff, programme):
    html = figures(staff).content.decode()
    assert 'href="/dashboard/?lang=en&amp;provinces=all#province-330000"' in html
    assert "/dashboard/figures/" not in html


def test_a_count_changes_the_version_and_the_figures(staff, programme):
    stop = open_stop(programme)
    before = figures(staff)
    count(stop, 7)
    after = figures(staff, before["ETag"])
    assert after.status_code == 200
    assert "All 7 visits" in figure_list(after.content.decode())
    assert figures(staff, after["ETag"]).status_code == 304


def test_a_new_target_changes_the_version(staff, programme):
    before = figures(staff)["ETag"]
    programme.targets.update(value=300)
    assert figures(staff, before).status_code == 200


def test_each_choice_and_language_has_its_own_version(staff, programme):
    versions = {
        figures(staff)["ETag"],
        figures(staff, status="all")["ETag"],
        figures(staff, provinces="all")["ETag"],
        figures(staff, lang="zh-hans")["ETag"],
    }
    assert len(versions) == 4


@pytest.mark.parametrize(
    ("address", "queries"), [("/dashboard/", 22), ("/dashboard/figures/", 22), ("/dashboard/table.csv", 14)]
)
def test_the_number_of_queries_does_not_grow(staff, programme, address, queries):
    counts = []
    for codes in (["330521"], ["360982", "620982"]):
        for code in codes:
            count(open_stop(programme, code), 3)
        staff.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert staff.get(address).status_code == 200
        counts.append(len(captured))
    assert counts == [queries, queries]


def test_a_304_costs_few_queries(staff, programme):
    version = figures(staff)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert figures(staff, version).status_code == 304
    # Session, account, roles; programmes, their targets, the default one; version of the totals, marks waiting.
    assert len(captured) == 8


# ---------------------------------------------------------------- files


def rows_of(response):
    text = response.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(text.removeprefix("\ufeff").splitlines()))


def test_the_table_as_csv_holds_all_units(staff, programme):
    count(open_stop(programme, "330521"), 5)
    response = staff.get("/dashboard/table.csv", {"lang": "en", "status": "all"})
    assert response["Content-Disposition"] == 'attachment; filename="coverage-tour-2026-11-23.csv"'
    rows = rows_of(response)
    assert rows[0] == [
        "Rank", "Division code", "Province", "Covered (libraries)", "Planned, covered included (libraries)",
        "Reporting (libraries)", "Visits (All)", "Days counted", "Days expected",
    ]  # fmt: skip
    assert rows[1] == ["1", "330000", "Zhejiang", "1", "1", "0", "5", "1", "10"]
    assert rows[2] == ["2", "110000", "Beijing", "0", "0", "0", "", "0", "0"]
    assert rows[-1] == ["", "", "Whole country", "1", "1", "0", "5", "1", "10"]
    assert len(rows) == 36


def test_the_burn_up_as_csv(staff, programme):
    open_stop(programme, opened=date(2026, 2, 1))
    rows = rows_of(staff.get("/dashboard/burn-up.csv", {"lang": "en"}))
    assert rows[:4] == [
        ["Day", "Actual", "Plan", "Cautious (10%)", "Median forecast", "Optimistic (90%)"],
        ["2026-03-31", "1", "10", "", "", ""],
        ["2026-06-30", "1", "20", "", "", ""],
        ["2026-09-30", "1", "30", "", "", ""],
    ]
