"""A phone as a process of its own: sends one tally after the other and notes each that was acknowledged.

`python -m visits.tests.writer USER STOP DAY SENDS ACKNOWLEDGED`: SENDS sends (0: until it is killed) for a stop and
a day, by a counter of its own, each with the numbers of its revision. A line of ACKNOWLEDGED: counter, revision.
"""

import sys
import uuid
from datetime import date
from itertools import count, islice

import django

django.setup()

from accounts.models import User  # noqa: E402 - after the set-up
from visits.recording.tallies import record_tally  # noqa: E402
from visits.values import Value  # noqa: E402


def main(user_id: str, stop_id: str, day: str, sends: str, acknowledged: str) -> None:
    user, counter = User.objects.get(pk=user_id), uuid.uuid4()
    with open(acknowledged, "a", buffering=1) as file:  # noqa: PTH123 - a line is written as soon as it is whole
        for revision in islice(count(1), int(sends) or None):
            values = [Value("exhibition_visit", "adult", revision, "counted", "manual_tally")]
            record_tally(user, int(stop_id), date.fromisoformat(day), counter, revision, values)
            file.write(f"{counter} {revision}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
