"""The pages of bulletins: public once published, staff alone before; files that can be checked; nothing typed is lost."""

import hashlib
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.bulletins.drafting import Notes, draft_bulletin, draft_later_edition
from reports.bulletins.pdf import make_pdf
from reports.bulletins.signing import sign
from reports.models import SIGNATORIES, Bulletin, Reminder
from reports.tests.bulletin_tour import BulletinTour, bulletin_tour
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

FILES = ["content.json", "coverage.csv", "visits.csv", "zh.pdf", "en.pdf", "print/", ""]


@pytest.fixture
def tour() -> BulletinTour:
    return bulletin_tour()


def drafted(tour: BulletinTour) -> Bulletin:
    return draft_bulletin(tour.staff["NLC"], tour.programme, tour.yesterday, Notes())[1]


def published(tour: BulletinTour, bulletin: Bulletin | None = None) -> Bulletin:
    bulletin = bulletin or drafted(tour)
    for code in SIGNATORIES:
        sign(tour.staff[code], bulletin.pk, code, bulletin.digest)
    return Bulletin.objects.get(pk=bulletin.pk)


def address(bulletin: Bulletin, rest: str = "") -> str:
    return f"/bulletins/{bulletin.number}/{rest}"


# ---------------------------------------------------------------- public


def test_nothing_of_a_draft_is_public(client, tour):
    bulletin = drafted(tour)
    for code in ("NLC", "LSC"):
        sign(tour.staff[code], bulletin.pk, code, bulletin.digest)

    assert {client.get(address(bulletin, rest)).status_code for rest in FILES} == {404}
    assert bulletin.number not in client.get("/bulletins/").content.decode()
    client.force_login(tour.staff["CSTM"])
    assert client.get(address(bulletin)).status_code == 404


def test_everything_of_a_published_bulletin_is_public(client, tour):
    bulletin = published(tour)

    assert {client.get(address(bulletin, rest)).status_code for rest in FILES} == {200}
    page = client.get(f"{address(bulletin)}?lang=en").content.decode()
    assert bulletin.digest in page
    assert "of a target of 200; 198 are still to be reached" in page
    assert "there were 50 exhibition visits" in page
    assert bulletin.number in client.get("/bulletins/").content.decode()


def test_the_json_is_what_was_signed(client, tour):
    bulletin = published(tour)

    sent = client.get(address(bulletin, "content.json")).content

    assert hashlib.sha256(sent).hexdigest() == bulletin.digest
    assert {row.digest for row in bulletin.signatures.all()} == {bulletin.digest}


@pytest.mark.parametrize("rest", FILES)
def test_an_unchanged_answer_is_304(client, tour, rest):
    bulletin = published(tour)
    first = client.get(address(bulletin, rest))

    again = client.get(address(bulletin, rest), headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_the_tables_as_csv(client, tour):
    bulletin = published(tour)
    client.get("/?lang=en")

    coverage = client.get(address(bulletin, "coverage.csv")).content.decode("utf-8-sig").splitlines()
    visits = client.get(address(bulletin, "visits.csv")).content.decode("utf-8-sig").splitlines()

    assert coverage[1:] == [
        f"{bulletin.number},330000,Division 330000,1,1,1,12,0,1,5",
        f"{bulletin.number},360000,Division 360000,1,1,1,38,30,2,5",
        f"{bulletin.number},,Whole country,2,2,2,50,30,3,10",
    ]
    month = f"{tour.yesterday:%Y-%m}"
    assert f"{bulletin.number},330000,Division 330000,{month},exhibition visits,adults,12,0" in visits


def test_the_pdf_carries_its_own_face_and_is_the_same_each_time(client, tour):
    bulletin = published(tour)

    sent = client.get(address(bulletin, "zh.pdf"))

    assert sent["Content-Type"] == "application/pdf"
    assert sent.content.startswith(b"%PDF-") and b"/FontFile3" in sent.content
    assert sent.content == make_pdf(bulletin, "zh") == client.get(address(bulletin, "zh.pdf")).content
    assert sent.content != make_pdf(bulletin, "en")


def test_an_earlier_edition_stays_at_its_address_with_a_notice(client, tour):
    earlier = published(tour)
    before = client.get(address(earlier, "content.json")).content
    tour.amend(tour.a, tour.yesterday, 20)
    notes = Notes(reason="补登", reason_en="Late tallies")
    later = published(tour, draft_later_edition(tour.staff["NLC"], earlier.pk, notes)[1])

    page = client.get(f"{address(earlier)}?lang=en").content.decode()
    assert f"A later edition took the place of these figures: {later.number}." in page
    assert client.get(address(earlier, "content.json")).content == before
    page = client.get(f"{address(later)}?lang=en").content.decode()
    assert f"This edition takes the place of {earlier.number}." in page
    assert "Late tallies" in page and "verified (CSTM)" in page


def test_search_engines_are_told_of_it(client, tour):
    bulletin = published(tour)

    assert address(bulletin) in client.get("/sitemap.xml").content.decode()


def test_demonstrations_are_labelled_and_apart(client, db):
    tour = bulletin_tour(demonstration=True)
    bulletin = published(tour)
    assert address(bulletin) not in client.get("/sitemap.xml").content.decode()

    assert "This bulletin is a sample." in client.get(f"{address(bulletin)}?lang=en").content.decode()
    page = client.get("/bulletins/?lang=en").content.decode()
    assert page.index("No bulletin yet") < page.index("Samples of the demonstration")


@pytest.mark.parametrize("number", ["TJ2026-999", "x", "1" * 60, "tj2026-001"])
def test_an_unknown_number_is_404(client, tour, number):
    published(tour)

    assert client.get(f"/bulletins/{number}/").status_code == 404
    assert client.get(f"/bulletins/{number}/zh.pdf").status_code == 404


def test_lists_need_a_fixed_number_of_queries(client, tour):
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        return len(caught)

    published(tour)
    client.force_login(tour.staff["NLC"])
    paths = ["/bulletins/", "/review/bulletins/"]
    for path in paths:
        client.get(path)
    with_one = [queries(path) for path in paths]
    for days in (2, 3):
        day = tour.yesterday - timedelta(days=days)
        published(tour, draft_bulletin(tour.staff["NLC"], tour.programme, day, Notes())[1])
    assert [queries(path) for path in paths] == with_one


# ---------------------------------------------------------------- staff


def test_the_pages_of_drafts_are_for_staff(client, tour):
    bulletin = drafted(tour)
    paths = [reverse("bulletins:drafts"), reverse("bulletins:draft", args=[bulletin.pk])]
    acts = [
        reverse(f"bulletins:{act}", args=[bulletin.pk])
        for act in ("sign", "withdraw", "redraw", "discard", "remind", "later")
    ]
    everybody = {
        None: 302,
        factories.librarian(tour.a.library): 403,
        factories.coordinator("33"): 403,
        factories.partner(): 403,
        factories.user(): 403,
    }
    for user, status in everybody.items():
        if user:
            client.force_login(user)
        assert {client.get(path).status_code for path in paths} == {status}
        assert {
            client.post(path, {"digest": bulletin.digest}).status_code for path in [*paths[:1], *acts]
        } == {status}
    client.force_login(tour.staff["NLC"])
    assert {client.get(path).status_code for path in paths} == {200}
    foreign = [path.replace(f"/{bulletin.pk}/", "/987654/") for path in [*paths[1:], *acts]]
    assert client.get(foreign[0]).status_code == 404
    assert {client.post(path, {"institution": "NLC"}).status_code for path in foreign[1:]} == {404}


def test_staff_of_three_institutions_draft_and_publish(client, tour):
    client.force_login(tour.staff["NLC"])
    form = {"programme": "tour", "as_of": tour.yesterday.isoformat(), "notes": "口径说明"}
    assert client.post("/review/bulletins/", form).status_code == 302
    assert client.post("/review/bulletins/", form).status_code == 302  # the second click
    bulletin = Bulletin.objects.get()
    for code in SIGNATORIES:
        client.force_login(tour.staff[code])
        page = client.get(reverse("bulletins:draft", args=[bulletin.pk])).content.decode()
        assert "口径说明" in page and page.count('name="institution"') == 1
        for _click in range(2):
            sent = client.post(
                reverse("bulletins:sign", args=[bulletin.pk]),
                {"institution": code, "digest": bulletin.digest},
            )
            assert sent.status_code == 302
    bulletin.refresh_from_db()
    assert (bulletin.state, bulletin.signatures.count(), bulletin.entries.count()) == ("published", 3, 5)


def test_a_foreign_signature_is_refused_on_the_page(client, tour):
    bulletin = drafted(tour)
    client.force_login(tour.staff["LSC"])

    sent = client.post(
        reverse("bulletins:sign", args=[bulletin.pk]) + "?lang=en",
        {"institution": "NLC", "digest": bulletin.digest},
    )

    assert sent.status_code == 403
    assert "You sign for your own institution only." in sent.content.decode()


def test_what_was_typed_stays_when_the_day_is_refused(client, tour):
    client.force_login(tour.staff["NLC"])

    for as_of, status in (("2999-01-01", 400), ("2026-02-30", 400), ("", 400), ("0001-01-01", 400)):
        form = {"programme": "tour", "as_of": as_of, "notes": "口径说明"}
        sent = client.post("/review/bulletins/", form)
        assert (sent.status_code, "口径说明" in sent.content.decode()) == (status, True)
    assert client.post("/review/bulletins/", {"programme": "none", "as_of": "x\x00"}).status_code == 400
    assert not Bulletin.objects.exists()


def test_figures_that_moved_are_shown_before_anybody_signs(client, tour):
    bulletin = drafted(tour)
    client.force_login(tour.staff["NLC"])
    path = reverse("bulletins:draft", args=[bulletin.pk]) + "?lang=en"
    assert "figures are as frozen" in client.get(path).content.decode()

    tour.amend(tour.a, tour.yesterday, 20)

    assert "Figures moved since they were drawn" in client.get(path).content.decode()


def test_the_missing_institutions_are_reminded_once_a_day(client, tour):
    bulletin = drafted(tour)
    sign(tour.staff["NLC"], bulletin.pk, "NLC", bulletin.digest)
    client.force_login(tour.staff["NLC"])
    for _click in range(2):
        client.post(reverse("bulletins:remind", args=[bulletin.pk]))

    reminded = set(Reminder.objects.values_list("user_id", flat=True))
    assert reminded == {tour.staff["LSC"].pk, tour.staff["CSTM"].pk, tour.verifier.pk}
    client.force_login(tour.staff["LSC"])
    page = client.get("/my/reminders/?lang=en").content.decode()
    assert f"signature of your institution under bulletin {bulletin.number}" in page
    assert reverse("bulletins:draft", args=[bulletin.pk]) in page


# ---------------------------------------------------------------- the command


def test_a_bulletin_is_verified_on_the_command_line(tour, tmp_path):
    bulletin, told = published(tour), StringIO()
    file = tmp_path / "copy.json"
    file.write_bytes(bulletin.content.encode())
    call_command("verify_bulletin", bulletin.number, str(file), stdout=told)
    assert told.getvalue().splitlines()[0] == f"SHA-256: {bulletin.digest}"
    assert told.getvalue().count("signed: ") == 3

    file.write_bytes(bulletin.content.replace("50", "51").encode())
    with pytest.raises(CommandError, match="not the one that was signed"):
        call_command("verify_bulletin", bulletin.number, str(file), stdout=StringIO())
    with pytest.raises(CommandError, match="no published bulletin"):
        call_command("verify_bulletin", "TJ1999-001", stdout=StringIO())
