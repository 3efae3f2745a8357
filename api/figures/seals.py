"""The daily seals over all history, for whoever wants to check that nothing was rewritten (rule 7)."""

from django.db.models import QuerySet

from api.frame import lookups
from api.frame.parameters import day
from api.recording.answers import SealRow
from api.registry.views import RegistryView
from reports.models import Seal


class SealView(RegistryView):
    """Daily roots, public: they tell nothing but that history is what it was."""

    feed_type = "seal"
    row = SealRow
    orders = {"day": "day"}
    default_order = "-day"
    unique = ("day",)
    filters = (day("start", "From this day on."), day("end", "Up to this day, inclusive."))

    def all_rows(self) -> QuerySet:
        return Seal.objects.all()

    def narrowed(self, rows: QuerySet, query: dict) -> QuerySet:
        lookups.refuse_reversed(query["start"], query["end"])
        for name, field in (("start", "day__gte"), ("end", "day__lte")):
            if query[name] is not None:
                rows = rows.filter(**{field: query[name]})
        return rows
