"""Numbers as they are recorded, in short."""

from visits.values import Value


def adults(number: int) -> list[Value]:
    """So many adults who came to see the exhibition, counted by hand."""
    return [Value("exhibition_visit", "adult", number, "counted", "manual_tally")]
