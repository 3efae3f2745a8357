"""Thin tasks of the accounts; each may run twice or not at all."""

from celery import shared_task

from accounts import sessions


@shared_task
def clear_expired_sessions() -> None:
    """Delete expired sessions. Sent by beat once a day."""
    sessions.clear_expired_sessions()
