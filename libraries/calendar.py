"""When a library is open: pure arithmetic over its weekly hours and the days that depart from them."""

from dataclasses import dataclass, field
from datetime import date


@dataclass
class OpeningCalendar:
    """ISO weekdays with opening hours, and days that depart from them: whether the library is open on each.

    An exception is the library's own and wins; `holidays` are the public holidays and the weekends worked in
    exchange, as far as the library keeps them. A library that gave no hours is open on every other day.
    The calendar says what reports to expect. It never refuses a count (rule 8).
    """

    weekdays: set[int] = field(default_factory=set)
    exceptions: dict[date, bool] = field(default_factory=dict)
    holidays: dict[date, bool] = field(default_factory=dict)

    def is_open_on(self, day: date) -> bool:
        for known in (self.exceptions.get(day), self.holidays.get(day)):
            if known is not None:
                return known
        return not self.weekdays or day.isoweekday() in self.weekdays
