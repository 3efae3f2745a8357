"""Invitations: who gives which role away, the link that works once, and both ways of taking it on."""

import re
import uuid
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts import invitations
from accounts.denied_writes import forget_old_records
from accounts.invitations import Gift, NotPending
from accounts.models import Invitation, Membership, User
from accounts.scope import scope_of
from demonstration.accounts import take_roles_away
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/accounts/invitations/"
PASSWORD = "a-long-password-4711"
CHOSEN = {"username": "王管理员", "display_name": "王老师", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def no_limits_reached():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def library():
    return factories.library("330521", name="德清县图书馆")


@pytest.fixture
def foreign():
    return factories.library("360982", name="樟树市图书馆")


@pytest.fixture
def coordinator():
    return factories.coordinator("33")


def signed_in(user: User) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.force_login(User.objects.get(pk=user.pk))
    return client


def form(**fields) -> dict:
    return {
        "form_key": str(uuid.uuid4()),
        "role": "librarian",
        "library": "330521",
        "display_name": "王老师",
        "email": "",
        **fields,
    }


def link_in(answer) -> str:
    return re.search(r"http://testserver(/accounts/invited/\w+/)", answer.content.decode())[1]


def give(by: User, **fields) -> str:
    answer = signed_in(by).post(PAGE, form(**fields))
    assert answer.status_code == 200
    return link_in(answer)


# ---------------------------------------------------------------- the way of a link


def test_a_librarian_without_mail_is_invited_by_a_link_and_makes_an_account(coordinator, library):
    link = give(coordinator)
    invited = Client(HTTP_ACCEPT_LANGUAGE="en")
    assert "德清县图书馆" in invited.get(link).content.decode()

    answer = invited.post(link, CHOSEN)

    assert (answer.status_code, answer["Location"]) == (302, "/start/")
    user = User.objects.get(username="王管理员")
    assert (str(user), user.is_staff, user.check_password(PASSWORD)) == ("王老师", False, True)
    assert scope_of(user).libraries == {library.pk}
    assert invited.get("/my/").status_code == 200
    assert UserSession.objects.get().user == user
    made = Invitation.objects.get()
    assert (made.state, made.accepted_by, len(mail.outbox)) == ("accepted", user, 0)


def test_a_link_works_once(coordinator, library):
    link = give(coordinator)
    first = Client()
    first.post(link, CHOSEN)

    again = Client().post(link, {**CHOSEN, "username": "another"})

    assert (again.status_code, User.objects.filter(username="another").exists()) == (404, False)
    assert first.post(link, CHOSEN)["Location"] == "/start/"  # the same person's second tap
    assert Client().get(link).status_code == 404


def test_only_the_digest_of_the_link_is_stored(coordinator, library):
    secret = give(coordinator).split("/")[-2]
    made = Invitation.objects.get()

    assert made.digest == invitations.digest_of(secret)
    assert secret not in str({**made.__dict__, **made.history.get().__dict__})


def test_the_same_form_twice_is_one_invitation_with_one_link(coordinator, library):
    client, sent = signed_in(coordinator), form(email="wang@example.org")

    links = {link_in(client.post(PAGE, sent)) for _tap in range(2)}

    assert (len(links), Invitation.objects.count(), len(mail.outbox)) == (1, 1, 1)


def test_the_mail_is_chinese_first_and_carries_the_link(coordinator, library):
    link = give(coordinator, email="wang@example.org")
    [sent] = mail.outbox

    assert sent.to == ["wang@example.org"]
    assert sent.body.index("邀请") < sent.body.index("invites you")
    assert sent.body.count(link) == 2


def test_an_expired_a_revoked_and_an_unknown_link_look_the_same(coordinator, library):
    expired, revoked = give(coordinator), give(coordinator, display_name="李老师")
    Invitation.objects.filter(display_name="王老师").update(expires_at=timezone.now() - timedelta(seconds=1))
    taken_back = Invitation.objects.get(display_name="李老师")
    assert signed_in(coordinator).post(f"{PAGE}{taken_back.pk}/revoke/").status_code == 302

    bodies = set()
    for path in (expired, revoked, "/accounts/invited/none-such/"):
        answer = Client().get(path)
        assert answer.status_code == 404
        bodies.add(answer.content.decode().replace(path, ""))
        assert Client().post(path, CHOSEN).status_code == 404
    assert len(bodies) == 1
    assert not User.objects.filter(username="王管理员").exists()


def test_renewing_ends_the_old_link_and_starts_the_time_anew(coordinator, library):
    old = give(coordinator)
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))
    path, key = f"{PAGE}{Invitation.objects.get().pk}/renew/", {"form_key": str(uuid.uuid4())}

    client = signed_in(coordinator)
    new = link_in(client.post(path, key))

    assert new == link_in(client.post(path, key)) != old
    assert (Client().get(old).status_code, Client().get(new).status_code) == (404, 200)
    assert Invitation.objects.get().state == "pending"
    assert client.post(path, {"form_key": "none"}).status_code == 400


def test_what_is_wrong_is_told_at_its_field_and_spends_nothing(coordinator, library):
    factories.user("taken")
    link = give(coordinator)
    for wrong in (
        {"username": "ＴＡＫＥＮ"},
        {"username": "王 管理员"},
        {"username": "x"},
        {"password1": "1234567890", "password2": "1234567890"},
        {"password2": "differs-4711"},
        {"display_name": ""},
        {"username": "li\x00"},
    ):
        answer = Client().post(link, {**CHOSEN, **wrong})
        assert answer.status_code == 400, wrong
        assert PASSWORD not in answer.content.decode()
    assert Client().post(link, CHOSEN).status_code == 302


def test_an_account_that_there_is_takes_the_role_on_after_signing_in(coordinator, library, foreign):
    librarian = factories.librarian(foreign)
    link = give(coordinator)
    client = signed_in(librarian)
    assert "You are signed in as" in client.get(link).content.decode()

    assert client.post(link)["Location"] == "/accounts/"

    user = User.objects.get(pk=librarian.pk)
    assert scope_of(user).libraries == {library.pk, foreign.pk}
    assert Invitation.objects.get().accepted_by == user
    client.post(give(coordinator, display_name="again"))
    assert Membership.objects.filter(user=user, library=library).count() == 1


# ---------------------------------------------------------------- who gives what


@pytest.mark.parametrize(
    ("who", "role", "target", "allowed"),
    [
        ("coordinator", "librarian", "330521", True),
        ("coordinator", "librarian", "360982", False),
        ("coordinator", "coordinator", "33", False),
        ("coordinator", "staff", "NLC", False),
        ("staff", "librarian", "360982", True),
        ("staff", "coordinator", "36", True),
        ("staff", "staff", "NLC", True),
        ("staff", "staff", "LSC", False),
        ("superuser", "staff", "LSC", True),
        ("superuser", "partner", "", True),
        ("staff", "partner", "36", True),
        ("coordinator", "partner", "33", False),
        ("librarian", "librarian", "330521", False),
        ("partner", "librarian", "330521", False),
    ],
)
def test_nobody_gives_more_away_than_they_have(library, foreign, coordinator, who, role, target, allowed):
    people = {
        "coordinator": coordinator,
        "staff": factories.staff("NLC"),
        "superuser": factories.user(is_superuser=True),
        "librarian": factories.librarian(library),
        "partner": factories.partner(),
    }
    factories.organisation("LSC")
    places = {"330521": library, "360982": foreign}
    gift = Gift(
        role,
        library=places.get(target) if role == "librarian" else None,
        division=factories.division(f"{target}0000")
        if role in ("coordinator", "partner") and target
        else None,
        organisation=factories.organisation(target) if role == "staff" else None,
    )
    by = User.objects.get(pk=people[who].pk)
    made = {"display_name": "某人", "email": "", "form_key": uuid.uuid4()}

    if allowed:
        assert invitations.invite(by, gift, **made)[2]
    else:
        with pytest.raises(PermissionError):
            invitations.invite(by, gift, **made)
    assert Invitation.objects.count() == allowed


@pytest.mark.parametrize("code", ["", "360000"])
def test_a_partner_is_invited_to_an_account_of_its_own(library, code):
    staff = factories.staff("NLC")
    division = factories.division(code) if code else None
    typed = form(role="partner", library="", division=division.pk if division else "")
    assert signed_in(staff).post(PAGE, typed).status_code == 200
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.division) == ("partner", division)
    secret = invitations.secret_of(staff, uuid.UUID(typed["form_key"]))
    with pytest.raises(invitations.NotForThisAccount):
        invitations.accept_with_account(secret, factories.librarian(library))
    user = invitations.accept_with_new_account(
        secret, username="statistics-bureau", display_name="统计局", password=PASSWORD
    )
    scope = scope_of(User.objects.get(pk=user.pk))
    assert (scope.is_partner, scope.partner_prefix, user.is_staff) == (True, code[:2], False)


def test_a_coordinator_does_not_find_libraries_of_another_province(coordinator, library, foreign):
    answer = signed_in(coordinator).post(PAGE, form(library="樟树市图书馆"))

    assert (answer.status_code, Invitation.objects.count()) == (400, 0)
    assert "王老师" in answer.content.decode()  # nothing typed is lost
    assert "樟树市图书馆" not in signed_in(coordinator).get(PAGE).content.decode()


def test_an_unclear_library_is_asked_for_by_name(coordinator, library):
    factories.library("330522", name="长兴县图书馆")
    answer = signed_in(coordinator).post(PAGE, form(library="县图书馆"))

    assert answer.status_code == 400
    assert "330521 德清县图书馆、330522 长兴县图书馆" in answer.content.decode()
    assert signed_in(coordinator).post(PAGE, form(library="德清")).status_code == 200


def test_with_the_role_of_the_giver_the_open_invitations_go(coordinator, library):
    link = give(coordinator)
    coordinator.memberships.all().delete()

    assert Client().get(link).status_code == 404
    assert Client().post(link, CHOSEN).status_code == 404


def test_others_neither_see_nor_end_an_invitation(coordinator, library):
    give(coordinator)
    made = Invitation.objects.get()
    other = signed_in(factories.coordinator("36"))

    assert "王老师" not in other.get(PAGE).content.decode()
    for act in ("renew", "revoke"):
        assert other.post(f"{PAGE}{made.pk}/{act}/", {"form_key": str(uuid.uuid4())}).status_code == 404
    assert Invitation.objects.get().state == "pending"


def test_a_day_has_a_limit(coordinator, library, monkeypatch):
    monkeypatch.setattr(invitations, "MOST_PER_DAY", 1)
    give(coordinator)

    assert signed_in(coordinator).post(PAGE, form()).status_code == 429
    assert Invitation.objects.count() == 1


def test_trying_links_has_a_limit(settings):
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "invited": "2/m/ip"}

    assert [Client().post("/accounts/invited/guess/").status_code for _try in range(3)] == [404, 404, 429]


def test_invited_staff_are_led_to_their_second_factor(settings):
    settings.SECOND_FACTOR = True
    staff = factories.staff("NLC")
    _made, secret, _new = invitations.invite(
        User.objects.get(pk=staff.pk),
        Gift("staff", organisation=factories.organisation("NLC")),
        display_name="新同事",
        email="",
        form_key=uuid.uuid4(),
    )
    client = Client()

    client.post(f"/accounts/invited/{secret}/", CHOSEN)

    assert client.get("/dashboard/")["Location"] == "/accounts/2fa/totp/activate/"
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    assert User.objects.get(username="王管理员").is_staff


def test_what_the_demonstration_gives_goes_with_it(library):
    demonstration = factories.staff("NLC", demonstration=True)
    link = give(demonstration)
    real = factories.user()
    assert signed_in(real).post(link).status_code == 409
    Client().post(link, CHOSEN)
    give(demonstration, display_name="还没有用")

    assert User.objects.get(username="王管理员").demonstration
    take_roles_away()
    assert not Invitation.objects.exists()
    assert not Membership.objects.filter(user__demonstration=True).exists()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_for_three(
    coordinator, library, number, django_assert_num_queries
):
    for each in range(number):
        give(coordinator, display_name=f"老师{each}")
    client = signed_in(coordinator)
    with django_assert_num_queries(7):
        client.get(PAGE)


def test_an_accepted_invitation_is_neither_renewed_nor_taken_back(coordinator, library):
    link = give(coordinator)
    Client().post(link, CHOSEN)
    made = Invitation.objects.get()
    with pytest.raises(NotPending):
        invitations.renew(User.objects.get(pk=coordinator.pk), made.pk, uuid.uuid4())
    with pytest.raises(NotPending):
        invitations.revoke(User.objects.get(pk=coordinator.pk), made.pk)


def test_invitations_never_taken_on_are_forgotten_after_a_year(coordinator, library):
    give(coordinator, display_name="刚刚过期")
    give(coordinator, display_name="早已过期")
    Invitation.objects.filter(display_name="早已过期").update(expires_at=timezone.now() - timedelta(days=400))
    used = give(coordinator)
    Client().post(used, CHOSEN)
    Invitation.objects.filter(accepted_at__isnull=False).update(
        expires_at=timezone.now() - timedelta(days=400)
    )

    forget_old_records()

    assert set(Invitation.objects.values_list("display_name", flat=True)) == {"刚刚过期", "王老师"}
    assert not Invitation.history.filter(display_name="早已过期").exists()
