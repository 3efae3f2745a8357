"""The photos of a stop: the page to add and describe them, and the only way to their bytes."""

import re
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.scope import scope_of
from exhibitions.models import Stop
from pages.forms.fields import RemarkField
from pages.frame.answers import file_answer, private
from pages.librarian.stops import recordable_stop, stop_within_reach
from uploads import files
from uploads.pictures import MOST_BYTES
from uploads.refusals import NotAllowed, NotFound, Refused
from visits.models import Photo
from visits.recording import photos
from visits.recording.photos import LONGEST_CAPTION, MOST_AT_ONCE, MOST_OF_A_STOP, Description

KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
ACTS = ("describe", "delete", "restore", "release", "withdraw")


class PhotoForm(forms.Form):
    """What is said of one photo, or of several that are sent together."""

    use_required_attribute = False

    caption = RemarkField(
        label=gettext_lazy("Caption"),
        widget=forms.TextInput(attrs={"maxlength": LONGEST_CAPTION, "autocomplete": "off"}),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    recognizable_minors = forms.BooleanField(
        label=gettext_lazy("Faces of minors can be recognized"), required=False
    )

    def description(self) -> Description:
        """What the door takes. Call on a valid form."""
        return Description(**self.cleaned_data)

    def refuse(self, refused: Refused) -> None:
        self.add_error({"caption": "caption"}.get(refused.code, "day"), refused.message)


@require_http_methods(["GET", "HEAD", "POST"])
def stop_photos(request: HttpRequest, stop_id: int) -> HttpResponse:
    """The photos of one stop, and the plain form that adds several at once.

    Each file stands for itself: those that can be kept are kept, the others are named with what to do about them.
    The same form sent again stores nothing twice.
    """
    if request.method != "POST":
        return _page(request, stop_within_reach(scope_of(request.user), stop_id))
    stop = recordable_stop(scope_of(request.user), stop_id)
    form = PhotoForm(request.POST)
    sent = request.FILES.getlist("photos")
    refused = _refuse_upload(request, len(sent))
    if refused or not form.is_valid():
        return _page(request, stop, form=form, refused=[("", refused)] if refused else [], status=400)
    key = request.POST.get("form_key", "")
    if not KEY.fullmatch(key):
        raise BadRequest("the form has no key")
    added, failures = 0, []
    for file in sent:
        try:
            if (file.size or 0) > MOST_BYTES:
                raise Refused("file_too_large", _("The file is larger than 10 MB. Send it smaller."))
            outcome, _photo = photos.add_photo(
                request.user, stop.pk, file.read(), form.description(), form_key=uuid.UUID(key)
            )
            added += outcome != "same"
        except Refused as problem:
            failures.append((file.name, problem.message))
            if problem.code in ("future_day", "outside_stop", "caption"):
                form.refuse(problem)
                failures.clear()
                break
        except NotFound as missing:
            raise Http404 from missing
    if added:
        told = ngettext("{number} photo is kept.", "{number} photos are kept.", added).format(number=added)
        messages.success(request, told)
    if failures or form.errors:
        return _page(request, stop, form=form, refused=failures, status=400)
    return redirect("librarian:photos", stop_id=stop.pk)


def _refuse_upload(request: HttpRequest, number: int) -> str:
    if getattr(request, "upload_too_large", False):
        return _("Together these files are larger than 64 MB. Nothing was stored; send fewer at once.")
    if number == 0:
        return _("Choose a photo first.")
    if number > MOST_AT_ONCE:
        return _("These are {number} photos. Nothing was stored; send at most {most} at once.").format(
            number=number, most=MOST_AT_ONCE
        )
    return ""


@require_POST
def change(request: HttpRequest, stop_id: int, photo_id: int) -> HttpResponse:
    """Describe, delete, bring back, release or take back one photo; ends at the photos of the stop."""
    act = request.POST.get("act", "")
    if act not in ACTS:
        raise BadRequest("no such act")
    scope = scope_of(request.user)
    if act in ("release", "withdraw") and not scope.is_staff:
        raise PermissionDenied
    stop = recordable_stop(scope, stop_id)
    if not Photo.objects.filter(pk=photo_id, stop_id=stop.pk).exists():
        raise Http404
    form = PhotoForm(request.POST, prefix=f"photo-{photo_id}")
    try:
        if act != "describe" or form.is_valid():
            _act(request, photo_id, act, form)
            return redirect(f"{reverse('librarian:photos', kwargs={'stop_id': stop.pk})}#photo-{photo_id}")
    except Refused as refused:
        if act != "describe":
            return _page(request, stop, refused=[("", refused.message)], status=400)
        form.refuse(refused)
    except NotAllowed as refused:
        raise PermissionDenied from refused
    except NotFound as missing:
        raise Http404 from missing
    return _page(request, stop, changed={photo_id: form}, status=400)


def _act(request: HttpRequest, photo_id: int, act: str, form: PhotoForm) -> None:
    if act == "describe":
        photos.describe_photo(request.user, photo_id, form.description())
    elif act == "delete":
        photos.delete_photo(request.user, photo_id)
    elif act == "restore":
        photos.restore_photo(request.user, photo_id)
    else:
        photos.release_photo(request.user, photo_id, public=act == "release")


# Released photos are for everybody; every other is not there for who may not see it, signed in or not.
@login_not_required
@require_safe
def photo(request: HttpRequest, stop_id: int, photo_id: int, small: bool = False) -> HttpResponse:
    """The bytes of one photo, or its thumbnail; the browser asks each time whether it may still show them."""
    found = Photo.objects.visible_to(request.user).filter(pk=photo_id, stop_id=stop_id).first()
    if found is None:
        raise Http404
    tag = f'"{found.digest[:32]}{"s" if small else ""}"'
    if request.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        try:
            content = files.read(found.thumbnail if small else found.file)
        except FileNotFoundError as missing:
            raise Http404 from missing
        answer = file_answer(content, "image/jpeg", f"photo-{found.stop_id}-{found.pk}.jpg", download=False)
    answer["ETag"] = tag
    return private(answer)


def _page(
    request: HttpRequest,
    stop: Stop,
    *,
    form: PhotoForm | None = None,
    changed: dict[int, PhotoForm] | None = None,
    refused: list[tuple[str | None, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    scope = scope_of(request.user)
    rows = list(Photo.objects.filter(stop_id=stop.pk).select_related("uploaded_by"))
    present = [row for row in rows if row.deleted_at is None]
    context: dict[str, Any] = {
        "stop": stop,
        "form": form
        or PhotoForm(
            initial={"day": timezone.localdate() if stop.is_open_on(timezone.localdate()) else None}
        ),
        "form_key": uuid.uuid4(),
        "photos": [(row, (changed or {}).get(row.pk) or _form_of(row)) for row in present],
        "deleted": [row for row in rows if row.deleted_at],
        "refused": refused or [],
        "may_write": scope.is_staff or stop.library_id in scope.libraries,
        "may_release": scope.is_staff,
        "own": stop.library_id in scope.libraries,
        "room_left": MOST_OF_A_STOP - len(present),
        "most": MOST_OF_A_STOP,
        "most_at_once": MOST_AT_ONCE,
    }
    return private(render(request, "librarian/photos.html", context, status=status))


def _form_of(row: Photo) -> PhotoForm:
    initial = {"caption": row.caption, "day": row.day, "recognizable_minors": row.recognizable_minors}
    return PhotoForm(initial=initial, prefix=f"photo-{row.pk}")
