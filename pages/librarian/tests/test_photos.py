"""Photos of a stop: who may add, see, change and release them, and that nothing else gets in or out."""

import re
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from tourexhibit.tests import factories
from upkeep.leftovers import remove_for_good, sweep_files
from uploads import files
from uploads.refusals import Refused
from uploads.tests.pictures import picture, png_of_size, with_position
from visits.models import Photo
from visits.recording import photos
from visits.recording.photos import Description, add_photo, delete_photo

pytestmark = pytest.mark.django_db

KEY = uuid.UUID("5b8f2b1e-2c0a-4a53-8a53-0f6a5b0a7c11")


@pytest.fixture
def stop():
    today = timezone.localdate()
    return factories.stop(
        opens=today - timedelta(days=9),
        closes=today + timedelta(days=20),
        library=factories.library("330521"),
    )


@pytest.fixture
def foreign():
    today = timezone.localdate()
    return factories.stop(
        opens=today - timedelta(days=9),
        closes=today + timedelta(days=20),
        library=factories.library("360982"),
    )


@pytest.fixture
def desk(librarian):
    return sign_in(librarian)


def sign_in(user) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    # As the database has it: the factory's object remembers a scope without its memberships.
    client.force_login(User.objects.get(pk=user.pk))
    return client


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def page(stop) -> str:
    return f"/my/stops/{stop.pk}/photos/"


def send(client, stop, *contents: bytes, key: uuid.UUID = KEY, names: list[str] | None = None, **typed):
    sent = [
        SimpleUploadedFile((names or [])[number] if names else f"photo{number}.jpg", content, "image/jpeg")
        for number, content in enumerate(contents)
    ]
    return client.post(page(stop), {"form_key": str(key), "caption": "", "day": "", "photos": sent, **typed})


def added(stop, librarian, colour: str = "teal", **description) -> Photo:
    _outcome, photo = add_photo(
        fresh(librarian), stop.pk, picture(colour=colour), Description(**description), form_key=uuid.uuid4()
    )
    return photo


def stored_files() -> set[str]:
    root = settings.VAR_DIR / "files"
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(autouse=True)
def own_directory(settings, tmp_path):
    settings.VAR_DIR = tmp_path


# ---------------------------------------------------------------- adding


def test_several_photos_at_once_are_kept_private_and_without_position(desk, stop):
    today = timezone.localdate()
    answer = send(
        desk,
        stop,
        with_position(),
        picture(kind="PNG"),
        caption="开展第一天",
        day=today.isoformat(),
        names=["../../etc/passwd", "C:\\photo.png"],
    )

    assert (answer.status_code, answer.url) == (302, page(stop))
    rows = list(Photo.objects.order_by("pk"))
    assert [(row.caption, row.day, row.released_at, row.recognizable_minors) for row in rows] == [
        ("开展第一天", today, None, False)
    ] * 2
    assert stored_files() == {name for row in rows for name in (row.file, row.thumbnail)}
    assert all(b"SECRET" not in files.read(row.file) for row in rows)
    shown = desk.get(page(stop)).content.decode()
    assert "开展第一天" in shown and "2 of 60 photos" in shown


def test_the_same_form_or_the_same_content_again_stores_nothing_twice(desk, stop):
    content = picture()
    for key in (KEY, KEY, uuid.uuid4()):
        assert send(desk, stop, content, content, key=key, caption="一").status_code == 302

    assert Photo.objects.count() == 1
    assert Photo.objects.get().caption == "一"


def test_an_old_form_does_not_bring_back_what_was_deleted_since_a_new_one_does(desk, stop, librarian):
    content = picture()
    send(desk, stop, content)
    delete_photo(fresh(librarian), Photo.objects.get().pk)

    send(desk, stop, content)
    assert Photo.objects.present().count() == 0

    send(desk, stop, content, key=uuid.uuid4())
    assert Photo.objects.present().count() == 1


def test_good_files_are_kept_and_the_others_named(desk, stop):
    answer = send(
        desk,
        stop,
        picture(),
        b"<svg onload='alert(1)'/>",
        picture(2000, 2000)[:5000],
        png_of_size(30000, 30000),
        names=["good.jpg", "<b>evil</b>.jpg", "cut.jpg", "bomb.png"],
        caption="开展",
    )
    shown = answer.content.decode()

    assert answer.status_code == 400
    assert Photo.objects.count() == 1
    assert "&lt;b&gt;evil" in shown or "b&gt;.jpg" in shown
    for words in ("This is not a picture", "damaged or incomplete", "too many pixels", 'value="开展"'):
        assert words in shown
    assert "good.jpg" not in shown


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"day": "2099-01-01"}, "This day is still to come."),
        ({"day": "2001-01-01"}, "not here yet"),
        ({"day": "yesterday"}, "valid date"),
        ({"caption": "王小明 13912345678"}, "telephone"),
        ({"caption": "长" * 121}, "at most 120"),
    ],
)
def test_a_wrong_description_stores_nothing_and_keeps_what_was_typed(desk, stop, typed, words):
    answer = send(desk, stop, picture(), **typed)

    assert (answer.status_code, Photo.objects.count(), stored_files()) == (400, 0, set())
    assert words in answer.content.decode()
    assert next(iter(typed.values())) in answer.content.decode()


def test_fifty_at_once_are_refused_in_words(desk, stop):
    answer = send(desk, stop, *[picture(8, 8, "PNG", (number, 0, 0)) for number in range(50)])

    assert (answer.status_code, Photo.objects.count()) == (400, 0)
    assert "These are 50 photos. Nothing was stored; send at most 12 at once." in answer.content.decode()


def test_too_many_bytes_at_once_are_refused_in_words(desk, stop, monkeypatch):
    monkeypatch.setattr("uploads.bounds.MOST_BYTES", 2000)

    answer = send(desk, stop, picture(), picture(colour="red"), caption="开展")

    assert (answer.status_code, Photo.objects.count()) == (400, 0)
    shown = answer.content.decode()
    assert "larger than 64 MB" in shown and 'value="开展"' in shown


def test_no_file_and_a_damaged_form(desk, stop):
    assert "Choose a photo first." in send(desk, stop).content.decode()
    answer = desk.post(page(stop), {"form_key": "x", "photos": SimpleUploadedFile("a.jpg", picture())})
    assert (answer.status_code, Photo.objects.count()) == (400, 0)


def test_a_stop_holds_no_more_than_its_bound(stop, librarian, monkeypatch):
    monkeypatch.setattr(photos, "MOST_OF_A_STOP", 1)
    first = added(stop, librarian)

    with pytest.raises(Refused) as refused:
        added(stop, librarian, "red")
    assert refused.value.code == "too_many_photos"

    delete_photo(fresh(librarian), first.pk)
    added(stop, librarian, "red")
    with pytest.raises(Refused):
        photos.restore_photo(fresh(librarian), first.pk)


# ---------------------------------------------------------------- who


def without_token(content: bytes) -> bytes:
    """The token of a form is another one in each answer, and the language switch repeats what was asked for."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"|href="/my/stops/[^"]*"', b"", content)


def everybody(stop, foreign) -> dict[str, Client]:
    return {
        "anonymous": Client(),
        "librarian": sign_in(factories.librarian(stop.library)),
        "foreign librarian": sign_in(factories.librarian(foreign.library)),
        "coordinator": sign_in(factories.coordinator("33")),
        "foreign coordinator": sign_in(factories.coordinator("36")),
        "staff": sign_in(factories.staff()),
        "partner": sign_in(factories.partner()),
        "no role": sign_in(factories.user()),
    }


def test_who_sees_a_private_photo(stop, foreign, librarian):
    photo = added(stop, librarian)
    found = {
        name: (
            client.get(f"{page(stop)}{photo.pk}/").status_code,
            client.get(f"{page(stop)}{photo.pk}/small/").status_code,
            client.get(page(stop)).status_code,
        )
        for name, client in everybody(stop, foreign).items()
    }

    assert found == {
        "anonymous": (404, 404, 302),
        "librarian": (200, 200, 200),
        "foreign librarian": (404, 404, 404),
        "coordinator": (200, 200, 200),
        "foreign coordinator": (404, 404, 404),
        "staff": (200, 200, 200),
        "partner": (404, 404, 403),
        "no role": (404, 404, 403),
    }


def test_who_adds_and_changes(stop, foreign, librarian):
    photo = added(stop, librarian, "red")
    found = {
        name: (
            send(client, stop, picture(8, 8, "PNG", (number, 9, 9))).status_code,
            client.post(f"{page(stop)}{photo.pk}/change/", {"act": "restore"}).status_code,
            client.post(f"{page(stop)}{photo.pk}/change/", {"act": "release"}).status_code,
        )
        for number, (name, client) in enumerate(everybody(stop, foreign).items())
    }

    assert found == {
        "anonymous": (302, 302, 302),
        "librarian": (302, 302, 403),
        "foreign librarian": (404, 404, 403),
        "coordinator": (403, 403, 403),
        "foreign coordinator": (403, 403, 403),
        "staff": (302, 302, 302),
        "partner": (403, 403, 403),
        "no role": (403, 403, 403),
    }


def test_a_foreign_photo_and_a_missing_one_are_the_same_bytes(desk, stop, foreign):
    theirs = added(foreign, factories.librarian(foreign.library))
    for address in ("{stop}/photos/{photo}/", "{stop}/photos/{photo}/small/"):
        answers = [
            desk.get(f"/my/stops/{address}".format(stop=number, photo=photo))
            for number, photo in (
                (stop.pk, theirs.pk),
                (stop.pk, 987654),
                (foreign.pk, theirs.pk),
                (987654, 1),
            )
        ]
        assert {(answer.status_code, without_token(answer.content)) for answer in answers} == {
            (404, without_token(answers[0].content))
        }
    for number in (theirs.pk, 987654):
        answer = desk.post(f"{page(stop)}{number}/change/", {"act": "delete"})
        assert answer.status_code == 404
    assert Photo.objects.get(pk=theirs.pk).deleted_at is None


def test_the_bytes_are_typed_sandboxed_and_kept_by_no_shared_cache(desk, stop, librarian):
    photo = added(stop, librarian)
    answer = desk.get(f"{page(stop)}{photo.pk}/")

    assert answer.content == files.read(photo.file)
    assert {
        name: answer[name] for name in ("Content-Type", "X-Content-Type-Options", "Content-Disposition")
    } == {
        "Content-Type": "image/jpeg",
        "X-Content-Type-Options": "nosniff",
        "Content-Disposition": f'inline; filename="photo-{stop.pk}-{photo.pk}.jpg"',
    }
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert "sandbox" in answer["Content-Security-Policy"]
    again = desk.get(f"{page(stop)}{photo.pk}/", HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_a_file_that_is_gone_is_not_found(desk, stop, librarian):
    photo = added(stop, librarian)
    files.remove(photo.file)

    assert desk.get(f"{page(stop)}{photo.pk}/").status_code == 404


# ---------------------------------------------------------------- public, minors, deleting


def change(client, photo, act: str, **typed):
    typed = {f"photo-{photo.pk}-{name}": value for name, value in typed.items()}
    return client.post(f"/my/stops/{photo.stop_id}/photos/{photo.pk}/change/", {"act": act, **typed})


def test_staff_release_a_photo_and_take_it_back(desk, stop, librarian):
    photo = added(stop, librarian)
    staff = sign_in(factories.staff())
    address = f"{page(stop)}{photo.pk}/"

    assert change(staff, photo, "release").status_code == 302
    assert Client().get(address).status_code == 200
    change(staff, photo, "withdraw")
    assert Client().get(address).status_code == 404


def test_minors_keep_a_photo_private_for_ever(desk, stop, librarian):
    photo = added(stop, librarian)
    staff = sign_in(factories.staff())
    change(staff, photo, "release")

    change(desk, photo, "describe", caption="小组", recognizable_minors="on")
    assert Client().get(f"{page(stop)}{photo.pk}/").status_code == 404

    change(desk, photo, "describe", caption="小组")
    photo.refresh_from_db()
    assert (photo.caption, photo.recognizable_minors, photo.released_at) == ("小组", True, None)
    answer = change(staff, photo, "release")
    assert answer.status_code == 400 and "stays private" in answer.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Photo.objects.update(released_at=timezone.now())


def test_deleting_hides_at_once_can_be_undone_and_is_final_after_thirty_days(desk, stop, librarian):
    photo = added(stop, librarian)
    address = f"{page(stop)}{photo.pk}/"
    change(sign_in(factories.staff()), photo, "release")
    for _again in range(2):
        assert change(desk, photo, "delete").status_code == 302
    assert (desk.get(address).status_code, Client().get(address).status_code) == (404, 404)
    assert "can be brought back" in desk.get(page(stop)).content.decode()

    change(desk, photo, "restore")
    assert (desk.get(address).status_code, Client().get(address).status_code) == (200, 404)

    change(desk, photo, "delete")
    now = timezone.now()
    assert remove_for_good(now + timedelta(days=29)) == 0
    assert remove_for_good(now + timedelta(days=31)) == 1
    assert (Photo.objects.count(), stored_files()) == (0, set())
    assert change(desk, photo, "restore").status_code == 404


def test_the_sweep_leaves_what_a_row_names_and_what_is_young(stop, librarian):
    photo = added(stop, librarian)
    leftover = f"photos/{stop.pk}/{'0' * 64}.jpg"
    files.write(leftover, b"left by a crash")

    sweep_files(timezone.now())
    assert leftover in stored_files()
    sweep_files(timezone.now() + timedelta(days=2))
    assert stored_files() == {photo.file, photo.thumbnail}


@pytest.mark.parametrize(
    "name", ["../db.sqlite3", "photos/1/../../secret", "/etc/passwd", "photos/1/x.jpg", ""]
)
def test_a_name_not_made_here_leads_nowhere(name):
    with pytest.raises(ValueError, match="not a name"):
        files.path_of(name)


def test_the_page_asks_the_same_number_of_queries_for_one_photo_and_three(desk, stop, librarian):

    numbers = []
    for colours in (["red"], ["green", "blue"]):
        for colour in colours:
            added(stop, librarian, colour)
        with CaptureQueriesContext(connection) as queries:
            desk.get(page(stop))
        numbers.append(len(queries))
    assert numbers[0] == numbers[1]
