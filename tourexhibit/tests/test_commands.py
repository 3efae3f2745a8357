"""`make run`: what it prints, that it serves, that it stops, and that again loses nothing."""

import os
import re
import signal
from pathlib import Path

import pytest

# One after the other, in one tree.
pytestmark = pytest.mark.xdist_group("make run")


def test_make_run_prints_serves_and_stops(portal):
    portal.wait_until_it_answers()
    printed = portal.lines()

    assert f"URL: {portal.address}/" in printed
    assert [line for line in printed if re.fullmatch(r"Demonstration password: [a-z0-9-]{14}", line)]
    assert 'name="login"' in portal.read("/accounts/login/")
    assert ".css" in portal.read("/accounts/login/")

    os.killpg(portal.process.pid, signal.SIGINT)

    # make ends by the signal it got, which a shell tells as 130.
    assert portal.process.wait(30) in (0, 130, -signal.SIGINT)
    assert portal.processes() == set()


def test_again_starts_again_and_loses_nothing(portal):
    """After the test above, in the same tree: nothing is made anew. SIGTERM to what make runs stops it as well."""
    portal.wait_until_it_answers()

    assert f"Demonstration password: {portal.password}" in portal.lines()
    assert "Making the demonstration tour ..." not in portal.lines()

    shell = int(Path(f"/proc/{portal.process.pid}/task/{portal.process.pid}/children").read_text().split()[0])
    os.kill(shell, signal.SIGTERM)

    assert portal.process.wait(30) == 0
    assert portal.processes() == set()
