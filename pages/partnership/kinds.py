"""The kinds of records that people keep: what each belongs to, its form, and where it is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pages.partnership import forms, record_form
from partnership.models import (
    Agreement,
    Campaign,
    CooperationArea,
    DigitalResource,
    Initiative,
    Record,
    WorkPlan,
)

Area = CooperationArea.Kind


def _partnership(record: Any) -> str:
    return reverse("partnership:agreement")


def _of_area(record: Any) -> str:
    return reverse("partnership:area", args=[record.area_id])


def _own_initiative(record: Any) -> str:
    return reverse("partnership:initiative", args=[record.pk])


def _of_initiative(record: Any) -> str:
    return reverse("partnership:initiative", args=[record.initiative_id])


def _of_resource(record: Any) -> str:
    return _of_area(record.resource)


def _own_campaign(record: Any) -> str:
    return reverse("partnership:campaign", args=[record.slug])


def _of_campaign(record: Any) -> str:
    return _own_campaign(record.campaign)


def _own_plan(record: Any) -> str:
    return reverse("partnership:work_plan", args=[record.pk])


def _of_plan(record: Any) -> str:
    return reverse("partnership:work_plan", args=[record.plan_id])


def _plans(record: Any) -> str:
    return f"{_partnership(record)}#plans"


@dataclass(frozen=True)
class Kind:
    """One kind of record. `new_word` and `word` are the titles of its pages; `area` the kind of area that has it.

    `shown_at` is the page that shows a record, `left_to` the one that is left when it was taken away.
    """

    name: str
    form: type[record_form.RecordForm]
    new_word: str | Promise
    word: str | Promise
    shown_at: Callable[[Any], str]
    parent: type[models.Model] | None = None
    parent_field: str = ""
    area: str = ""
    left_to: Callable[[Any], str] | None = None
    new_form: type[record_form.RecordForm] | None = None

    @property
    def model(self) -> type[Record]:
        return self.form._meta.model

    def left(self, record: Record) -> str:
        return (self.left_to or self.shown_at)(record)


def _kind_of_area(
    name: str, form: type[record_form.RecordForm], new_word: Any, word: Any, area: str, **more: Any
) -> Kind:
    return Kind(name, form, new_word, word, _of_area, CooperationArea, "area", area, **more)


def _kind_of_initiative(name: str, form: type[record_form.RecordForm], new_word: Any, word: Any) -> Kind:
    return Kind(name, form, new_word, word, _of_initiative, Initiative, "initiative")


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "initiative",
            forms.InitiativeForm,
            _("Enter an initiative"),
            _("Initiative"),
            _own_initiative,
            CooperationArea,
            "area",
            left_to=_of_area,
            new_form=forms.NewInitiativeForm,
        ),
        _kind_of_initiative(
            "unit", forms.ResponsibleUnitForm, _("Name a responsible unit"), _("Responsible unit")
        ),
        _kind_of_initiative("milestone", forms.MilestoneForm, _("Enter a milestone"), _("Milestone")),
        _kind_of_initiative("indicator", forms.IndicatorForm, _("Enter an indicator"), _("Indicator")),
        _kind_of_initiative("output", forms.OutputForm, _("Enter an output"), _("Output")),
        _kind_of_initiative("evidence", forms.EvidenceForm, _("Add evidence"), _("Evidence")),
        Kind(
            "document",
            forms.AgreementDocumentForm,
            _("Add a document"),
            _("Document"),
            _partnership,
            Agreement,
            "agreement",
        ),
        Kind("fact", forms.BackgroundFactForm, _("Add a statement"), _("Background fact"), _partnership),
        _kind_of_area(
            "exhibition",
            forms.JointExhibitionForm,
            _("Enter a joint exhibition"),
            _("Joint exhibition"),
            Area.EXHIBITIONS,
        ),
        _kind_of_area(
            "product", forms.ProductForm, _("Enter a product"), _("Featured product"), Area.EXHIBITIONS
        ),
        _kind_of_area("activity", forms.ActivityForm, _("Enter an activity"), _("Activity"), Area.ACTIVITIES),
        _kind_of_area(
            "exchange", forms.ExchangeForm, _("Enter an exchange"), _("Academic exchange"), Area.EXCHANGE
        ),
        _kind_of_area(
            "holding",
            forms.SharedHoldingForm,
            _("Enter a shared holding"),
            _("Shared holding"),
            Area.LITERATURE,
        ),
        _kind_of_area(
            "publication",
            forms.JointPublicationForm,
            _("Enter a joint publication"),
            _("Joint publication"),
            Area.LITERATURE,
        ),
        _kind_of_area(
            "resource", forms.DigitalResourceForm, _("Enter a resource"), _("Digital resource"), Area.DIGITAL
        ),
        Kind(
            "use",
            forms.ResourceUseForm,
            _("Enter uses of a month"),
            _("Uses of a month"),
            _of_resource,
            DigitalResource,
            "resource",
        ),
        Kind(
            "campaign",
            forms.CampaignForm,
            _("Enter a campaign"),
            _("Campaign"),
            _own_campaign,
            left_to=_partnership,
        ),
        Kind(
            "edition",
            forms.CampaignEditionForm,
            _("Enter an edition"),
            _("Edition of a campaign"),
            _of_campaign,
            Campaign,
            "campaign",
        ),
        Kind(
            "plan",
            forms.WorkPlanForm,
            _("Begin a work plan"),
            _("Work plan"),
            _own_plan,
            Agreement,
            "agreement",
            left_to=_plans,
        ),
        Kind(
            "item",
            forms.WorkPlanItemForm,
            _("Enter an item"),
            _("Item of the work plan"),
            _of_plan,
            WorkPlan,
            "plan",
        ),
    )
}


def kind_or_404(name: str) -> Kind:
    kind = KINDS.get(name)
    if kind is None:
        raise Http404
    return kind
