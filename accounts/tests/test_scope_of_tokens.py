"""A token acts for its partner alone: it narrows, and never widens."""

from types import SimpleNamespace

import pytest

from accounts.models import Membership
from accounts.scope import Scope, scope_of
from tourexhibit.tests import factories

pytestmark = pytest.mark.django_db


def scope_with_token(user, province: str = "") -> Scope:
    division = factories.division(f"{province}0000") if province else None
    user.token = SimpleNamespace(division=division, division_id=division and division.pk)
    return scope_of(user)


def test_a_token_has_none_of_the_other_roles_of_its_account():
    user = factories.staff()
    user.is_superuser = True
    user.save()
    Membership.objects.create(user=user, role=Membership.Role.PARTNER)
    scope = scope_with_token(user)
    assert (scope.is_partner, scope.is_staff, scope.may_see_unverified) == (True, False, False)


def test_a_token_narrows_its_partner():
    assert scope_with_token(factories.partner(), "33").partner_prefix == "33"
    assert scope_with_token(factories.partner("33")).partner_prefix == "33"


def test_a_token_of_another_province_than_its_partners_has_no_scope():
    scope = scope_with_token(factories.partner("33"), "44")
    assert (scope.is_partner, scope.has_any_role) == (False, False)


def test_a_token_of_an_account_that_is_no_partner_has_no_scope():
    scope = scope_with_token(factories.coordinator("33"))
    assert scope.has_any_role is False
