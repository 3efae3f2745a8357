"""The door of the cooperation's records: once is once, nobody writes over a colleague, nothing is lost."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnership import recording
from partnership.models import (
    Activity,
    DigitalResource,
    Evidence,
    Indicator,
    Initiative,
    Milestone,
    ResponsibleUnit,
    WorkPlan,
)
from partnership.recording import Changed
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def initiative():
    return factories.initiative()


def again(record):
    return type(record).objects.get(pk=record.pk)


def test_the_same_key_with_the_same_content_is_one_record():
    area = factories.area()
    first = recording.make(Initiative(area=area, title="讲座"))
    second = recording.make(Initiative(area=area, title="讲座", key=first.key))
    assert (second.pk, second.revision, Initiative.objects.count()) == (first.pk, 1, 1)
    with pytest.raises(Changed) as caught:
        recording.make(Initiative(area=area, title="另一个", key=first.key))
    assert caught.value.stored.pk == first.pk


def test_a_change_is_the_next_revision_and_the_same_again_has_no_effect(initiative):
    mine = again(initiative)
    mine.title = "改"
    assert recording.change(mine, 2).revision == 2
    assert recording.change(mine, 2).revision == 2
    assert again(initiative).history.count() == 2


def test_nobody_writes_over_what_they_have_not_seen(initiative):
    mine, theirs = again(initiative), again(initiative)
    theirs.title = "她的"
    recording.change(theirs, 2)
    mine.title = "我的"
    with pytest.raises(Changed) as caught:
        recording.change(mine, 2)
    assert caught.value.stored.title == "她的"
    assert again(initiative).title == "她的"


def test_what_was_taken_away_is_not_changed_and_comes_back(initiative):
    recording.remove(initiative)
    recording.remove(initiative)
    assert not Initiative.objects.present().exists()
    mine = again(initiative)
    mine.title = "改"
    with pytest.raises(Changed):
        recording.change(mine, 3)
    assert recording.put_back(initiative).revision == 3
    assert list(Initiative.objects.present()) == [initiative]


def test_a_record_comes_back_only_where_its_place_is_free(initiative):
    organisation = factories.organisation("CSTM")
    first = recording.make(ResponsibleUnit(initiative=initiative, organisation=organisation, name="甲"))
    recording.remove(first)
    recording.make(ResponsibleUnit(initiative=initiative, organisation=organisation, name="乙"))
    with pytest.raises(ValidationError):
        recording.put_back(first)
    assert again(first).removed_at is not None


def test_an_earlier_version_comes_back_as_a_new_one(initiative):
    mine = again(initiative)
    mine.title = "改"
    recording.change(mine, 2)
    first = initiative.history.order_by("history_id").first()
    with pytest.raises(Changed):
        recording.return_to(initiative, first.history_id, 2)
    back = recording.return_to(initiative, first.history_id, 3)
    assert (back.title, back.revision, initiative.history.count()) == (initiative.title, 3, 3)
    other = factories.initiative()
    with pytest.raises(LookupError):
        recording.return_to(other, first.history_id, 2)


def test_what_belongs_to_an_example_is_an_example():
    example = factories.initiative(demonstration=True)
    milestone = recording.make(Milestone(initiative=example, title="里程碑", due_on=date(2026, 5, 1)))
    assert milestone.demonstration
    assert not recording.make(
        Milestone(initiative=factories.initiative(), title="里程碑", due_on=date(2026, 5, 1))
    ).demonstration


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


def test_what_the_tables_refuse(initiative):
    area, owner = initiative.area, factories.organisation("NLC")
    activity = {"area": area, "owner": owner, "title": "讲座", "day": date(2026, 3, 1)}
    refused(lambda: Activity.objects.create(**activity, attended=3))
    refused(lambda: Activity.objects.create(**activity, attended=3, basis="counted", cancelled=True))
    refused(lambda: Activity.objects.create(**activity, last_day=date(2026, 2, 1)))
    Activity.objects.create(**activity, attended=0, basis="counted")
    refused(
        lambda: Indicator.objects.create(initiative=initiative, title="覆盖", unit="馆", counts="libraries")
    )
    refused(
        lambda: Indicator.objects.create(
            initiative=initiative,
            title="场次",
            unit="场",
            counts="activities",
            programme=factories.programme(),
        )
    )
    refused(lambda: Evidence.objects.create(initiative=initiative, title="无"))
    refused(
        lambda: Evidence.objects.create(
            initiative=initiative, title="无", address="https://a.example", media="pdf", digest="0" * 64
        )
    )
    refused(lambda: DigitalResource.objects.create(area=area, owner=owner, title="视频", rights="公开"))
    refused(lambda: Initiative.objects.create(area=area, title=""))
    plan = {"agreement": area.part.agreement, "year": 2026}
    WorkPlan.objects.create(**plan)
    refused(lambda: WorkPlan.objects.create(**plan))


def test_milestones_are_late_by_their_day():
    milestone = Milestone(title="里程碑", due_on=date(2026, 5, 1))
    assert milestone.mark(date(2026, 5, 1)) == "due"
    assert milestone.mark(date(2026, 5, 2)) == "late"
    milestone.reached_on = date(2026, 5, 3)
    assert milestone.mark(date(2026, 5, 2)) == "late"
    assert milestone.mark(date(2026, 5, 3)) == "verified"
