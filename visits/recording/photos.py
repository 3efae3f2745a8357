"""The door for photographs of a stop: add, describe, delete and bring back, release to the public.

Photographs are no counts, so they stand outside the history chain; each row says who did what when. Every function
is one transaction under the lock of the stop's chain, and the same call again has no second effect.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.scope import Scope, scope_of
from exhibitions import history
from exhibitions.models import Stop
from uploads import files
from uploads.pictures import Picture, read_picture
from uploads.refusals import NotAllowed, NotFound, Refused
from uploads.remarks import read_remark
from visits.models import Photo
from visits.recording.permission import refuse_foreign_library, refuse_role_that_never_records

MOST_OF_A_STOP = 60
MOST_AT_ONCE = 12
LONGEST_CAPTION = 120


@dataclass(frozen=True)
class Description:
    """What a person says of a photo. Recognizable minors keep it private for ever."""

    caption: str = ""
    day: date | None = None
    recognizable_minors: bool = False


def add_photo(
    user, stop_id: int, sent: bytes, description: Description, *, form_key: UUID
) -> tuple[str, Photo]:
    """Store one photo; returns ("created" | "same" | "restored", photo).

    The same content sent again to the stop is the same photo: as it stands, whatever was said of it this time. If
    it was deleted since, a new form brings it back, the old form sent again does not. Raises NotFound, NotAllowed
    or Refused; nothing is stored then.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    _refuse_foreign_stop(scope, stop_id)
    sent_digest = hashlib.sha256(sent).hexdigest()
    # Decoding takes a while; nobody waits for it.
    picture = None if _known(stop_id, sent_digest) else read_picture(sent)
    with transaction.atomic():
        stop = _locked(scope, stop_id)
        caption = _checked(stop, description)
        known = _known(stop_id, sent_digest)
        if known:
            return _again(known, form_key)
        if picture is None:
            # The row went away between the look and the lock.
            picture = read_picture(sent)
        _refuse_too_many(stop_id)
        photo = Photo(
            stop_id=stop_id,
            form_key=form_key,
            sent_digest=sent_digest,
            digest=hashlib.sha256(picture.content).hexdigest(),
            width=picture.width,
            height=picture.height,
            size=len(picture.content),
            day=description.day,
            caption=caption,
            recognizable_minors=description.recognizable_minors,
            uploaded_by_id=user.pk,
            uploaded_at=timezone.now(),
        )
        _write_files(photo, picture)
        photo.save(force_insert=True)
    return "created", photo


def describe_photo(user, photo_id: int, description: Description) -> Photo:
    """Change caption and day, or say that minors can be recognized; what is said once of minors stays said.

    A photo so marked goes back to private at once.
    """
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    with transaction.atomic():
        photo, stop = _locked_photo(scope, photo_id)
        if photo.deleted_at:
            raise NotFound
        photo.caption = _checked(stop, description)
        photo.day = description.day
        photo.recognizable_minors = photo.recognizable_minors or description.recognizable_minors
        if photo.recognizable_minors:
            photo.released_at = photo.released_by_id = None
        photo.save()
    return photo


def delete_photo(user, photo_id: int) -> Photo:
    """Take a photo away; it can be brought back for 30 days. A released one is private at once."""
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    with transaction.atomic():
        photo, _stop = _locked_photo(scope, photo_id)
        if photo.deleted_at is None:
            photo.deleted_at, photo.deleted_by_id = timezone.now(), user.pk
            photo.released_at = photo.released_by_id = None
            photo.save()
    return photo


def restore_photo(user, photo_id: int) -> Photo:
    """Bring a deleted photo back, private. Raises Refused when the stop has become full."""
    scope = scope_of(user)
    refuse_role_that_never_records(scope)
    with transaction.atomic():
        photo, _stop = _locked_photo(scope, photo_id)
        if photo.deleted_at is not None:
            _restore(photo)
    return photo


def release_photo(user, photo_id: int, *, public: bool) -> Photo:
    """Show a photo to the public, or take it back. Staff alone, and never with recognizable minors."""
    scope = scope_of(user)
    if not scope.is_staff:
        raise NotAllowed("role", _("Only staff of the partner institutions release photos."))
    with transaction.atomic():
        photo, _stop = _locked_photo(scope, photo_id)
        if photo.deleted_at:
            raise NotFound
        if public and photo.recognizable_minors:
            raise Refused("minors", _("Minors can be recognized on this photo, so it stays private."))
        if public != (photo.released_at is not None):
            photo.released_at = timezone.now() if public else None
            photo.released_by_id = user.pk if public else None
            photo.save()
    return photo


# ---------------------------------------------------------------- what the functions share


def _refuse_foreign_stop(scope: Scope, stop_id: int) -> None:
    """Before anything is decoded: nobody has pictures opened for a stop that is not theirs."""
    stop = Stop.objects.live().filter(pk=stop_id).first()
    if stop is None:
        raise NotFound
    refuse_foreign_library(scope, stop.library_id)


def _locked(scope: Scope, stop_id: int) -> Stop:
    _chain, stop = history.lock_stop(stop_id)
    refuse_foreign_library(scope, stop.library_id)
    return stop


def _locked_photo(scope: Scope, photo_id: int) -> tuple[Photo, Stop]:
    """The photo, read again under the lock of its stop. Another library's and one that is gone are not found."""
    known = Photo.objects.filter(pk=photo_id).first()
    if known is None:
        raise NotFound
    stop = _locked(scope, known.stop_id)
    photo = Photo.objects.filter(pk=photo_id).first()
    if photo is None:
        raise NotFound
    return photo, stop


def _checked(stop: Stop, description: Description) -> str:
    """The caption as it is stored. Raises Refused for a caption or a day that cannot be right."""
    caption = read_remark(description.caption).replace("\n", " ")
    if len(caption) > LONGEST_CAPTION:
        raise Refused("caption", _("A caption has at most {most} characters.").format(most=LONGEST_CAPTION))
    day = description.day
    if day and day > timezone.localdate():
        raise Refused("future_day", _("This day is still to come."))
    if day and stop.held_from and day < stop.held_from:
        raise Refused("outside_stop", _("On that day the exhibition was not here yet."))
    return caption


def _known(stop_id: int, sent_digest: str) -> Photo | None:
    return Photo.objects.filter(stop_id=stop_id, sent_digest=sent_digest).first()


def _again(photo: Photo, form_key: UUID) -> tuple[str, Photo]:
    if photo.deleted_at is None or photo.form_key == form_key:
        return "same", photo
    photo.form_key = form_key
    _restore(photo)
    return "restored", photo


def _restore(photo: Photo) -> None:
    _refuse_too_many(photo.stop_id)
    photo.deleted_at = photo.deleted_by_id = None
    photo.save()


def _refuse_too_many(stop_id: int) -> None:
    if Photo.objects.present().filter(stop_id=stop_id).count() >= MOST_OF_A_STOP:
        raise Refused(
            "too_many_photos",
            _("A stop holds at most {most} photos. Delete one that you do not need.").format(
                most=MOST_OF_A_STOP
            ),
        )


def _write_files(photo: Photo, picture: Picture) -> None:
    files.write(photo.file, picture.content)
    files.write(photo.thumbnail, picture.thumbnail)
