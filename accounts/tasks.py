"""Thin tasks of the accounts; each may run twice or not at all."""

from celery import shared_task

from accounts import denied_writes, sessions


@shared_task(name="accounts.tasks.clear_expired_sessions")
def clear_expired_sessions() -> None:
    """Delete expired sessions. Sent by beat once a day."""
    sessions.clear_expired_sessions()


@shared_task(name="accounts.tasks.forget_old_records")
def forget_old_records() -> None:
    """Delete records of access that have been kept long enough. Sent by beat once a day."""
    denied_writes.forget_old_records()
