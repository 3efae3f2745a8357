"""What may stand in an address. Anything else is an address that does not exist: 404."""

from django.urls import register_converter

LARGEST_ID = 2**63 - 1


class IdConverter:
    """ASCII digits up to what a 64-bit column holds."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        number = int(value)
        if number > LARGEST_ID:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return str(value)


class CodeConverter:
    """A whole division code of GB/T 2260."""

    regex = "[0-9]{6}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(IdConverter, "id")
register_converter(CodeConverter, "code")
