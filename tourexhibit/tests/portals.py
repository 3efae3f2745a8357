"""A portal as a newcomer has it: `make run` in a copy of the tree, with an empty home; real processes."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings

PATIENCE = 180  # seconds until a start counts as failed, on a machine that does other things as well
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", "node_modules", "test-results", ".*_cache"
)


@dataclass
class Portal:
    """A portal started by `make run`."""

    process: subprocess.Popen
    tree: Path
    output: Path
    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        return (self.tree / "var" / "demonstration_password").read_text().strip()

    def read(self, path: str) -> str:
        with urllib.request.urlopen(f"{self.address}{path}", timeout=20) as answer:  # noqa: S310 - our own
            return answer.read().decode()

    def lines(self) -> list[str]:
        return self.output.read_text().splitlines()

    def wait_until_it_answers(self) -> None:
        """Whatever is to be printed before the first answer has been printed when this returns."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.process.poll() is None:
            try:
                assert self.read("/healthz") == "ok\n"
                return
            except OSError:
                time.sleep(0.1)
        pytest.fail(f"No answer:\n{self.output.read_text()}")

    def processes(self) -> set[int]:
        """Every process that works in the tree."""
        found = set()
        for entry in Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "cwd").readlink() == self.tree:
                    found.add(int(entry.name))
            except OSError:
                continue  # gone in the meantime, or another account's
        return found


def free_port() -> int:
    """A port that nobody uses, below those that the system gives to clients: none of them can take it meanwhile."""
    while True:
        with socket.socket() as probe:
            port = random.randint(20000, 32000)
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@pytest.fixture(scope="session")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copied = tmp_path_factory.mktemp("clone") / "portal"
    shutil.copytree(settings.BASE_DIR, copied, ignore=LEFT_OUT)
    return copied


def start_portal(tree: Path, directory: Path) -> Portal:
    """`make run` in the tree; home and output are in the directory. Every start gets a port and an output of its own."""
    (directory / "home").mkdir(exist_ok=True)
    port, output = free_port(), directory / f"output-{len(list(directory.glob('output-*')))}"
    with output.open("w") as file:
        process = subprocess.Popen(
            ["make", "run", f"PORT={port}", f"VENV={sys.prefix}"],
            cwd=tree,
            env={"PATH": os.environ["PATH"], "HOME": str(directory / "home")},
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Portal(process, tree, output, port)


def end_portal(portal: Portal) -> None:
    for number in portal.processes():
        # Killed in no order: a process may end by itself when its parent is gone.
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)


def begin_afresh(tree: Path, start: Callable[[], Portal]) -> Portal:
    """A portal where nobody has counted today: the files that `make run` first wrote are put back before it starts."""
    var, fresh = tree / "var", tree.parent / "fresh-var"
    shutil.rmtree(var, ignore_errors=True)
    if fresh.exists():
        shutil.copytree(fresh, var)
    else:
        first = start()
        first.wait_until_it_answers()
        os.killpg(first.process.pid, signal.SIGINT)  # as Ctrl-C does
        first.process.wait(timeout=PATIENCE)
        shutil.copytree(var, fresh)
    started = start()
    started.wait_until_it_answers()
    return started


@pytest.fixture(scope="module")
def standing_portal(tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One portal for all tests of a module that change nothing which another of them looks at."""
    directory = tmp_path_factory.mktemp("standing")
    started = begin_afresh(tree, lambda: start_portal(tree, directory))
    yield started
    end_portal(started)


@pytest.fixture
def make_run(tree: Path, tmp_path: Path) -> Iterator[Callable[[], Portal]]:
    """Starts the portal in the copied tree, each time by `make run`; whatever is left of it ends with the test."""
    started: list[Portal] = []

    def start() -> Portal:
        started.append(start_portal(tree, tmp_path))
        return started[-1]

    yield start
    for portal in started:
        end_portal(portal)


@pytest.fixture
def portal(make_run: Callable[[], Portal]) -> Portal:
    return make_run()


@pytest.fixture
def fresh_portal(tree: Path, make_run: Callable[[], Portal]) -> Portal:
    """A portal where nobody has counted today, for one test."""
    return begin_afresh(tree, make_run)
