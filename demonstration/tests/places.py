"""Where and when the demonstration is made in tests."""

from datetime import UTC, date, datetime

from tourexhibit.tests import factories

MONDAY = date(2026, 11, 23)
NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)  # of Asia/Shanghai
PROVINCES = ["33", "36", "51", "62", "15"]


def make_places() -> None:
    """The librarian's county and 65 others in five provinces; the three institutions."""
    factories.division("330521", name="德清县")
    for province in PROVINCES:
        for number in range(1, 14):
            factories.division(f"{province}05{number + 30}")
    for code in ("NLC", "LSC", "CSTM"):
        factories.organisation(code)
