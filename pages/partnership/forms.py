"""The forms of the records, one a kind. What all have in common stands in `pages.partnership.record_form`."""

import hashlib
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pages.forms.fields import LineField
from pages.forms.reading import PublicationForm
from pages.partnership.fields import ScanField
from pages.partnership.record_form import RecordForm
from pages.partnership.rights import own_institutions
from partnership.models import (
    Activity,
    AgreementDocument,
    BackgroundFact,
    Campaign,
    CampaignEdition,
    CooperationArea,
    DigitalResource,
    Evidence,
    Exchange,
    Indicator,
    Initiative,
    JointExhibition,
    JointPublication,
    Milestone,
    Organisation,
    Output,
    Product,
    Programme,
    Publication,
    ResourceUse,
    ResponsibleUnit,
    SharedHolding,
    WorkPlan,
    WorkPlanItem,
)
from uploads import files

TITLES = ["title", "title_en"]
TEXTS = ["description", "description_en"]


class InitiativeForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Initiative
        fields = [*TITLES, "state", "first_day", "last_day", *TEXTS]


class NewInitiativeForm(InitiativeForm):
    """The first responsible unit comes with the initiative: without an owner nobody keeps it."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=_("Institution"))
    unit = LineField(
        label=_("Responsible department or post"),
        max_length=80,
        help_text=_("Of the institution; not the name of a person."),
    )

    def offer(self) -> None:
        own = own_institutions(self.scope)
        self._offer("organisation", own)
        self.fields["unit"].required = True

    def complete(self, record: Any) -> None:
        """Name the first responsible unit."""
        record.units.get_or_create(
            organisation=self.cleaned_data["organisation"],
            removed_at=None,
            defaults={"name": self.cleaned_data["unit"]},
        )


class ResponsibleUnitForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ResponsibleUnit
        fields = ["organisation", "name", "name_en"]

    def offer(self) -> None:
        self._narrow("organisation", Organisation.objects.filter(kind=Organisation.Kind.PARTNER))


class MilestoneForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Milestone
        fields = [*TITLES, "due_on", "reached_on"]


class IndicatorForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Indicator
        fields = [*TITLES, "counts", "programme", "unit", "unit_en", "target", "due_on"]

    def offer(self) -> None:
        demonstration = getattr(self.parent, "demonstration", False)
        self._narrow("programme", Programme.objects.filter(demonstration=demonstration))


class OutputForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Output
        fields = [*TITLES, "day", "indicator", "quantity"]

    def offer(self) -> None:
        self.fields["quantity"].initial = 1
        rows = Indicator.objects.present().filter(initiative=self.parent, counts=Indicator.Counts.OUTPUTS)
        self._narrow("indicator", rows)


class AttachmentForm(RecordForm):
    """A file, or an address. The file is kept when the form is stored, under its digest."""

    field_order = [*TITLES, "file"]
    file = ScanField(
        label=_("File"),
        help_text=_("PDF, or a picture (JPEG, PNG, WebP), at most 10 MB; or give an address."),
    )

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        sent = content.get("file")
        if "file" not in self.errors:
            if sent:
                self.instance.media, bytes_ = sent
                self.instance.digest = hashlib.sha256(bytes_).hexdigest()
                self.instance.size = len(bytes_)
            elif content.get("address"):
                self.instance.media = self.instance.digest = ""
                self.instance.size = 0
        return content

    def prepare(self) -> None:
        """Write the file that was sent, before the row that names it."""
        if sent := self.cleaned_data.get("file"):
            files.write(self.instance.file, sent[1])


class EvidenceForm(AttachmentForm):
    class Meta(RecordForm.Meta):
        model = Evidence
        fields = [*TITLES, "address", "output", "public"]

    def offer(self) -> None:
        self._narrow("output", Output.objects.present().filter(initiative=self.parent))


class AgreementDocumentForm(AttachmentForm):
    class Meta(RecordForm.Meta):
        model = AgreementDocument
        fields = [*TITLES, "address", "public"]


class BackgroundFactForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = BackgroundFact
        fields = ["text", "text_en", "source", "source_en", "position"]


OF_AREA = ["initiative", "campaign", "owner"]


class JointExhibitionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = JointExhibition
        fields = [*TITLES, "place", "place_en", "first_day", "last_day", *OF_AREA, "address", *TEXTS]


class ProductForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Product
        fields = [*TITLES, "kind", "released_on", *OF_AREA, "address", *TEXTS]


class ActivityForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Activity
        fields = [
            *TITLES,
            "kind",
            "day",
            "last_day",
            "place",
            "place_en",
            "registered",
            "attended",
            "basis",
            "cancelled",
            *OF_AREA,
            "address",
            *TEXTS,
        ]


class ExchangeForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Exchange
        fields = [
            *TITLES,
            "kind",
            "first_day",
            "last_day",
            "place",
            "place_en",
            "participants",
            *OF_AREA,
            "address",
            *TEXTS,
        ]


class SharedHoldingForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = SharedHolding
        fields = [*TITLES, "items", "rights", "rights_en", "shared_on", *OF_AREA, "address", *TEXTS]


class JointPublicationForm(RecordForm):
    """The publication is found by its ISBN, or described; its citation is written by GB/T 7714."""

    class Meta(RecordForm.Meta):
        model = JointPublication
        fields = ["initiative", "owner", "note", "note_en"]

    book: PublicationForm

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.instance.pk:
            return
        self.book = PublicationForm(self.data if self.is_bound else None)
        book_fields = {name: field for name, field in self.book.fields.items() if name != "note"}
        self.fields = {**book_fields, **self.fields}

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        if self.instance.pk:
            return content
        if not self.book.is_valid():
            for name in self.book.errors.keys() - self.errors.keys():
                self.add_error(name, self.book.errors[name].as_data())
        elif self.book.known and _listed(self.parent, self.book.known):
            self.add_error("isbn", ValidationError(_("This publication is listed already.")))
        return content

    def prepare(self) -> None:
        """Find or make the publication."""
        if not self.instance.pk:
            self.instance.publication = self.book.publication(demonstration=False)


def _listed(area: Any, publication: Publication) -> bool:
    return JointPublication.objects.present().filter(area=area, publication=publication).exists()


class DigitalResourceForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = DigitalResource
        fields = [*TITLES, "kind", "address", "rights", "rights_en", "shared_on", *OF_AREA, *TEXTS]

    def offer(self) -> None:
        super().offer()
        self.fields["address"].required = True


class ResourceUseForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = ResourceUse
        fields = ["month", "number", "basis"]


class CampaignForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = Campaign
        fields = [*TITLES, "slug", "usual_time", "usual_time_en", *TEXTS]


class CampaignEditionForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = CampaignEdition
        fields = ["year", "first_day", "last_day", "theme", "theme_en"]


class WorkPlanForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = WorkPlan
        fields = ["year", "aim", "aim_en", "review", "review_en"]


class WorkPlanItemForm(RecordForm):
    class Meta(RecordForm.Meta):
        model = WorkPlanItem
        fields = [
            "area",
            *TITLES,
            "responsible",
            "due_on",
            "initiative",
            "outcome",
            "remark",
            "remark_en",
        ]

    def offer(self) -> None:
        self._narrow("responsible", own_institutions(self.scope))
        self._narrow("initiative", Initiative.objects.present())
        self._narrow(
            "area", CooperationArea.objects.filter(part__agreement=getattr(self.parent, "agreement", None))
        )

    def clean(self) -> dict[str, Any]:
        content = super().clean() or {}
        initiative, area = content.get("initiative"), content.get("area")
        if initiative and area and initiative.area_id != area.pk:
            self.add_error("initiative", ValidationError(_("This initiative belongs to another area.")))
        return content
