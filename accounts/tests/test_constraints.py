"""What the tables of this room refuse by themselves, on both engines."""

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, User
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db

OBJECTS = ["library", "division", "organisation"]
OWN = {"librarian": {"library"}, "coordinator": {"division"}, "staff": {"organisation"}}


def refused(make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make()


@pytest.mark.parametrize("role", Membership.Role.values)
@pytest.mark.parametrize("given", range(8))
def test_every_role_with_every_set_of_objects(role, given):
    objects = {
        "library": factories.library(),
        "division": factories.division("330000"),
        "organisation": factories.organisation("NLC"),
    }
    chosen = {name: objects[name] for number, name in enumerate(OBJECTS) if given & 1 << number}
    fits = set(chosen) in ([set(), {"division"}] if role == "partner" else [OWN[role]])
    if fits:
        assert Membership.objects.create(user=factories.user(), role=role, **chosen).pk
    else:
        refused(lambda: Membership.objects.create(user=factories.user(), role=role, **chosen))


def test_an_unknown_role_is_refused():
    refused(lambda: Membership.objects.create(user=factories.user(), role="reader"))


def test_a_membership_is_given_once():
    library = factories.library()
    for user, role, objects in [
        (factories.librarian(library), "librarian", {"library": library}),
        (factories.coordinator("33"), "coordinator", {"division": factories.division("330000")}),
        (factories.staff("NLC"), "staff", {"organisation": factories.organisation("NLC")}),
        (factories.partner("33"), "partner", {}),
    ]:
        refused(
            lambda user=user, role=role, objects=objects: Membership.objects.create(
                user=user, role=role, **objects
            )
        )


def test_one_account_a_name_in_any_case():
    factories.user("admin")
    refused(lambda: User.objects.create_user("ADMIN"))
    assert User.objects.get_by_natural_key("ＡＤＭＩＮ").username == "admin"
