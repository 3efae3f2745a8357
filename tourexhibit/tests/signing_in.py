"""Signing in without a password."""

from django.test import Client

from accounts.models import User


def sign_in(client: Client, user: User) -> Client:
    """The client, as this account and in English."""
    # As the database has it: the factory's object remembers a scope without its memberships.
    client.force_login(User.objects.get(pk=user.pk))
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client
