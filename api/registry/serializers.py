"""How the registry is shown: codes with names in both languages, everything a row needs already at hand."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from accounts.scope import scope_of
from api.tables.labels import Labels
from exhibitions.models import Event, Exhibition, Kit, State, Stop
from libraries.models import CountyLibrary, Division, DivisionSuccession, Level, OpeningHours
from partnership.models import Organisation, Programme, Target


class Shown(serializers.ModelSerializer):
    """Only ever written out. So no bounds of columns, which differ between engines, get into the document."""

    def get_extra_kwargs(self) -> dict[str, dict[str, bool]]:
        return {name: {"read_only": True} for name in self.Meta.fields}


class DivisionName(Shown):
    """A division as other objects refer to it."""

    class Meta:
        model = Division
        fields = ["code", "name", "name_en"]


class DivisionRow(Shown):
    parent = DivisionName(allow_null=True)
    level_label = serializers.CharField(source="get_level_display", read_only=True)
    level_labels = Labels(Level, source="level")

    class Meta:
        model = Division
        fields = [
            "code",
            "name",
            "name_en",
            "short_name",
            "pinyin",
            "level",
            "level_label",
            "level_labels",
            "parent",
            "county_level",
            "current",
            "valid_from",
            "valid_until",
            "longitude",
            "latitude",
        ]


class Succession(Shown):
    """One step in the life of a division, with the curated source."""

    division = DivisionName()

    class Meta:
        model = DivisionSuccession
        fields = ["division", "year", "kind", "source"]


class Successor(Succession):
    division = DivisionName(source="successor")


class Predecessor(Succession):
    division = DivisionName(source="predecessor")


class DivisionDetail(DivisionRow):
    successors = Successor(source="followed_by", many=True)
    predecessors = Predecessor(source="follows", many=True)

    class Meta(DivisionRow.Meta):
        fields = [*DivisionRow.Meta.fields, "successors", "predecessors"]


class LibraryName(Shown):
    """A library as other objects refer to it (rules 12)."""

    division = DivisionName()

    class Meta:
        model = CountyLibrary
        fields = ["id", "name", "name_en", "division"]


class LibraryRow(Shown):
    division = DivisionName()
    province = serializers.SerializerMethodField()

    class Meta:
        model = CountyLibrary
        fields = [
            "id",
            "name",
            "name_en",
            "division",
            "province",
            "address",
            "phone",
            "website",
            "demonstration",
        ]

    @extend_schema_field(DivisionName)
    def get_province(self, library: CountyLibrary) -> dict[str, str]:
        return dict(DivisionName(province_of(library.division)).data)


class OpeningHoursRow(Shown):
    weekday = serializers.IntegerField(help_text="ISO weekday: 1 is Monday.")

    class Meta:
        model = OpeningHours
        fields = ["weekday", "opens_at", "closes_at"]


class LibraryDetail(LibraryRow):
    opening_hours = OpeningHoursRow(many=True)

    class Meta(LibraryRow.Meta):
        fields = [*LibraryRow.Meta.fields, "opening_hours"]


class TargetRow(Shown):
    class Meta:
        model = Target
        fields = ["year", "measure", "value"]


class ProgrammeName(Shown):
    class Meta:
        model = Programme
        fields = ["slug", "name", "name_en"]


class ProgrammeRow(Shown):
    target = serializers.IntegerField(
        source="library_target",
        allow_null=True,
        help_text="Distinct libraries of the whole programme; null: open.",
    )
    targets = TargetRow(many=True)

    class Meta:
        model = Programme
        fields = [
            "slug",
            "name",
            "name_en",
            "short_name",
            "short_name_en",
            "first_day",
            "last_day",
            "note",
            "note_en",
            "target",
            "targets",
            "demonstration",
        ]


class ExhibitionName(Shown):
    class Meta:
        model = Exhibition
        fields = ["id", "slug", "name", "name_en"]


class ExhibitionRow(Shown):
    class Meta:
        model = Exhibition
        fields = ["id", "slug", "name", "name_en", "description", "description_en", "demonstration"]


class KitName(Shown):
    class Meta:
        model = Kit
        fields = ["id", "serial_number"]


class KitRow(Shown):
    exhibition = ExhibitionName()
    condition_label = serializers.CharField(source="get_condition_display", read_only=True)
    condition_labels = Labels(Kit.Condition, source="condition")

    class Meta:
        model = Kit
        fields = [
            "id",
            "exhibition",
            "serial_number",
            "condition",
            "condition_label",
            "condition_labels",
            "floor_area",
            "ceiling_height",
            "power",
            "crates",
            "weight",
            "demonstration",
        ]


class OrganisationName(Shown):
    class Meta:
        model = Organisation
        fields = ["name", "name_en"]


class StopRow(Shown):
    """Planned and actual days apart; `opens_on` and `closes_on` are the actual ones where known. Days inclusive.

    `kit` is given to people of the project and partners, like the kits themselves, and null to others.
    """

    programme = ProgrammeName()
    exhibition = ExhibitionName()
    kit = serializers.SerializerMethodField()
    library = LibraryName()
    province = serializers.SerializerMethodField()
    cohost = serializers.SerializerMethodField()
    state_label = serializers.CharField(source="get_state_display", read_only=True)
    state_labels = Labels(State, source="state")
    opens_on = serializers.DateField(allow_null=True, read_only=True)
    closes_on = serializers.DateField(allow_null=True, read_only=True)
    draft = serializers.SerializerMethodField()
    demonstration = serializers.BooleanField(read_only=True)

    class Meta:
        model = Stop
        fields = [
            "id",
            "programme",
            "exhibition",
            "kit",
            "library",
            "province",
            "cohost",
            "state",
            "state_label",
            "state_labels",
            "confirmed_on",
            "opens_on",
            "closes_on",
            "planned_open",
            "planned_close",
            "actual_open",
            "actual_close",
            "date_precision",
            "draft",
            "demonstration",
        ]

    @extend_schema_field(KitName(allow_null=True))
    def get_kit(self, stop: Stop) -> dict[str, Any] | None:
        """Which kit stands where is closed to the public like the kits themselves (rule 16)."""
        return dict(KitName(stop.kit).data) if stop.kit and shows_kits(self.context["request"]) else None

    @extend_schema_field(DivisionName)
    def get_province(self, stop: Stop) -> dict[str, str]:
        return dict(DivisionName(province_of(stop.library.division)).data)

    @extend_schema_field(OrganisationName(allow_null=True))
    def get_cohost(self, stop: Stop) -> dict[str, str] | None:
        return {"name": stop.cohost.name, "name_en": stop.cohost.name_en} if stop.cohost else None

    def get_draft(self, stop: Stop) -> bool:
        return stop.draft_plan_id is not None


class EventRow(Shown):
    stop = serializers.IntegerField(source="stop_id")
    library = LibraryName(source="stop.library")
    kind_label = serializers.CharField(source="get_kind_display", read_only=True)
    kind_labels = Labels(Event.Kind, source="kind")
    demonstration = serializers.BooleanField(source="stop.programme.demonstration", read_only=True)

    class Meta:
        model = Event
        fields = [
            "id",
            "stop",
            "library",
            "kind",
            "kind_label",
            "kind_labels",
            "title",
            "title_en",
            "day",
            "starts_at",
            "ends_at",
            "place",
            "place_en",
            "speaker",
            "speaker_en",
            "description",
            "description_en",
            "address",
            "demonstration",
        ]


def shows_kits(request: Request) -> bool:
    """Whether the caller may read kits, as in the list of kits: by a role, and by the right of a token (rule 15)."""
    token = request.auth
    return scope_of(request.user).has_any_role and (token is None or token.may_read_registry)


def province_of(division: Division) -> Division:
    """The province of a division whose parents are loaded; a province is its own."""
    while division.parent is not None:
        division = division.parent
    return division
