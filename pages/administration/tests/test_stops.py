"""Stops in the administration: planned in the form, moved and corrected on pages of their own."""

from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from exhibitions.life import move
from exhibitions.models import StaleDay, State, Stop
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()
OPENS, CLOSES = TODAY - timedelta(days=10), TODAY + timedelta(days=60)
NO_INLINES = {
    f"{name}-{count}_FORMS": "0" for name in ("transitions", "host_steps") for count in ("TOTAL", "INITIAL")
}
LIST, ADD = reverse("admin:exhibitions_stop_changelist"), reverse("admin:exhibitions_stop_add")
MOVE = reverse("admin:exhibitions_stop_move")


@pytest.fixture
def staff(client):
    made = factories.staff()
    client.force_login(User.objects.get(pk=made.pk))
    return made


def change(stop):
    return reverse("admin:exhibitions_stop_change", args=[stop.pk])


def correction(stop):
    return reverse("admin:exhibitions_stop_correct", args=[stop.pk])


def planned(state=State.APPLIED, **fields):
    dates = {"confirmed_on": None, "actual_open": None}
    return factories.stop(OPENS, CLOSES, state=state, **{**dates, **fields})


def filled(response):
    """The values a browser would send back from the page."""
    form = response.context["adminform"].form if "adminform" in response.context else response.context["form"]
    values = {bound.html_name: bound.value() for bound in form}
    values = {name: "" if value is None else value for name, value in values.items()}
    return {**values, **NO_INLINES}


def test_a_stop_begins_as_proposed_whatever_is_sent(client, staff):
    library, programme, exhibition = factories.library(), factories.programme(), factories.exhibition()
    values = {
        "programme": programme.pk,
        "exhibition": exhibition.pk,
        "library": library.pk,
        "planned_open": OPENS.isoformat(),
        "planned_close": CLOSES.isoformat(),
        "state": "archived",
        "actual_open": "2020-01-01",
    }
    assert client.post(ADD, {**values, **NO_INLINES}).status_code == 302
    stop = Stop.objects.get()
    assert (stop.state, stop.planned_open, stop.actual_open, stop.library) == (
        "proposed",
        OPENS,
        None,
        library,
    )
    assert stop.history.get().history_user == staff


def test_dates_out_of_order_are_refused_in_words(client, staff):
    stop = planned()
    values = filled(client.get(change(stop)))
    response = client.post(change(stop), {**values, "planned_close": (OPENS - timedelta(days=1)).isoformat()})
    assert response.status_code == 200
    assert "stop_planned_close" not in response.content.decode()
    assert len(response.context["adminform"].form.errors) == 1


def test_the_plan_of_a_confirmed_stop_is_read_only_in_the_form(client, staff):
    stop = factories.stop(OPENS, CLOSES)
    StaleDay.objects.all().delete()
    page = client.get(change(stop))
    assert set(page.context["adminform"].form.fields) == {"cohost", "note", "opened_with"}
    values = {**filled(page), "note": "新说明", "planned_close": "2030-01-01", "state": "archived"}
    assert client.post(change(stop), values).status_code == 302
    stored = Stop.objects.get(pk=stop.pk)
    assert (stored.note, stored.planned_close, stored.state) == ("新说明", CLOSES, "open")
    assert list(StaleDay.objects.values_list("stop", "day")) == [(stop.pk, None)]


def test_the_page_of_moves_offers_what_all_chosen_stops_can_do(client, staff):
    first, second = planned(State.APPLIED), planned(State.PROPOSED)
    response = client.post(LIST, {"action": "move_selected", "_selected_action": [first.pk, second.pk]})
    assert response.url == f"{MOVE}?ids={first.pk},{second.pk}"
    offered = client.get(response.url).context["form"].fields["to_state"].choices
    assert [value for value, _ in offered] == ["cancelled", "postponed"]
    offered = client.get(f"{MOVE}?ids={first.pk}").context["form"].fields["to_state"].choices
    assert [value for value, _ in offered] == ["confirmed", "cancelled", "postponed"]


def test_a_move_is_made_and_shown_in_the_history(client, staff):
    stop = planned()
    sent = {"to_state": "confirmed", "on": TODAY.isoformat(), "reason": ""}
    assert client.post(f"{MOVE}?ids={stop.pk}", sent).url == change(stop)
    assert Stop.objects.get(pk=stop.pk).confirmed_on == TODAY
    transition = stop.transitions.get()
    assert (transition.from_state, transition.to_state, transition.recorded_by) == (
        "applied",
        "confirmed",
        staff,
    )
    inline = client.get(change(stop)).context["inline_admin_formsets"][0]
    assert [form.instance for form in inline.formset.forms] == [transition]
    assert (inline.has_add_permission, inline.has_change_permission, inline.has_delete_permission) == (
        False,
        False,
        False,
    )


@pytest.mark.parametrize(
    "sent",
    [
        {"to_state": "cancelled", "on": TODAY.isoformat(), "reason": ""},
        {"to_state": "open", "on": TODAY.isoformat(), "reason": "x"},
        {"to_state": "cancelled", "on": (TODAY + timedelta(days=1)).isoformat(), "reason": "x"},
        {"to_state": "cancelled", "on": "昨天", "reason": "x"},
        {"to_state": "cancelled", "on": "", "reason": "x"},
        {"to_state": "cancelled", "on": TODAY.isoformat(), "reason": "因" * 301},
        {},
    ],
)
def test_a_move_that_is_refused_moves_none(client, staff, sent):
    stops = [planned(), planned()]
    response = client.post(f"{MOVE}?ids={stops[0].pk},{stops[1].pk}", sent)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert set(Stop.objects.values_list("state", flat=True)) == {"applied"}


def test_of_rivals_chosen_together_none_is_confirmed(client, staff):
    kit = factories.kit()
    stops = [planned(kit=kit, exhibition=kit.exhibition) for _ in range(2)]
    sent = {"to_state": "confirmed", "on": TODAY.isoformat(), "reason": ""}
    response = client.post(f"{MOVE}?ids={stops[0].pk},{stops[1].pk}", sent)
    assert response.status_code == 200
    assert str(stops[1]) in response.context["form"].non_field_errors()[0]
    assert set(Stop.objects.values_list("state", flat=True)) == {"applied"}


@pytest.mark.parametrize("ids", ["", "999999", "x", "1;2", "99999999999999999999", "١"])
def test_unknown_ids_are_not_found(client, staff, ids):
    assert client.get(MOVE, {"ids": ids}).status_code == 404


def test_a_correction_changes_what_the_person_changed_and_no_more(client, staff):
    stop = factories.stop(OPENS, CLOSES)
    values = filled(client.get(correction(stop)))
    # A colleague corrects another date meanwhile.
    Stop.objects.filter(pk=stop.pk).update(planned_close=CLOSES + timedelta(days=7))
    earlier = OPENS - timedelta(days=1)
    sent = {
        **values,
        "actual_open": earlier.isoformat(),
        "planned_close": (CLOSES + timedelta(days=7)).isoformat(),
    }
    assert client.post(correction(stop), {**sent, "reason": "开展日期填错"}).url == change(stop)
    stored = Stop.objects.get(pk=stop.pk)
    assert (stored.actual_open, stored.planned_close) == (earlier, CLOSES + timedelta(days=7))
    assert list(stop.transitions.values_list("from_state", "to_state", "reason")) == [
        ("open", "open", "开展日期填错")
    ]


@pytest.mark.parametrize("sent", [{"reason": ""}, {"actual_open": "2999-01-01"}, {"planned_open": ""}])
def test_a_correction_that_is_refused(client, staff, sent):
    stop = factories.stop(OPENS, CLOSES)
    values = {
        **filled(client.get(correction(stop))),
        "reason": "有误",
        "planned_removal_end": CLOSES.isoformat(),
    }
    response = client.post(correction(stop), {**values, **sent})
    assert response.status_code == 200
    assert response.context["form"].errors
    assert Stop.objects.get(pk=stop.pk).actual_open == OPENS


def test_only_a_stop_that_never_moved_is_deleted(client, staff):
    fresh, moved = planned(State.PROPOSED), factories.stop(OPENS, CLOSES)
    for stop in (fresh, moved):
        client.post(reverse("admin:exhibitions_stop_delete", args=[stop.pk]), {"post": "yes"})
    assert Stop.objects.get() == moved
    client.post(LIST, {"action": "delete_selected", "_selected_action": [moved.pk], "post": "yes"})
    assert Stop.objects.get() == moved


def test_a_stale_form_is_refused_with_both_values_and_then_stands(client, staff):
    stop = planned(note="原来")
    values = filled(client.get(change(stop)))
    Stop.objects.filter(pk=stop.pk).update(note="同事的")
    response = client.post(change(stop), {**values, "note": "我的"})
    assert response.status_code == 200
    words = str(response.context["adminform"].form.errors["note"])
    assert "同事的" in words and "我的" in words
    assert Stop.objects.get(pk=stop.pk).note == "同事的"
    assert client.post(change(stop), {**values, "note": "我的"}).status_code == 200
    assert client.post(change(stop), {**filled(response), "note": "我的"}).status_code == 302
    assert Stop.objects.get(pk=stop.pk).note == "我的"


@pytest.mark.parametrize("term", ["图" * 10_000, "a b " * 5_000, "\x00", "%", "_" * 100, "'\"; drop"])
def test_a_search_of_any_length_is_answered(client, staff, term):
    factories.stop(OPENS, CLOSES)
    assert client.get(LIST, {"q": term}).status_code in (200, 302, 400)
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "exhibitions", "model_name": "stop", "field_name": "library", "term": term},
    )
    assert found.status_code == 200


def test_the_list_asks_as_often_for_three_rows_as_for_one(client, staff):
    kit = factories.kit()
    counts = []
    for number in (1, 2):
        for _ in range(number):
            day = date(2026, 1, 1) + timedelta(days=100 * Stop.objects.count())
            factories.stop(day, day, kit=kit, exhibition=kit.exhibition)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- what happens between reading and saving


def form_of_page(stop, user, values):
    """The form of the change page as the page builds it, on the stop as it was read before the lock."""
    request = RequestFactory().post(change(stop))
    request.user = User.objects.get(pk=user.pk)
    form = admin.site._registry[Stop].get_form(request, stop, change=True)
    return form(values, instance=Stop.objects.get(pk=stop.pk))


def test_a_plan_form_does_not_undo_a_move_made_meanwhile(client, staff):
    stop = planned()
    form = form_of_page(stop, staff, {**filled(client.get(change(stop))), "note": "同事的说明"})
    moved = move(stop.pk, State.CONFIRMED, by=None)
    assert not form.is_valid()
    assert len(form.non_field_errors()) == 1
    stored = Stop.objects.get(pk=stop.pk)
    assert (stored.state, stored.confirmed_on, stored.note) == ("confirmed", moved.confirmed_on, "")


def test_a_note_saved_during_a_move_leaves_the_state_as_moved(client, staff):
    stop = factories.stop(OPENS, CLOSES)
    form = form_of_page(stop, staff, {**filled(client.get(change(stop))), "note": "新说明"})
    move(stop.pk, State.DE_INSTALLING, by=None)
    assert form.is_valid(), form.errors
    form.save()
    stored = Stop.objects.get(pk=stop.pk)
    assert (stored.state, stored.actual_close, stored.note) == ("de_installing", TODAY, "新说明")


@pytest.mark.parametrize("into", [True, False])
def test_the_form_does_not_carry_a_stop_between_demonstration_and_real_data(client, staff, into):
    stop = planned(
        programme=factories.programme(demonstration=not into),
        library=factories.library(demonstration=not into),
    )
    other = {
        "programme": factories.programme(demonstration=into).pk,
        "library": factories.library("360982", demonstration=into).pk,
    }
    response = client.post(change(stop), {**filled(client.get(change(stop))), **other})
    assert response.status_code == 200
    assert "programme" in response.context["adminform"].form.errors
    assert Stop.objects.get(pk=stop.pk).programme == stop.programme


def test_the_page_of_corrections_does_not_either(client, staff):
    stop = factories.stop(OPENS, CLOSES)
    sent = {
        **filled(client.get(correction(stop))),
        "programme": factories.programme(demonstration=True).pk,
        "library": factories.library("360982", demonstration=True).pk,
        "reason": "有误",
    }
    response = client.post(correction(stop), sent)
    assert (response.status_code, len(response.context["form"].non_field_errors())) == (200, 1)
    assert Stop.objects.get(pk=stop.pk).programme == stop.programme


def test_a_year_of_two_digits_is_refused_in_the_form(client, staff):
    stop = planned()
    response = client.post(
        change(stop), {**filled(client.get(change(stop))), "planned_install_start": "0026-11-20"}
    )
    assert response.status_code == 200
    assert list(response.context["adminform"].form.errors) == ["planned_install_start"]


@pytest.mark.parametrize("name", ["exhibitions_event", "exhibitions_stop", "exhibitions_staleday"])
@pytest.mark.parametrize(
    "query",
    ["day__year=99999999999", "id__in=1,99999999999999999999999", "id__exact=99999999999999999999999"],
)
def test_a_number_that_no_column_holds_is_no_fault_of_the_server(client, staff, name, query):
    assert client.get(f"{reverse(f'admin:{name}_changelist')}?{query}").status_code in (200, 302, 400)


@pytest.mark.parametrize("action", ["move_selected", "delete_selected"])
def test_a_chosen_number_that_no_column_holds_is_no_fault_either(client, staff, action):
    sent = {"action": action, "_selected_action": ["99999999999999999999"], "index": "0"}
    assert client.post(LIST, sent).status_code in (200, 302, 400)
