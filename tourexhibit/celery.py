"""The task queue.

Redis is a hint, never the guarantee: every task finds its work in the database, so a lost message costs
freshness only and the sweep (see `beat_schedule` in the settings) catches up.
"""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tourexhibit.settings")

app = Celery("tourexhibit")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
