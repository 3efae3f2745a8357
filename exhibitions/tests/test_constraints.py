"""What the tables of this room refuse by themselves, on both engines."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from exhibitions.models import CLOSED_STATES, HOLDING_STATES, OPENED_STATES, Exhibit, Kit, State, Stop
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

OPENS, CLOSES, DAY = date(2026, 3, 1), date(2026, 5, 31), timedelta(days=1)


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def changed(stop, **fields):
    """Straight into the table, past every check in Python."""
    return lambda: Stop.objects.filter(pk=stop.pk).update(**fields)


def test_kits_and_exhibits():
    kit = factories.kit("7")
    refused(lambda: factories.kit("7", exhibition=kit.exhibition))
    factories.kit("7")
    refused(lambda: Kit.objects.create(exhibition=kit.exhibition, serial_number="8", condition="lost"))
    Exhibit.objects.create(kit=kit, code="A1", name="气流投篮")
    refused(lambda: Exhibit.objects.create(kit=kit, code="A1", name="另一件"))
    with pytest.raises(ProtectedError):
        kit.exhibition.delete()


@pytest.mark.parametrize("state", State.values)
def test_the_dates_that_a_state_needs(state):
    stop = factories.stop(OPENS, CLOSES, state=state, actual_close=CLOSES)
    needs = {
        "confirmed_on": [*HOLDING_STATES, *CLOSED_STATES],
        "planned_open": HOLDING_STATES,
        "planned_close": HOLDING_STATES,
        "actual_open": OPENED_STATES,
        "actual_close": CLOSED_STATES,
    }
    for name, states in needs.items():
        if state in states:
            refused(changed(stop, **{name: None}))
        else:
            with transaction.atomic():
                assert changed(stop, **{name: None})() == 1
                transaction.set_rollback(True)


def test_the_order_of_dates():
    stop = factories.stop(OPENS, CLOSES, state=State.ARCHIVED, actual_close=CLOSES)
    for name, day in [
        ("planned_close", OPENS - DAY),
        ("planned_install_start", OPENS + DAY),
        ("planned_removal_end", CLOSES - DAY),
        ("actual_close", OPENS - DAY),
        ("actual_install_start", OPENS + DAY),
        ("actual_removal_end", CLOSES - DAY),
    ]:
        refused(changed(stop, **{name: day}))
    refused(changed(stop, state="flying"))


def test_what_a_stop_stands_on_is_not_deleted():
    kit = factories.kit()
    stop = factories.stop(OPENS, CLOSES, kit=kit, exhibition=kit.exhibition)
    for kept in (stop.programme, stop.library, kit, kit.exhibition):
        with pytest.raises(ProtectedError):
            kept.delete()
