"""A page that somebody scanned or photographed, made ours: a PDF to the byte, anything else stored anew as a picture."""

from django.utils.translation import gettext as _

from uploads.pictures import MOST_BYTES, read_picture
from uploads.refusals import Refused

SCAN_SIDE = 3000  # pixels: a page must stay readable


def read_scan(sent: bytes) -> tuple[str, bytes]:
    """("pdf" | "jpg", the bytes to keep). A PDF is known by its first bytes. Raises Refused, in words for people."""
    if not sent.startswith(b"%PDF-"):
        return "jpg", read_picture(sent, longest_side=SCAN_SIDE).content
    if len(sent) > MOST_BYTES:
        raise Refused("file_too_large", _("The file is larger than 10 MB. Send it smaller."))
    if b"%%EOF" not in sent[-2048:]:
        raise Refused("damaged_pdf", _("The PDF is incomplete. Save it again and send it."))
    return "pdf", sent
