"""What surrounds every page: where the reader may go, languages, demonstration, footer, errors."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def navigation(html):
    found = re.search(r'<nav class="navigation".*?</nav>', html, re.DOTALL)
    return re.findall(r'<a href="([^"]+)"( aria-current="page")?>([^<]+)', found.group(0)) if found else []


def rooms(client, address="/"):
    return [
        (label, bool(current))
        for _url, current, label in navigation(client.get(f"{address}?lang=en").content.decode())
    ]


def test_a_visitor_has_no_menu_and_can_sign_in(client):
    html = client.get("/?lang=en").content.decode()
    assert navigation(html) == []
    assert 'href="/accounts/login/"' in html


def test_staff_are_led_to_the_dashboard_and_the_administration(client, enter):
    enter(factories.staff())
    found = rooms(client, "/dashboard/")
    assert found[0] == ("Home", False)
    assert ("Dashboard", True) in found
    assert found[-2:] == [("Administration", False), ("Account", False)]


def test_a_coordinator_has_no_administration(client, enter):
    enter(factories.coordinator("33"))
    labels = [label for label, _current in rooms(client)]
    assert "Dashboard" in labels
    assert "Administration" not in labels


def test_a_librarian_is_not_led_to_the_dashboard(client, enter):
    enter(factories.librarian(factories.library()))
    assert "Dashboard" not in [label for label, _current in rooms(client)]


def test_signing_in_leads_to_the_own_room(client, enter):
    enter(factories.staff())
    assert client.get("/start/")["Location"] == "/dashboard/"


def test_an_account_without_a_role_starts_at_home(client, enter):
    enter(factories.user())
    assert client.get("/start/")["Location"] == "/"


def test_the_language_switch_keeps_the_page_and_its_choices(client, enter):
    factories.programme("tour")
    enter(factories.staff())
    html = client.get("/dashboard/?programme=tour&lang=en").content.decode()
    assert 'lang="en" data-theme="auto"' in html
    assert (
        '<a lang="zh-Hans" hreflang="zh-Hans" href="/dashboard/?programme=tour&amp;lang=zh-hans">中文</a>'
        in html
    )


@pytest.mark.parametrize("present", [True, False])
def test_demonstration_data_are_announced_on_every_page(client, present):
    if present:
        factories.programme("demo", demonstration=True)
    assert ("demonstration-strip" in client.get("/").content.decode()) is present


def test_filing_numbers_show_only_when_they_are_set(client, settings):
    assert "beian" not in client.get("/").content.decode()
    settings.FOOTER = {**settings.FOOTER, "icp": "京ICP备00000000号", "contact": "a@example.org"}
    html = client.get("/").content.decode()
    assert '<a href="https://beian.miit.gov.cn/" rel="noopener">京ICP备00000000号</a>' in html
    assert "a@example.org" in html
    assert "beian.mps.gov.cn" not in html
    settings.FOOTER = {**settings.FOOTER, "police": "京公网安备 00000000000000号"}
    assert (
        "https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000" in client.get("/").content.decode()
    )


def test_the_login_form_has_the_names_that_others_bind_to(client):
    html = client.get("/accounts/login/?lang=en&next=/dashboard/").content.decode()
    assert re.findall(r'<input[^>]*name="([^"]+)"', html.split('class="login-form"')[1]) == [
        "csrfmiddlewaretoken",
        "next",
        "login",
        "password",
        "remember",
    ]


def test_a_wrong_password_says_so_and_keeps_the_name(client):
    response = client.post("/accounts/login/?lang=en", {"login": "nobody", "password": "wrong"})
    html = response.content.decode()
    assert response.status_code == 200
    assert 'role="alert"' in html
    assert 'value="nobody"' in html


def test_a_page_that_is_not_there(client, enter):
    enter(factories.staff())
    response = client.get("/nowhere/?lang=en")
    assert response.status_code == 404
    assert "<h1>There is no such page</h1>" in response.content.decode()


def test_a_form_without_its_token_is_explained():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/?lang=en", {"login": "a", "password": "b"})
    assert response.status_code == 403
    assert "<h1>The page was open too long</h1>" in response.content.decode()


def test_the_page_for_a_failure_needs_nothing_behind_it(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert "<main" in render_to_string("500.html")
