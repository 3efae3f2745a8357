"""The pilot's published figure, and the one command that loads everything real."""

import pytest
from django.core.management import call_command

from visits.models import DayFigure, DayReport, PublishedFigure

pytestmark = pytest.mark.django_db


def test_everything_real_in_one_command_and_again_without_effect(capsys):
    call_command("load_reference")
    call_command("load_reference")
    lines = capsys.readouterr().out.splitlines()
    assert lines[1:5] == [
        "public holidays: 256 made, 0 changed, 0 unchanged",
        "partnership: 10 made, 0 changed, 0 unchanged",
        "pilot: 4 made, 0 changed, 0 unchanged",
        "published figures: 1 made, 0 changed, 0 unchanged",
    ]
    assert lines[5].startswith("divisions: 0 made, 0 changed, ")
    assert lines[6:] == [
        "public holidays: 0 made, 0 changed, 256 unchanged",
        "partnership: 0 made, 0 changed, 10 unchanged",
        "pilot: 0 made, 0 changed, 4 unchanged",
        "published figures: 0 made, 0 changed, 1 unchanged",
    ]
    figure = PublishedFigure.objects.get()
    assert (figure.programme.slug, figure.measure, figure.value, figure.lower_bound) == (
        "pilot-2020",
        "exhibition_visit",
        55_000,
        True,
    )
    assert sorted(figure.libraries.values_list("division__code", "name")) == [
        ("330521", "德清县图书馆"),
        ("360982", "樟树市图书馆"),
        ("620982", "敦煌市图书馆"),
    ]
    # Never split and never in a bucket.
    assert (DayReport.objects.count(), DayFigure.objects.count()) == (0, 0)
