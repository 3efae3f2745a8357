"""What may stand in an address; anything else is no page (404) before the database is asked."""


class DivisionCode:
    """Six digits of GB/T 2260."""

    regex = "[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
