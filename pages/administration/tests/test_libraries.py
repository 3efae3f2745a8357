"""Libraries in the administration: one by one, in bulk, relocated, with a calendar that marks the stops."""

from datetime import date

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import User
from exhibitions.models import StaleDay
from libraries.models import CountyLibrary, Division, Hall
from partnership.models import Target
from tourexhibit.tests import factories
from upkeep.relocation import relocate

pytestmark = pytest.mark.django_db

LIST, ADD = reverse("admin:libraries_countylibrary_changelist"), reverse("admin:libraries_countylibrary_add")
REGISTER = reverse("admin:libraries_register")
INLINES = ["halls", "opening_hours", "opening_exceptions", "relocations"]
NO_INLINES = {f"{name}-{count}_FORMS": "0" for name in INLINES for count in ("TOTAL", "INITIAL")}
# What a browser sends because the form comes with it.
NO_INLINES["public_holidays"] = "follow"


@pytest.fixture
def staff(client):
    made = factories.staff()
    client.force_login(User.objects.get(pk=made.pk))
    return made


def change(library):
    return reverse("admin:libraries_countylibrary_change", args=[library.pk])


def relocation(library):
    return reverse("admin:libraries_relocate", args=[library.pk])


def filled(response):
    values = {bound.html_name: bound.value() for bound in response.context["adminform"].form}
    values = {name: "" if value is None else value for name, value in values.items()}
    return {**values, **NO_INLINES}


def test_a_library_is_registered_in_the_form(client, staff):
    division = factories.division("330521")
    assert (
        client.post(ADD, {"division": division.pk, "name": "德清县图书馆", **NO_INLINES}).status_code == 302
    )
    library = CountyLibrary.objects.get()
    assert (library.name, library.division, library.demonstration) == ("德清县图书馆", division, False)
    assert library.history.get().history_user == staff


@pytest.mark.parametrize("code", ["330000", "330599", None])
def test_a_library_belongs_to_a_county_of_today(client, staff, code):
    factories.division("330599", current=False)
    factories.division("330000")
    division = Division.objects.filter(code=code).first()
    sent = {"division": division.pk if division else "999999", "name": "某馆", **NO_INLINES}
    assert client.post(ADD, sent).status_code == 200
    assert CountyLibrary.objects.count() == 0


def test_the_division_of_a_registered_library_changes_by_relocation_only(client, staff):
    library, other = factories.library("330521"), factories.division("330502")
    page = client.get(change(library))
    assert "division" not in page.context["adminform"].form.fields
    client.post(change(library), {**filled(page), "division": other.pk})
    assert CountyLibrary.objects.get().division.code == "330521"
    sent = {"code": "330502", "effective_on": "2026-04-01", "reason": "撤县设区"}
    assert client.post(relocation(library), sent).url == change(library)
    assert CountyLibrary.objects.get().division == other
    assert list(library.relocations.values_list("effective_on", "recorded_by")) == [
        (date(2026, 4, 1), staff.pk)
    ]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"code": "999999", "effective_on": "2026-04-01", "reason": "x"},
        {"code": "330000", "effective_on": "2026-04-01", "reason": "x"},
        {"code": "330521", "effective_on": "2026-04-01", "reason": "x"},
        {"code": "330502", "effective_on": "2999-04-01", "reason": "x"},
        {"code": "330502", "effective_on": "2026-04-01", "reason": ""},
    ],
)
def test_a_relocation_that_is_refused(client, staff, sent):
    library = factories.library("330521")
    factories.division("330502")
    response = client.post(relocation(library), sent)
    assert response.status_code == 200 and response.context["form"].errors
    assert CountyLibrary.objects.get().division.code == "330521"


def test_the_calendar_marks_the_stops_and_nothing_else_does(client, staff):
    library = factories.library("330521")
    stop = factories.stop(library=library)
    StaleDay.objects.all().delete()
    values = filled(client.get(change(library)))
    assert client.post(change(library), {**values, "address": "千秋街"}).status_code == 302
    assert StaleDay.objects.count() == 0
    hours = {"weekday": "1", "opens_at": "09:00", "closes_at": "17:00", "library": library.pk, "id": ""}
    sent = {f"opening_hours-0-{name}": value for name, value in hours.items()}
    values = filled(client.get(change(library)))
    assert (
        client.post(change(library), {**values, **sent, "opening_hours-TOTAL_FORMS": "1"}).status_code == 302
    )
    assert library.opening_hours.count() == 1
    assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]
    exception = {"day": "2026-10-01", "reason": "国庆", "library": library.pk, "id": ""}
    sent = {f"opening_exceptions-0-{name}": value for name, value in exception.items()}
    values = filled(client.get(change(library)))
    assert (
        client.post(change(library), {**values, **sent, "opening_exceptions-TOTAL_FORMS": "1"}).status_code
        == 302
    )
    assert StaleDay.objects.count() == 2


def test_a_row_of_another_library_cannot_be_slipped_in(client, staff):
    own, foreign = factories.library("330521"), factories.library("360982")
    hall = Hall.objects.create(library=foreign, name="一楼")
    values = filled(client.get(change(own)))
    sent = {"halls-0-id": hall.pk, "halls-0-library": own.pk, "halls-0-name": "改名"}
    client.post(change(own), {**values, **sent, "halls-TOTAL_FORMS": "1", "halls-INITIAL_FORMS": "1"})
    hall.refresh_from_db()
    assert (hall.name, hall.library) == ("一楼", foreign)


def test_a_library_with_a_history_is_not_deleted(client, staff):
    library = factories.library()
    factories.stop(library=library)
    page = client.post(reverse("admin:libraries_countylibrary_delete", args=[library.pk]), {"post": "yes"})
    assert page.status_code == 200 and page.context["protected"]
    sent = {"action": "delete_selected", "_selected_action": [library.pk], "post": "yes"}
    page = client.post(LIST, sent)
    assert page.status_code == 200 and page.context["protected"]
    assert CountyLibrary.objects.count() == 1


def test_a_stale_form_of_a_library(client, staff):
    library = factories.library(address="旧址")
    values = filled(client.get(change(library)))
    CountyLibrary.objects.filter(pk=library.pk).update(address="同事的新址")
    response = client.post(change(library), {**values, "address": "我的新址"})
    words = str(response.context["adminform"].form.errors["address"])
    assert "同事的新址" in words and "我的新址" in words
    without = {name: value for name, value in values.items() if name != "opened_with"}
    assert client.post(change(library), {**without, "address": "我的新址"}).status_code == 200
    assert CountyLibrary.objects.get().address == "同事的新址"


# ---------------------------------------------------------------- in bulk

ROWS = "行政区划代码,名称\n330521,德清县图书馆\n360982,樟树市图书馆\n"


@pytest.fixture
def divisions():
    for code in ("330521", "360982"):
        factories.division(code)


def test_lines_are_checked_then_registered(client, staff, divisions):
    page = client.post(REGISTER, {"lines": ROWS, "preview": "1"})
    assert [(row.name, row.errors, row.known) for row in page.context["registration"].rows] == [
        ("德清县图书馆", [], False),
        ("樟树市图书馆", [], False),
    ]
    assert CountyLibrary.objects.count() == 0
    lines = page.context["form"]["lines"].value()
    assert client.post(REGISTER, {"lines": lines, "confirmed": "1"}).url == LIST
    assert client.post(REGISTER, {"lines": lines, "confirmed": "1"}).url == LIST
    assert sorted(CountyLibrary.objects.values_list("division__code", "name")) == [
        ("330521", "德清县图书馆"),
        ("360982", "樟树市图书馆"),
    ]
    assert set(CountyLibrary.history.values_list("history_user", flat=True)) == {staff.pk}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_carried_over_to_the_second_step(client, staff, divisions, encoding):
    file = SimpleUploadedFile("libraries.csv", ROWS.encode(encoding))
    page = client.post(REGISTER, {"file": file, "lines": "", "preview": "1"})
    lines = page.context["form"]["lines"].value()
    assert client.post(REGISTER, {"lines": lines, "confirmed": "1"}).url == LIST
    assert CountyLibrary.objects.count() == 2


@pytest.mark.parametrize(
    ("lines", "rows_refused"),
    [
        (ROWS + "999999,某馆\n", 1),
        (ROWS + ROWS.split("\n", 1)[1], 2),
        ("", 0),
        ("\x00", 0),
        ('330521,"某馆', 0),
        ("行政区划代码,地址\n330521,街\n", 0),
        ("<script>alert(1)</script>,某馆", 1),
    ],
)
def test_bad_lines_store_nothing(client, staff, divisions, lines, rows_refused):
    page = client.post(REGISTER, {"lines": lines, "confirmed": "1"})
    assert page.status_code == 200
    registration = page.context["registration"]
    if rows_refused:
        assert len(registration.refused) == rows_refused
    else:
        assert page.context["form"].errors
    assert "<script>alert" not in page.content.decode()
    assert CountyLibrary.objects.count() == 0


def test_a_workbook_is_named_as_such(client, staff):
    page = client.post(REGISTER, {"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04"), "lines": ""})
    assert page.status_code == 200 and page.context["form"].errors


# ---------------------------------------------------------------- the programme's targets


def test_a_target_is_open_and_can_be_set(client, staff):
    programme = factories.programme(target=None)
    path = reverse("admin:partnership_programme_change", args=[programme.pk])
    page = client.get(path)
    values = {bound.html_name: bound.value() for bound in page.context["adminform"].form}
    sent = {
        **{name: "" if value is None else value for name, value in values.items()},
        "targets-TOTAL_FORMS": "1",
        "targets-INITIAL_FORMS": "0",
        "targets-0-measure": "libraries",
        "targets-0-value": "300",
        "targets-0-year": "",
        "targets-0-programme": programme.pk,
    }
    assert client.post(path, sent).status_code == 302
    assert list(Target.objects.values_list("year", "measure", "value")) == [(None, "libraries", 300)]
    assert Target.history.get().history_user == staff


def test_codes_and_parents_of_divisions_are_read_only(client, staff):
    division = factories.division("330521")
    path = reverse("admin:libraries_division_change", args=[division.pk])
    page = client.get(path)
    assert set(page.context["adminform"].form.fields) == {"longitude", "latitude", "opened_with"}
    values = {bound.html_name: bound.value() or "" for bound in page.context["adminform"].form}
    sent = {**values, "longitude": "119.9774", "latitude": "30.543", "code": "990000", "parent": ""}
    totals = {"followed_by-TOTAL_FORMS": "0", "followed_by-INITIAL_FORMS": "0"}
    assert client.post(path, {**sent, **totals}).status_code == 302
    stored = Division.objects.get(pk=division.pk)
    assert (stored.code, stored.parent, str(stored.longitude)) == ("330521", division.parent, "119.9774")
    assert client.get(reverse("admin:libraries_division_add")).status_code == 403
    assert client.post(reverse("admin:libraries_division_delete", args=[division.pk])).status_code == 403


def test_a_form_of_a_library_does_not_undo_a_relocation_made_meanwhile(rf):
    library, after = factories.library("330521", phone="1"), factories.division("330502")
    request = rf.post("/")
    request.user = User.objects.get(pk=factories.staff().pk)
    form_class = admin.site._registry[CountyLibrary].get_form(request, library, change=True)
    values = {bound.html_name: bound.value() or "" for bound in form_class(instance=library)}
    form = form_class({**values, "phone": "2"}, instance=library)
    relocate(library.pk, after, effective_on=date(2026, 4, 1), by=None, reason="撤县设区")
    assert form.is_valid(), form.errors
    form.save()
    stored = CountyLibrary.objects.get(pk=library.pk)
    assert (stored.division, stored.phone) == (after, "2")
