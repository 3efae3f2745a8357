"""Pictures for tests, good ones and hostile ones."""

import io
import zlib

from PIL import Image


def picture(
    width: int = 640, height: int = 480, kind: str = "JPEG", colour: str = "teal", mode: str = "RGB", **saving
) -> bytes:
    target = io.BytesIO()
    Image.new(mode, (width, height), colour).save(target, kind, **saving)
    return target.getvalue()


def with_position(orientation: int = 6) -> bytes:
    """A JPEG as a telephone makes it: a position in its EXIF, lying on its side."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SECRETPHONE"
    place = exif.get_ifd(0x8825)
    place[1], place[2] = "N", (30.0, 32.0, 35.5)
    place[3], place[4] = "E", (119.0, 58.0, 37.2)
    return picture(800, 600, exif=exif, comment=b"SECRETCOMMENT")


def png_of_size(width: int, height: int) -> bytes:
    """A few hundred bytes that say they are so many pixels."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return (
            len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")
        )

    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(bytes(1000)))
        + chunk(b"IEND", b"")
    )


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
