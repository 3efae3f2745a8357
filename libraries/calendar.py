"""When a library is open: pure arithmetic over its weekly hours and the days that depart from them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class OpeningCalendar:
    """ISO weekdays with opening hours, and exceptions by day; a library that gave no hours is always open.

    The calendar says what reports to expect. It never refuses a count (rules 8).
    """

    weekdays: set[int] = field(default_factory=set)
    exceptions: dict[date, bool] = field(default_factory=dict)

    def is_open_on(self, day: date) -> bool:
        known = self.exceptions.get(day)
        if known is not None:
            return known
        return not self.weekdays or day.isoweekday() in self.weekdays
