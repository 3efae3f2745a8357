"""Private files: below `VAR_DIR/files`, outside whatever a web server shows, reached through our views alone.

Names are made here from numbers and digests, never from what a person sent. A file is written before the row that
names it is committed, and removed after that row is gone; what a crash leaves between is swept away by a job.
Back up `VAR_DIR/files` together with the database: the database first, so that every row finds its file.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

NAME = re.compile(
    r"(?:(?:photos|scans|bulletins)/[0-9]+|documents/[0-9a-f]{2})/[0-9a-f]{64}(?:\.(?:small|zh|en))?\.(?:jpg|pdf)"
)


def path_of(name: str) -> Path:
    """Where the file `name` lies. Raises ValueError for a name that was not made here."""
    if not NAME.fullmatch(name):
        raise ValueError(f"not a name of a private file: {name[:80]!r}")
    return Path(settings.VAR_DIR) / "files" / name


def write(name: str, content: bytes) -> None:
    """Write a file whole or not at all, readable by the portal's own account only. Again is without effect."""
    path = path_of(name)
    if path.exists():
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def read(name: str) -> bytes:
    """The bytes of a file. Raises FileNotFoundError."""
    return path_of(name).read_bytes()


def remove(name: str) -> None:
    """Remove a file; one that is gone already stays gone."""
    path_of(name).unlink(missing_ok=True)


def names_older_than(moment: float) -> Iterator[str]:
    """Names of all files last written before `moment` (seconds since the epoch), half-written ones included."""
    root = Path(settings.VAR_DIR) / "files"
    for path in sorted(root.glob("*/*/*")):
        if path.is_file() and path.stat().st_mtime < moment:
            yield path.relative_to(root).as_posix()


def remove_leftover(name: str) -> None:
    """Remove a file that no row names, whatever it is called; `name` comes from `names_older_than`."""
    (Path(settings.VAR_DIR) / "files" / name).unlink(missing_ok=True)
