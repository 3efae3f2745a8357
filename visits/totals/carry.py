"""Differences of leaves on their way up into the totals: what each stored bucket above them grows by."""

from datetime import date

from visits.models import FIGURES, WHOLE_TIME, Grain, PlaceLevel
from visits.sql import as_date, insert
from visits.totals.leaf import ZERO, Leaf, Vector
from visits.totals.stops_at_hand import Buckets

TotalKey = tuple[int, str, str, str, date, int, int, int]  # the primary key of Total


class Carry:
    """Differences on their way up, added per bucket: a county's months and a province's days; the rest follows."""

    def __init__(self) -> None:
        self.county_months: dict[tuple, Vector] = {}
        self.province_days: dict[tuple, Vector] = {}

    def move(self, day: date, old: Leaf, old_buckets: Buckets, new: Leaf, new_buckets: Buckets) -> None:
        if old_buckets == new_buckets:
            for pair in old.keys() | new.keys():
                difference = [a - b for a, b in zip(new.get(pair, ZERO), old.get(pair, ZERO), strict=True)]
                if any(difference):
                    self._add(day, pair, new_buckets, difference)
            return
        for pair, vector in old.items():
            self._add(day, pair, old_buckets, [-amount for amount in vector])
        for pair, vector in new.items():
            self._add(day, pair, new_buckets, vector)

    def _add(self, day: date, pair: tuple[str, str], buckets: Buckets, vector: Vector) -> None:
        programme, exhibition, _county, _prefecture, province = buckets
        _add(self.county_months, (*pair, day.replace(day=1), buckets), vector)
        _add(self.province_days, (*pair, day, province, programme, exhibition), vector)

    def totals(self) -> dict[TotalKey, Vector]:
        """The differences at every stored grain and level."""
        totals: dict[TotalKey, Vector] = {}
        for (measure, audience, month, buckets), vector in self.county_months.items():
            programme, exhibition, county, prefecture, province = buckets
            places = (
                (PlaceLevel.COUNTY, county),
                (PlaceLevel.PREFECTURE, prefecture),
                (PlaceLevel.PROVINCE, province),
                (PlaceLevel.NATION, 0),
            )
            periods = ((Grain.MONTH, month), (Grain.YEAR, month.replace(month=1)), (Grain.WHOLE, WHOLE_TIME))
            for level, place in places:
                for grain, period in periods:
                    key = (level.value, grain.value, measure, audience, period, place, programme, exhibition)
                    _add(totals, key, vector)
        for (measure, audience, day, province, programme, exhibition), vector in self.province_days.items():
            for level, place in ((PlaceLevel.PROVINCE, province), (PlaceLevel.NATION, 0)):
                key = (level.value, Grain.DAY.value, measure, audience, day, place, programme, exhibition)
                _add(totals, key, vector)
        return totals

    def write(self) -> None:
        rows = [
            (*key[:4], as_date(key[4]), *key[5:], *vector)
            for key, vector in sorted(self.totals().items())
            if any(vector)
        ]
        columns = "level, grain, measure, audience, period, place, programme_id, exhibition_id"
        sums = ", ".join(f"{name} = visits_total.{name} + excluded.{name}" for name in FIGURES)
        insert("visits_total", f"{columns}, {', '.join(FIGURES)}", rows, f"({columns}) DO UPDATE SET {sums}")


def _add(sums: dict, key: tuple, vector: Vector) -> None:
    known = sums.get(key)
    if known is None:
        sums[key] = list(vector)
    else:
        for position, amount in enumerate(vector):
            if amount:
                known[position] += amount
