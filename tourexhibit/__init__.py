"""The roof: settings, addresses, the task queue, and the tests that guard the house itself."""

from tourexhibit.celery import app as celery_app

__all__ = ["celery_app"]
