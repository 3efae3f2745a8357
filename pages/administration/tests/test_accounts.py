"""The administration: who enters, what each sees, and what nobody may do there."""

import re
from datetime import date

import pytest
from django.contrib import admin
from django.urls import reverse

from accounts.models import User
from exhibitions.models import Event
from libraries.models import CountyLibrary, Hall
from pages.administration.base import ScopedAdmin
from partnership.models import Organisation
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

# The models that coordinators read nothing of.
FOR_STAFF_ALONE = {
    "user",
    "deniedwrite",
    "partnertoken",
    "tourplan",
    "staleday",
    "webhooksubscription",
    "webhookdelivery",
    "embedding",
}


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def entered(client, user):
    client.force_login(User.objects.get(pk=user.pk))
    return client


def coordinator(province="33"):
    return factories.coordinator(province, is_staff=True)


@pytest.fixture
def two_provinces():
    """An open stop in Zhejiang (own) and one in Jiangxi (foreign), with what hangs on them."""
    rows = {}
    for name, code in (("own", "330521"), ("foreign", "360982")):
        library = factories.library(code, name=f"{name}馆")
        hall = Hall.objects.create(library=library, name="一楼展厅")
        stop = factories.stop(library=library, hall=hall)
        event = Event.objects.create(stop=stop, kind="lecture", title="讲座", day=date(2026, 4, 1))
        cohost = Organisation.objects.create(
            name=f"{name}科协", kind=Organisation.Kind.SCIENCE_ASSOCIATION, division=library.division
        )
        rows[name] = {"library": library, "hall": hall, "stop": stop, "event": event, "cohost": cohost}
    return rows


def test_every_page_of_the_administration_is_scoped():
    assert {type(page).__name__: type(page) for page in admin.site._registry.values()} == {
        type(page).__name__: type(page)
        for page in admin.site._registry.values()
        if isinstance(page, ScopedAdmin)
    }
    assert sorted(model._meta.model_name for model in admin.site._registry) == [
        "agreement",
        "agreementpart",
        "closingreport",
        "cooperationarea",
        "countylibrary",
        "dayreport",
        "deniedwrite",
        "division",
        "embedding",
        "event",
        "eventreport",
        "exhibition",
        "hall",
        "historyentry",
        "holiday",
        "kit",
        "organisation",
        "partnertoken",
        "programme",
        "publication",
        "publishedfigure",
        "seal",
        "staleday",
        "stop",
        "tourplan",
        "user",
        "webhookdelivery",
        "webhooksubscription",
    ]


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("superuser", 200),
        ("staff", 200),
        ("coordinator", 200),
        ("librarian", 403),
        ("partner", 403),
        ("nobody", 403),
    ],
)
def test_the_door(client, role, status):
    user = {
        "superuser": lambda: factories.user(is_superuser=True, is_staff=True),
        "staff": factories.staff,
        "coordinator": coordinator,
        # The flag alone opens nothing.
        "librarian": lambda: factories.librarian(factories.library(), is_staff=True),
        "partner": lambda: factories.partner("33", is_staff=True),
        "nobody": lambda: factories.user(is_staff=True),
    }[role]()
    response = entered(client, user).get("/admin/", follow=True)
    assert response.status_code == status


def test_a_role_without_the_flag_does_not_enter(client):
    assert entered(client, factories.coordinator("33")).get("/admin/", follow=True).status_code == 403


def test_an_anonymous_reader_is_sent_to_the_portals_own_sign_in(client):
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/libraries/hall/").url == (
        "/accounts/login/?next=%2Fadmin%2Flibraries%2Fhall%2F"
    )


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_list_and_form_opens_without_inline_script_or_style(client, two_provinces, language):
    entered(client, factories.user(is_superuser=True, is_staff=True))
    for model, page in admin.site._registry.items():
        pages = [address(model, "changelist")]
        row = model._default_manager.first()
        if row is not None:
            pages += [address(model, "change", row.pk), address(model, "history", row.pk)]
        if page.has_add_permission(type("Request", (), {"user": User.objects.get(is_superuser=True)})()):
            pages.append(address(model, "add"))
        for path in pages:
            response = client.get(path, headers={"accept-language": language})
            assert (path, response.status_code) == (path, 200)
            text = response.content.decode()
            assert (
                re.findall(r"<style|<script(?![^>]*(?:src=|application/json|constants))|\son[a-z]+=\"", text)
                == []
            )


@pytest.mark.parametrize("model_name", ["library", "hall", "stop", "event", "cohost"])
def test_a_coordinator_reads_the_own_province_and_finds_no_other(client, two_provinces, model_name):
    own, foreign = two_provinces["own"][model_name], two_provinces["foreign"][model_name]
    model = type(own)
    entered(client, coordinator("33"))
    listed = client.get(address(model, "changelist")).context["cl"].queryset
    assert own in listed and foreign not in listed
    assert client.get(address(model, "change", own.pk)).status_code == 200
    for page in ("change", "history"):
        assert [client.get(address(model, page, pk)).status_code for pk in (foreign.pk, 999_999)] == [
            404,
            404,
        ]
    assert [client.get(address(model, "delete", pk)).status_code for pk in (foreign.pk, 999_999)] == [
        403,
        403,
    ]


def test_side_doors_are_closed_to_a_coordinator(client, two_provinces):
    foreign, own = two_provinces["foreign"], two_provinces["own"]
    entered(client, coordinator("33"))
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "libraries", "model_name": "hall", "field_name": "library", "term": "馆"},
    ).json()
    assert [row["id"] for row in found["results"]] == [str(own["library"].pk)]
    history = foreign["library"].history.first().history_id
    path = reverse("admin:libraries_countylibrary_simple_history", args=[foreign["library"].pk, history])
    assert client.get(path).status_code == 404
    own_version = own["library"].history.first().history_id
    path = reverse("admin:libraries_countylibrary_simple_history", args=[own["library"].pk, own_version])
    assert client.get(path).status_code == 200
    assert client.post(path, {"name": "另名"}).status_code == 404
    assert client.get(reverse("admin:exhibitions_stop_move"), {"ids": own["stop"].pk}).status_code == 403
    assert client.get(reverse("admin:exhibitions_stop_correct", args=[own["stop"].pk])).status_code == 403
    assert client.get(reverse("admin:exhibitions_stop_correct", args=[foreign["stop"].pk])).status_code == 403
    assert client.get(reverse("admin:libraries_relocate", args=[own["library"].pk])).status_code == 403
    assert client.get(reverse("admin:libraries_register")).status_code == 403


def test_a_coordinator_changes_nothing(client, two_provinces):
    own = two_provinces["own"]
    entered(client, coordinator("33"))
    for row in own.values():
        assert client.post(address(type(row), "change", row.pk), {"name": "改"}).status_code == 403
        assert client.post(address(type(row), "delete", row.pk), {"post": "yes"}).status_code == 403
        assert client.get(address(type(row), "add")).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": [own["hall"].pk], "post": "yes"}
    client.post(address(Hall, "changelist"), chosen)
    assert Hall.objects.filter(pk=own["hall"].pk).exists()


def test_what_is_for_staff_alone(client):
    entered(client, coordinator("33"))
    statuses = {
        model._meta.model_name: client.get(address(model, "changelist")).status_code
        for model in admin.site._registry
    }
    assert {name for name, status in statuses.items() if status == 403} == FOR_STAFF_ALONE
    assert set(statuses.values()) == {200, 403}


@pytest.mark.parametrize("model_name", ["dayreport", "historyentry", "seal", "staleday"])
def test_facts_are_read_only_even_to_the_superuser(client, model_name):
    model = {model._meta.model_name: model for model in admin.site._registry}[model_name]
    entered(client, factories.user(is_superuser=True, is_staff=True))
    assert client.get(address(model, "changelist")).status_code == 200
    assert client.get(address(model, "add")).status_code == 403
    request = type("Request", (), {"user": User.objects.get()})()
    page = admin.site._registry[model]
    assert [page.has_change_permission(request), page.has_delete_permission(request)] == [False, False]


# ---------------------------------------------------------------- accounts: bad input


def form_of(response):
    """The values a browser would send back."""
    form, values = response.context["adminform"].form, {}
    for bound in form:
        value = bound.value()
        values[bound.html_name] = "" if value is None else value
    for formset in response.context["inline_admin_formsets"]:
        for bound in formset.formset.management_form:
            values[bound.html_name] = bound.value()
        for row in formset.formset.forms:
            for bound in row:
                values[bound.html_name] = "" if bound.value() is None else bound.value()
    return {name: value for name, value in values.items() if value is not False}


def test_staff_do_not_raise_anybody_to_superuser(client):
    person = factories.librarian(factories.library())
    entered(client, factories.staff())
    path = address(User, "change", person.pk)
    values = form_of(client.get(path))
    assert "is_superuser" not in values
    sent = {**values, "display_name": "张馆员", "is_superuser": "on", "user_permissions": "1", "groups": "1"}
    assert client.post(path, sent).status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.is_superuser, person.user_permissions.count()) == ("张馆员", False, 0)


@pytest.mark.parametrize("whose", ["own", "superuser", "other institution"])
def test_accounts_that_staff_do_not_touch(client, whose):
    staff = factories.staff("NLC")
    other = {
        "own": lambda: staff,
        "superuser": lambda: factories.user(is_superuser=True, is_staff=True),
        "other institution": lambda: factories.staff("CSTM"),
    }[whose]()
    entered(client, staff)
    assert client.get(address(User, "change", other.pk)).status_code == 200
    assert client.post(address(User, "change", other.pk), {"is_superuser": "on"}).status_code == 403
    assert client.post(address(User, "delete", other.pk), {"post": "yes"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[other.pk])
    sent = {"password1": "Xk39-quite-long", "password2": "Xk39-quite-long", "usable_password": "true"}
    assert client.get(password).status_code == client.post(password, sent).status_code == 403
    other.refresh_from_db()
    assert not other.check_password("Xk39-quite-long")


def test_staff_set_a_librarians_password_and_never_see_a_hash(client):
    person = factories.librarian(factories.library())
    person.set_password("Xk39-first-one")
    person.save()
    entered(client, factories.staff())
    path = address(User, "change", person.pk)
    password = reverse("admin:auth_user_password_change", args=[person.pk])
    text = client.get(path).content.decode()
    assert password in text and "argon2" not in text
    sent = {"password1": "Xk39-quite-long", "password2": "Xk39-quite-long", "usable_password": "true"}
    assert client.post(password, sent).status_code == 302
    person.refresh_from_db()
    assert person.check_password("Xk39-quite-long")
    for page in (path, address(User, "history", person.pk), address(User, "changelist")):
        assert "argon2" not in client.get(page).content.decode()


def test_a_filter_is_no_oracle(client):
    entered(client, factories.staff())
    for model, lookup in [
        (User, "password__startswith"),
        (CountyLibrary, "memberships__user__password__startswith"),
        (User, "memberships__user__password__startswith"),
    ]:
        assert client.get(address(model, "changelist"), {lookup: "argon2"}).status_code in (302, 400)


NO_MEMBERSHIP = {"memberships-TOTAL_FORMS": "0", "memberships-INITIAL_FORMS": "0"}


def membership(role, **fields):
    total = {"memberships-TOTAL_FORMS": "1", "memberships-INITIAL_FORMS": "0"}
    values = {"role": role, "library": "", "division": "", "organisation": "", **fields}
    return {**total, **{f"memberships-0-{name}": value for name, value in values.items()}}


def test_a_membership_is_given_with_its_object(client):
    library, person = factories.library(), factories.user()
    entered(client, factories.staff())
    path = address(User, "change", person.pk)
    values = form_of(client.get(path))
    refused = [
        membership("librarian"),
        membership("librarian", library=library.pk, division=library.division.parent_id),
        membership("coordinator", division=library.division_id),
        membership("coordinator"),
        membership("staff", organisation=factories.organisation("CSTM").pk),
        membership("staff"),
        membership("partner", library=library.pk),
    ]
    for sent in refused:
        assert client.post(path, {**values, **sent}).status_code == 200
    assert person.memberships.count() == 0
    assert client.post(path, {**values, **membership("librarian", library=library.pk)}).status_code == 302
    assert [(row.role, row.library) for row in person.memberships.all()] == [("librarian", library)]


def test_an_account_that_was_used_is_not_deleted(client):
    fresh = factories.librarian(factories.library())
    used = factories.librarian(factories.library("330522"), last_login="2026-01-01T00:00:00+08:00")
    entered(client, factories.user(is_superuser=True, is_staff=True))
    assert client.post(address(User, "delete", used.pk), {"post": "yes"}).status_code == 403
    assert client.post(address(User, "delete", fresh.pk), {"post": "yes"}).status_code == 302
    assert User.objects.filter(pk__in=[fresh.pk, used.pk]).get() == used


def test_a_look_alike_account_is_refused(client):
    factories.user("admin")
    entered(client, factories.staff())
    sent = {"usable_password": "true", "password1": "Xk39-quite-long", "password2": "Xk39-quite-long"}
    for name in ("ADMIN", "ａｄｍｉｎ"):
        assert (
            client.post(address(User, "add"), {**sent, **NO_MEMBERSHIP, "username": name}).status_code == 200
        )
    assert User.objects.filter(username__iexact="admin").count() == 1
