"""The closing report of a stop, for people of the project within their reach."""

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.scope import scope_of
from api.recording.days import RecordingView
from exhibitions.models import Stop
from reports.closing.state import closing_state
from reports.models import ClosingReport, ClosingScan
from visits.vocabulary import Basis, Method


class ClosingSum(serializers.Serializer):
    """The sum of one measure in person-times and its parts; parts that no day has are left out."""

    total = serializers.IntegerField()
    adult = serializers.IntegerField(required=False)
    minor = serializers.IntegerField(required=False)
    unspecified = serializers.IntegerField(required=False)
    of_which_estimated = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    methods = serializers.ListField(child=serializers.ChoiceField(Method.choices))


class ClosingEvents(serializers.Serializer):
    number = serializers.IntegerField()
    attendance = serializers.IntegerField(allow_null=True)
    online = serializers.IntegerField(allow_null=True)


class ClosingFigures(serializers.Serializer):
    """Derived from the days filed; a measure without any number is null."""

    opened = serializers.DateField(allow_null=True)
    closed = serializers.DateField(allow_null=True)
    planned_close = serializers.DateField(allow_null=True)
    days_by_calendar = serializers.IntegerField()
    days_expected = serializers.IntegerField()
    days_counted = serializers.IntegerField()
    days_verified = serializers.IntegerField()
    days_closed = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    days_missing = serializers.ListField(child=serializers.DateField())
    exhibition_visit = ClosingSum(allow_null=True)
    library_visit = ClosingSum(allow_null=True)
    events = ClosingEvents()


class ClosingContentAnswer(serializers.Serializer):
    """The host's own part; null is not known."""

    school_groups = serializers.IntegerField(allow_null=True)
    school_group_visitors = serializers.IntegerField(allow_null=True)
    volunteers = serializers.IntegerField(allow_null=True)
    volunteer_hours = serializers.IntegerField(allow_null=True)
    staff_trained = serializers.IntegerField(allow_null=True)
    exhibits_working_at_open = serializers.IntegerField(allow_null=True)
    exhibits_working_at_close = serializers.IntegerField(allow_null=True)
    repairs = serializers.CharField()
    incidents = serializers.CharField()
    publicity_items = serializers.IntegerField(allow_null=True)
    publicity_links = serializers.CharField()
    survey_answers = serializers.IntegerField(allow_null=True)
    survey_score = serializers.CharField(allow_null=True)
    local_costs = serializers.CharField(allow_null=True)
    comments = serializers.CharField()
    prepared_by = serializers.CharField()
    checked_by = serializers.CharField()
    responsible = serializers.CharField()


class ClosingSubmission(serializers.Serializer):
    """What was frozen; its canonical JSON is the text whose SHA-256 is `submitted_digest`."""

    number = serializers.CharField()
    revision = serializers.IntegerField()
    identity = serializers.DictField()
    figures = ClosingFigures()
    content = ClosingContentAnswer()


class MovedFigure(serializers.Serializer):
    figure = serializers.CharField()
    submitted = serializers.IntegerField(allow_null=True)
    now = serializers.IntegerField(allow_null=True)


class ClosingScanAnswer(serializers.Serializer):
    id = serializers.IntegerField()
    kind = serializers.ChoiceField(ClosingScan.Kind.choices)
    title = serializers.CharField()
    size = serializers.IntegerField()
    digest = serializers.CharField()
    report_digest = serializers.CharField()
    attached_by = serializers.CharField()
    attached_at = serializers.DateTimeField()


class ClosingReportAnswer(serializers.Serializer):
    """A stop without a report has revision 0 and review "draft"; `figures` are what the days say now."""

    stop = serializers.IntegerField()
    number = serializers.CharField()
    due_on = serializers.DateField(allow_null=True)
    review = serializers.ChoiceField(ClosingReport.Review.choices)
    revision = serializers.IntegerField()
    figures = ClosingFigures()
    figures_digest = serializers.CharField()
    content = ClosingContentAnswer()
    saved_by = serializers.CharField(allow_null=True)
    saved_at = serializers.DateTimeField(allow_null=True)
    submitted = ClosingSubmission(allow_null=True)
    submitted_digest = serializers.CharField()
    submitted_by = serializers.CharField(allow_null=True)
    submitted_at = serializers.DateTimeField(allow_null=True)
    on_behalf = serializers.BooleanField()
    moved = MovedFigure(many=True)
    return_reason = serializers.CharField()
    reviewed_by = serializers.CharField(allow_null=True)
    reviewed_at = serializers.DateTimeField(allow_null=True)
    scans = ClosingScanAnswer(many=True)


class ClosingReportView(RecordingView):
    """The closing report of one stop."""

    @extend_schema(operation_id="get_closing_report", responses=ClosingReportAnswer)
    def get(self, request: Request, stop: int) -> Response:
        """Figures as the days have them, the host's part, what was submitted, and where the two differ."""
        found = Stop.objects.live().within_reach(scope_of(request.user)).with_place().filter(pk=stop).first()
        if found is None:
            raise NotFound
        return Response(closing_state(found))
