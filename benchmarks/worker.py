"""A real Celery worker on Redis, in processes of its own, with a queue of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from exhibitions.models import StaleDay, Stop
from tourexhibit.celery import app
from visits.tasks import drain_stale_totals

ROOT = Path(__file__).resolve().parent.parent
QUEUE = "tourexhibit-benchmarks"
PATIENCE = 60  # seconds to wait for a worker's first work


def use_own_queue() -> None:
    """Send tasks to the benchmarks' queue: a portal on the same Redis is left alone."""
    app.conf.task_default_queue = QUEUE


def start(*, concurrency: int) -> subprocess.Popen:
    """Start a worker in a process group of its own, so that all of it can be killed at once."""
    command = [
        sys.executable, "-m", "celery", "--app", "tourexhibit", "worker", "--queues", QUEUE,
        "--concurrency", str(concurrency), "--loglevel", "ERROR", "--hostname", f"{QUEUE}-{os.getpid()}@%h",
    ]  # fmt: skip
    return subprocess.Popen(
        command, cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def stop(worker: subprocess.Popen) -> None:
    os.killpg(worker.pid, signal.SIGTERM)
    try:
        worker.wait(timeout=15)
    except subprocess.TimeoutExpired:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


@contextmanager
def running(*, concurrency: int = 1) -> Iterator[subprocess.Popen]:
    """A worker that has worked off its first mark."""
    worker = start(concurrency=concurrency)
    try:
        StaleDay.objects.create(stop_id=Stop.objects.order_by("pk").values_list("pk", flat=True)[0], day=None)
        drain_stale_totals.delay()
        end = time.monotonic() + PATIENCE
        while StaleDay.objects.exists():
            if time.monotonic() > end or worker.poll() is not None:
                raise RuntimeError("the worker does not work")
            time.sleep(0.05)
        yield worker
    finally:
        stop(worker)
        app.control.purge()
