"""The schedule and the tasks agree, under names that stay: messages are in flight under them during an update."""

import ast
from collections.abc import Iterable, Iterator

import pytest
from django.conf import settings

from tourexhibit.celery import app
from tourexhibit.tests.house import ROOMS, sources
from tourexhibit.tests.processes import others, wait_until

# A task keeps the name of the room that it was written in, wherever it has moved since.
TASKS = {
    "accounts.tasks.clear_expired_sessions",
    "accounts.tasks.forget_old_records",
    "api.tasks.deliver_webhooks",
    "api.tasks.look_after_webhooks",
    "api.tasks.prove_registry_feed",
    "api.tasks.tell_registry_changes",
    "api.tasks.warn_of_ending_tokens",
    "api.tasks.write_exports",
    "partnership.tasks.check_links",
    "visits.tasks.drain_stale_totals",
    "visits.tasks.prove_totals",  # in upkeep
    "visits.tasks.remind_of_what_is_due",  # in reports
    "visits.tasks.remove_deleted_photos",  # in upkeep
    "visits.tasks.seal_history",  # in reports
}


def of_the_house(names: Iterable[str]) -> set[str]:
    """Those of these names that begin with a room: not the tasks that the queue brings along."""
    return {name for name in names if name.split(".")[0] in ROOMS}


def names_given(source: str) -> Iterator[tuple[int, str]]:
    """(line, name) of every task that a source defines; the name is empty where the queue would make one up."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                call = decorator if isinstance(decorator, ast.Call) else None
                if ast.unparse(call.func if call else decorator).split(".")[-1] in ("shared_task", "task"):
                    names = [word.value for word in call.keywords if word.arg == "name"] if call else []
                    given = names[0] if names else None
                    yield node.lineno, given.value if isinstance(given, ast.Constant) else ""


def test_the_tasks_have_the_names_under_which_messages_are_in_flight():
    app.loader.import_default_modules()

    assert of_the_house(app.tasks) == TASKS


def test_every_task_of_the_schedule_is_there():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled - TASKS == set()


def test_every_task_is_swept_or_proved_by_the_schedule():
    """A message is a hint that may be lost, so no task waits for one alone."""
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert TASKS - scheduled == set()


def test_every_task_says_its_name():
    given = [
        (path.relative_to(settings.BASE_DIR).as_posix(), line, name)
        for room in ROOMS
        for path in sources(room)
        for line, name in names_given(path.read_text())
    ]

    assert [f"{path}:{line}" for path, line, name in given if not name] == []
    assert sorted(name for _path, _line, name in given) == sorted(TASKS)


def test_a_task_without_a_name_is_found():
    source = (
        "@shared_task\ndef a(): ...\n@shared_task(time_limit=1)\ndef b(): ...\n@app.task()\ndef c(): ...\n"
        "@shared_task(name='x.y')\ndef d(): ...\n@other\ndef e(): ...\n"
    )

    assert list(names_given(source)) == [(2, ""), (4, ""), (6, ""), (8, "x.y")]


@pytest.mark.services
@pytest.mark.xdist_group("worker")
@pytest.mark.django_db(transaction=True)
def test_a_worker_takes_messages_under_these_names(tmp_path):
    name = "schedule@localhost"
    with others(tmp_path) as beside:
        worker = beside.start(
            "-m", "celery", "--app", "tourexhibit", "worker", "--concurrency", "1", "--loglevel", "ERROR",
            "--hostname", name, REDIS_URL=settings.REDIS_URL,
        )  # fmt: skip
        inspect = app.control.inspect(destination=[name], timeout=1, limit=1)
        answers: dict[str, list[str]] = {}

        def answered() -> bool:
            assert worker.poll() is None, worker.stdout.read()
            answers.update(inspect.registered() or {})
            return name in answers

        wait_until(answered, "the worker answers")

    # A name may be followed by what limits it, in brackets.
    assert of_the_house(told.split(" ")[0] for told in answers[name]) == TASKS
