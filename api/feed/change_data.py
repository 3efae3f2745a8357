"""What `data` of a change holds, type by type: for the OpenAPI document. `visits.feed` writes it, without serializers."""

from rest_framework import serializers

from exhibitions.models import Event
from visits.models import DayReport, EventReport
from visits.vocabulary import EVENT_MEASURES, Audience, Basis, Measure, Method


class VerifiedValue(serializers.Serializer):
    """Person-times of one measure and audience, how firm the number is and how it was found."""

    measure = serializers.ChoiceField(Measure.choices)
    audience = serializers.ChoiceField(Audience.choices)
    value = serializers.IntegerField()
    basis = serializers.ChoiceField(Basis.choices)
    method = serializers.ChoiceField(Method.choices)


class VerifiedEventValue(VerifiedValue):
    measure = serializers.ChoiceField(EVENT_MEASURES)


class LibraryOfChange(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()


class DivisionOfChange(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()


class VerifiedChange(serializers.Serializer):
    """Where it belongs, on today's tree, and the last verification: its revision and moment."""

    stop = serializers.IntegerField()
    programme = serializers.SlugField()
    exhibition = serializers.IntegerField()
    library = LibraryOfChange()
    division = DivisionOfChange()
    demonstration = serializers.BooleanField()
    day = serializers.DateField()
    revision = serializers.IntegerField()
    verified_at = serializers.DateTimeField()


class DayChange(VerifiedChange):
    """The verified figures of one day of one stop; a closed day has no values."""

    state = serializers.ChoiceField(DayReport.State.choices)
    values = VerifiedValue(many=True)


class EventChange(VerifiedChange):
    """The verified figures of one event, or of the uses of an online resource on its day."""

    event = serializers.IntegerField()
    kind = serializers.ChoiceField(Event.Kind.choices)
    state = serializers.ChoiceField(EventReport.State.choices)
    values = VerifiedEventValue(many=True)


class BulletinChange(serializers.Serializer):
    """A bulletin is published; read it at `bulletins/<number>/`."""

    number = serializers.CharField()
    programme = serializers.SlugField()
    as_of = serializers.DateField()
    edition = serializers.IntegerField()
    supersedes = serializers.CharField(allow_null=True)
    digest = serializers.CharField()
    published_at = serializers.DateTimeField()
    demonstration = serializers.BooleanField()
