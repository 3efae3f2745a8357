"""How much a form may send: a bound on the whole request before anything is written to disk for it."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler, StopUpload

MOST_BYTES = 64 * 1024 * 1024  # of one request with files: a dozen photographs as a telephone takes them
# Up to here the rest is read and thrown away, so that the page can answer in words; more is cut off at once.
MOST_BYTES_READ = 256 * 1024 * 1024


class BoundedUploadHandler(FileUploadHandler):
    """Stops taking files once a request exceeds the bound; the fields before it, and the page, stay usable.

    The view finds `request.upload_too_large` and says so in words. It stands first in FILE_UPLOAD_HANDLERS.
    """

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any) -> None:
        if content_length > MOST_BYTES_READ:
            raise RequestDataTooBig("the request is larger than what is read")
        self.request.upload_too_large = False  # type: ignore[union-attr]
        self.taken = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.taken += len(raw_data)
        if self.taken > MOST_BYTES:
            self.request.upload_too_large = True  # type: ignore[union-attr]
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Keeps nothing itself; the handlers after it make the file."""
