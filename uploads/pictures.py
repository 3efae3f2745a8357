"""A picture that somebody sent, made ours: decoded, turned upright, re-encoded as JPEG without any metadata.

Nothing of what was sent survives but the pixels: no position, no device, no thumbnail of before a crop, no second
file hidden behind the first. What a file is called, and what its sender says it is, decides nothing.
"""

import io
from dataclasses import dataclass

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from uploads.refusals import Refused

MOST_BYTES = 10 * 1024 * 1024
LONGEST_SIDE = 2048  # pixels of what is kept
THUMBNAIL_SIDE = 480
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP")
# A baseline JPEG is decoded at a fraction of its size; everything else is held in memory whole.
MOST_PIXELS_IN_PARTS = 89_000_000  # from where on Pillow would warn
MOST_PIXELS_WHOLE = 25_000_000
LONGEST_RATIO = 20  # a strip longer than that is no photograph
# The brands of HEIF files: what newer telephones make when nothing else is set.
HEIF_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis")


@dataclass(frozen=True)
class Picture:
    """The JPEG that is kept, its thumbnail, and its size in pixels."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def read_picture(sent: bytes, *, longest_side: int = LONGEST_SIDE) -> Picture:
    """Make a picture of bytes that were sent. Raises Refused, in words that say how to mend it."""
    if not sent:
        raise Refused("empty_file", _("The file is empty. Choose it again."))
    if len(sent) > MOST_BYTES:
        raise Refused("file_too_large", _("The file is larger than 10 MB. Send it smaller."))
    if sent[4:8] == b"ftyp" and sent[8:12] in HEIF_BRANDS:
        raise Refused(
            "heic",
            _(
                "This is a HEIC picture, which other devices cannot show. Set the camera to “most compatible” "
                "(JPEG), or send a screenshot of the picture."
            ),
        )
    try:
        return _decoded(sent, longest_side)
    except UnidentifiedImageError as error:
        raise Refused("not_a_picture", _("This is not a picture. Send a JPEG, PNG or WebP.")) from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many_pixels() from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, IndexError, KeyError) as error:
        # Whatever a decoder stumbles over: the file is cut off or damaged. Pillow raises all of these.
        raise Refused(
            "damaged_picture", _("The picture is damaged or incomplete. Take it or send it again.")
        ) from error


def _decoded(sent: bytes, longest_side: int) -> Picture:
    with Image.open(io.BytesIO(sent), formats=FORMATS) as image:
        width, height = image.size
        whole = image.format != "JPEG" or bool(image.info.get("progressive"))
        if width * height > (MOST_PIXELS_WHOLE if whole else MOST_PIXELS_IN_PARTS):
            raise _too_many_pixels()
        if max(width, height) > LONGEST_RATIO * min(width, height):
            raise Refused(
                "picture_too_narrow", _("This picture is a strip. Cut it to what is to be seen on it.")
            )
        orientation_known = image.getexif()  # read before `draft` and the pixels take the file further
        image.draft("RGB", (longest_side, longest_side))
        image.load()
        # Small first, then upright and opaque: the large picture is never copied.
        image.thumbnail((longest_side, longest_side), Image.Resampling.LANCZOS)
        upright = ImageOps.exif_transpose(image) if orientation_known else image
        opaque = _on_white(upright)
    thumbnail = opaque.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_as_jpeg(opaque), _as_jpeg(thumbnail), *opaque.size)


def _on_white(image: Image.Image) -> Image.Image:
    """RGB, transparent parts white; a fresh image, so that nothing the file said comes along."""
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        layer = image.convert("RGBA")
        opaque = Image.new("RGB", layer.size, "white")
        opaque.paste(layer, mask=layer.getchannel("A"))
        return opaque
    if image.mode.startswith("I;16"):
        # Sixteen bits of grey: the conversion would clip them to white.
        image = image.point(lambda value: value / 256).convert("L")
    converted = image.convert("RGB")
    fresh = Image.new("RGB", converted.size)
    fresh.paste(converted)
    return fresh


def _as_jpeg(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return target.getvalue()


def _too_many_pixels() -> Refused:
    return Refused(
        "too_many_pixels",
        _("The picture has too many pixels to be opened. Send it smaller, such as 12 megapixels."),
    )
