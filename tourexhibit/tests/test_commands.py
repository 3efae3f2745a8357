"""`make run`: what it prints, that it serves, that it stops, and that again loses nothing."""

import os
import re
import signal
from pathlib import Path


def test_make_run_prints_serves_stops_and_starts_again_without_loss(make_run):
    portal = make_run()
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

    again = make_run()
    again.wait_until_it_answers()

    assert f"Demonstration password: {portal.password}" in again.lines()
    assert "Making the demonstration tour ..." not in again.lines()

    # SIGTERM to what make runs stops it as well.
    shell = int(Path(f"/proc/{again.process.pid}/task/{again.process.pid}/children").read_text().split()[0])
    os.kill(shell, signal.SIGTERM)

    assert again.process.wait(30) == 0
    assert again.processes() == set()
