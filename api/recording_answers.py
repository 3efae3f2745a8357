"""The recording routes' answers as the OpenAPI document tells of them; `visits.day` writes them."""

from rest_framework import serializers

from visits.models import DOOR_MEASURES, Audience, Basis, Method

STATES = ["counted", "closed", "missing"]
REVIEWS = ["draft", "filed", "returned", "endorsed", "verified"]


class ValueAnswer(serializers.Serializer):
    measure = serializers.ChoiceField(DOOR_MEASURES)
    audience = serializers.ChoiceField(Audience.choices)
    value = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    method = serializers.ChoiceField(Method.choices)


class DraftValue(serializers.Serializer):
    """A sum of tallies: the weakest basis, and every method used."""

    measure = serializers.ChoiceField(DOOR_MEASURES)
    audience = serializers.ChoiceField(Audience.choices)
    value = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    methods = serializers.ListField(child=serializers.ChoiceField(Method.choices))


class TallyAnswer(serializers.Serializer):
    """The counter's numbers as they stand; `superseded` when a later revision had overtaken what was sent."""

    stop = serializers.IntegerField()
    day = serializers.DateField()
    counter = serializers.UUIDField()
    revision = serializers.IntegerField()
    values = ValueAnswer(many=True)
    superseded = serializers.BooleanField()


class StoredTally(serializers.Serializer):
    counter = serializers.UUIDField()
    revision = serializers.IntegerField()
    values = ValueAnswer(many=True)
    recorded_at = serializers.DateTimeField()
    recorded_by = serializers.CharField()
    device = serializers.CharField()
    client_time = serializers.DateTimeField(allow_null=True)


class Difference(serializers.Serializer):
    """Where tallies and filed numbers differ: evidence for a person, never a correction by itself."""

    measure = serializers.ChoiceField(DOOR_MEASURES)
    audience = serializers.ChoiceField(Audience.choices)
    tallied = serializers.IntegerField(allow_null=True)
    filed = serializers.IntegerField(allow_null=True)
    difference = serializers.IntegerField()


class DayAnswer(serializers.Serializer):
    """A day never filed has revision 0, state "missing" and review "draft"."""

    stop = serializers.IntegerField()
    day = serializers.DateField()
    revision = serializers.IntegerField()
    state = serializers.ChoiceField(STATES)
    review = serializers.ChoiceField(REVIEWS)
    draft = DraftValue(many=True)
    filed = ValueAnswer(many=True, allow_null=True)
    last_filed = ValueAnswer(many=True, allow_null=True)
    verified = ValueAnswer(many=True, allow_null=True)
    verified_state = serializers.CharField(allow_null=True)
    basis = serializers.CharField()
    method = serializers.CharField()
    note = serializers.CharField()
    reason = serializers.CharField()
    return_reason = serializers.CharField()
    on_behalf = serializers.BooleanField()
    filed_by = serializers.CharField(allow_null=True)
    filed_at = serializers.DateTimeField(allow_null=True)
    verified_revision = serializers.IntegerField(allow_null=True)
    verified_by = serializers.CharField(allow_null=True)
    verified_at = serializers.DateTimeField(allow_null=True)
    digest = serializers.CharField()
    tallies = StoredTally(many=True)
    differences = Difference(many=True)


class BatchItem(serializers.Serializer):
    """One tally's status as its own PUT would have had it: its numbers, or with a problem."""

    index = serializers.IntegerField()
    status = serializers.IntegerField()
    stop = serializers.IntegerField(required=False, allow_null=True)
    day = serializers.CharField(required=False, allow_null=True)
    counter = serializers.CharField(required=False, allow_null=True)
    revision = serializers.IntegerField(required=False)
    values = ValueAnswer(many=True, required=False)
    superseded = serializers.BooleanField(required=False)
    problem = serializers.DictField(required=False)


class BatchAnswer(serializers.Serializer):
    results = BatchItem(many=True)


class SealRow(serializers.Serializer):
    """The root over the heads of all history chains on one day, with how many chains and entries it holds."""

    day = serializers.DateField()
    sealed_at = serializers.DateTimeField()
    chains = serializers.IntegerField()
    entries = serializers.IntegerField()
    root = serializers.CharField()  # type: ignore[assignment]  # a field, though serializers have a property so named
