"""Goal 13: `make run` in a copy of the tree with an empty home, until a page answers.

First everything that it installs is downloaded, untimed. Then timed: with making the environment and unpacking into
it; from the installed environment with an empty `var/`; and once more with what that left.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks.measure import Result, time_result, told
from benchmarks.options import Options

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600.0
UNPACKING, INSTALLED = (60.0, 120.0), (20.0, 60.0)


def measure(asked: Options) -> list[Result]:
    with tempfile.TemporaryDirectory(prefix="benchmarks-") as name:
        directory = Path(name)
        tree, home, wheels = directory / "tree", directory / "home", directory / "wheels"
        home.mkdir()
        _copy_tree(tree)
        problem = _download(wheels)
        if problem:
            return [told(13, "embedded", "skipped: nothing to install from", problem)]
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(home), "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1", "LANG": os.environ.get("LANG", "C.UTF-8"),
        }  # fmt: skip
        unpacking, installed, again = [], [], []
        for _ in range(1 if asked.quick else 3):
            shutil.rmtree(tree / ".venv", ignore_errors=True)
            for series in (unpacking, installed, again):
                if series is not again:
                    shutil.rmtree(tree / "var", ignore_errors=True)
                series.append(_seconds_to_page(tree, environment))
    return [
        time_result(13, "embedded", "make run, unpacking included", unpacking, asked=UNPACKING),
        time_result(13, "embedded", "make run from an installed .venv", installed, asked=INSTALLED),
        told(13, "embedded", "make run again, data kept", f"{median(again):.1f} s"),
    ]


def _copy_tree(tree: Path) -> None:
    """What a clone would hold, with what is not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.decode().split("\0")):
        source = ROOT / name
        if source.is_file():
            target = tree / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)


def _download(wheels: Path) -> str:
    """Fetch all that is going to be installed; what went wrong, or nothing."""
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--require-hashes", "--requirement",
        str(ROOT / "requirements.txt"), "--dest", str(wheels),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.strip()[-200:] if done.returncode else ""


def _seconds_to_page(tree: Path, environment: dict[str, str]) -> float:
    port = _free_port()
    started = time.perf_counter()
    process = subprocess.Popen(
        ["make", "run", f"PORT={port}"],
        cwd=tree, env=environment, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    try:
        while not _answers(f"http://127.0.0.1:{port}/"):
            if process.poll() is not None or time.perf_counter() - started > PATIENCE:
                os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
                raise RuntimeError(f"make run did not get there:\n{process.stdout.read().decode()[-3000:]}")
            time.sleep(0.05)
        return time.perf_counter() - started
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
            process.wait(timeout=30)


def _answers(address: str) -> bool:
    """Whether a whole page comes back, wherever the address leads to."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200 and b"</html>" in answer.read()
    except (urllib.error.URLError, OSError):
        return False


def _free_port() -> int:
    """A port that nobody has, below those the system gives out by itself."""
    for port in range(18200, 18900):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise RuntimeError("no free port")
