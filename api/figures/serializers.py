"""The figures as the OpenAPI document tells of them; the answers themselves are written without serializers."""

from rest_framework import serializers

from api.registry.serializers import DivisionName, ExhibitionName, ProgrammeName
from visits.vocabulary import Audience, Measure, Status


class VisitFigures(serializers.Serializer):
    all = serializers.IntegerField(allow_null=True, help_text="Drafts included; null for partners.")
    filed = serializers.IntegerField(allow_null=True, help_text="As last filed; null for partners.")
    verified = serializers.IntegerField(allow_null=True, help_text="As last verified; null where no day was.")


class StopDays(serializers.Serializer):
    """Stop-days: expected ones, and those with a number in each status; null for whom it is not."""

    expected = serializers.IntegerField()
    all = serializers.IntegerField(allow_null=True)
    filed = serializers.IntegerField(allow_null=True)
    verified = serializers.IntegerField(allow_null=True)


REPORTING_RATE = "The part of the expected days that is verified, from 0 to 1; null where none was expected."
PROVISIONAL = "May still grow: the period is not over, or days are missing or not verified."
SOURCE = "Whom to name when the figures are quoted."
LICENCE = "The licence that the operator has set; null: none was set, ask."


class CoverageGroup(serializers.Serializer):
    """Has `province` or `year`, as asked with `by`."""

    province = DivisionName(required=False)
    year = serializers.IntegerField(required=False)
    covered = serializers.IntegerField()
    planned = serializers.IntegerField()
    reporting = serializers.IntegerField()
    visits = VisitFigures()
    days = StopDays()
    reporting_rate = serializers.FloatField(allow_null=True, help_text=REPORTING_RATE)
    provisional = serializers.BooleanField(help_text=PROVISIONAL)


class CoverageTableRow(CoverageGroup):
    """A row of the same as a table, which says itself what it is of."""

    programme = serializers.SlugField()
    as_of = serializers.DateField()
    unit = serializers.CharField()


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


class PublishedIn(serializers.Serializer):
    """The bulletin that froze an answer, see `bulletins/`."""

    number = serializers.CharField()
    digest = serializers.CharField()
    as_of = serializers.DateField()
    published_at = serializers.DateTimeField()


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
    as_published = PublishedIn(allow_null=True, help_text="Null for figures of now.")
    last_updated = serializers.DateTimeField(allow_null=True)
    pending = serializers.IntegerField(help_text="Changes not yet in the figures.")
    demonstration = serializers.BooleanField()
    unit = serializers.CharField()
    # A field, though serializers have a property so named.
    source = serializers.CharField(help_text=SOURCE)  # type: ignore[assignment]
    licence = serializers.CharField(allow_null=True, help_text=LICENCE)
    days = StopDays()
    reporting_rate = serializers.FloatField(allow_null=True, help_text=REPORTING_RATE)
    provisional = serializers.BooleanField(help_text=PROVISIONAL)
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
    """Has the groups asked for with `by` and the numbers asked for with `fields` (all without it), and only those."""

    division = DivisionName(required=False)
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
    visits = serializers.IntegerField(
        required=False, allow_null=True, help_text="Person-times; null where no day was counted."
    )
    of_which_estimated = serializers.IntegerField(
        required=False, allow_null=True, help_text="The part of `visits` that was estimated."
    )
    days_counted = serializers.IntegerField(
        required=False, help_text="Stop-days with a number in the asked status."
    )
    days_expected = serializers.IntegerField(
        required=False, help_text="Stop-days on which the host was open to the exhibition."
    )
    reporting_rate = serializers.FloatField(
        required=False,
        allow_null=True,
        help_text="days_counted / days_expected, from 0 to 1; null where none was expected.",
    )
    provisional = serializers.BooleanField(required=False, help_text=PROVISIONAL)


class Label(serializers.Serializer):
    """What a code is called."""

    code = serializers.CharField()
    label = serializers.CharField(help_text="In Chinese.")  # type: ignore[assignment]  # as in SealRow
    label_en = serializers.CharField()


class StatisticsLabels(serializers.Serializer):
    measure = Label(many=True)
    audience = Label(many=True)
    status = Label(many=True)


class StatisticsAnswer(serializers.Serializer):
    by = serializers.ListField(child=serializers.CharField())
    measure = serializers.ChoiceField(Measure.choices)
    status = serializers.ChoiceField(Status.choices)
    unit = serializers.CharField()
    source = serializers.CharField(help_text=SOURCE)  # type: ignore[assignment]  # as in CoverageAnswer
    licence = serializers.CharField(allow_null=True, help_text=LICENCE)
    labels = StatisticsLabels()
    tree = serializers.ChoiceField(["as_is", "as_was"])
    start = serializers.DateField(allow_null=True)
    end = serializers.DateField(allow_null=True)
    as_published = PublishedIn(allow_null=True, help_text="Null for figures of now.")
    last_updated = serializers.DateTimeField(allow_null=True)
    pending = serializers.IntegerField(help_text="Changes not yet in the figures.")
    provisional = serializers.BooleanField(help_text="Any of the rows is.")
    demonstration = serializers.BooleanField()
    results = StatisticsGroup(many=True)
