"""The figures as the OpenAPI document tells of them; the answers themselves are written without serializers."""

from rest_framework import serializers

from api.registry_serializers import DivisionName, ExhibitionName, ProgrammeName
from visits.models import Audience, Measure, Status


class VisitFigures(serializers.Serializer):
    all = serializers.IntegerField(allow_null=True, help_text="Drafts included; null for partners.")
    filed = serializers.IntegerField(allow_null=True, help_text="As last filed; null for partners.")
    verified = serializers.IntegerField(allow_null=True, help_text="As last verified; null where no day was.")


class CoverageGroup(serializers.Serializer):
    """Has `province` or `year`, as asked with `by`."""

    province = DivisionName(required=False)
    year = serializers.IntegerField(required=False)
    covered = serializers.IntegerField()
    planned = serializers.IntegerField()
    reporting = serializers.IntegerField()
    visits = VisitFigures()


class Forecast(serializers.Serializer):
    """When the target is reached if things go on; rates are libraries a month, `odds` from 0 to 1 of being in time."""

    method = serializers.CharField()
    due_today = serializers.IntegerField(allow_null=True)
    per_month_recent = serializers.FloatField()
    per_month_needed = serializers.FloatField(allow_null=True)
    reached_on = serializers.DateField(allow_null=True)
    early = serializers.DateField(allow_null=True)
    late = serializers.DateField(allow_null=True)
    odds = serializers.FloatField(allow_null=True)


class CoverageAnswer(serializers.Serializer):
    programme = serializers.SlugField()
    programme_name = serializers.CharField()
    programme_name_en = serializers.CharField()
    target = serializers.IntegerField(allow_null=True)
    covered = serializers.IntegerField(help_text="Distinct libraries with a stop opened by the day.")
    planned = serializers.IntegerField(help_text="Those, and libraries with a confirmed stop.")
    reporting = serializers.IntegerField(help_text="Distinct libraries with a day filed by the day.")
    remaining = serializers.IntegerField(allow_null=True)
    as_of = serializers.DateField()
    last_updated = serializers.DateTimeField(allow_null=True)
    pending = serializers.IntegerField(help_text="Changes not yet in the figures.")
    demonstration = serializers.BooleanField()
    unit = serializers.CharField()
    visits = VisitFigures()
    visits_reach = serializers.ChoiceField(
        ["nation", "own"],
        allow_null=True,
        help_text="What `all` and `filed` cover: the nation, the caller's own reach, nothing; `verified` is whole.",
    )
    forecast = Forecast(allow_null=True)
    by = serializers.CharField()
    results = CoverageGroup(many=True)


class NumberedLibrary(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    name_en = serializers.CharField()


class StatisticsGroup(serializers.Serializer):
    """Has the groups asked for with `by`, and only those."""

    province = DivisionName(required=False)
    prefecture = DivisionName(required=False)
    county = DivisionName(required=False)
    library = NumberedLibrary(required=False)
    exhibition = ExhibitionName(required=False)
    programme = ProgrammeName(required=False)
    measure = serializers.ChoiceField(Measure.choices, required=False)
    audience = serializers.ChoiceField(Audience.choices, required=False)
    day = serializers.DateField(required=False)
    month = serializers.RegexField(r"^\d{4}-\d{2}$", required=False, help_text="2026-10")
    year = serializers.RegexField(r"^\d{4}$", required=False)
    visits = serializers.IntegerField(allow_null=True)
    of_which_estimated = serializers.IntegerField(allow_null=True)
    days_counted = serializers.IntegerField()
    days_expected = serializers.IntegerField()


class StatisticsAnswer(serializers.Serializer):
    by = serializers.ListField(child=serializers.CharField())
    measure = serializers.ChoiceField(Measure.choices)
    status = serializers.ChoiceField(Status.choices)
    unit = serializers.CharField()
    tree = serializers.ChoiceField(["as_is", "as_was"])
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    last_updated = serializers.DateTimeField(allow_null=True)
    pending = serializers.IntegerField(help_text="Changes not yet in the figures.")
    demonstration = serializers.BooleanField()
    results = StatisticsGroup(many=True)
