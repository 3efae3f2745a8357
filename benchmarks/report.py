"""The results as text, and the part of docs/benchmarks.md that a run writes."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from django import get_version

from benchmarks.measure import Result, table
from benchmarks.options import Options

START, END = "<!-- written by `python -m benchmarks --save` -->", "<!-- end of what is written -->"


def as_text(asked: Options, results: Sequence[Result]) -> str:
    how = (
        f"{asked.size_text}; {asked.rounds} interleaved rounds of {asked.seconds:g} s after one to warm up, medians; "
        f"Python {platform.python_version()}, Django {get_version()}, {os.cpu_count()} processors"
    )
    return f"{how}{' (a quick trial)' if asked.quick else ''}\n\n{table(results)}"


def save(path: Path, text: str, plans: dict[str, str]) -> None:
    """Replace what the last run wrote into `path`, between two marks; what people wrote around it stays."""
    before, _mark, rest = path.read_text().partition(START)
    _old, _mark, after = rest.partition(END)
    parts = [START, text]
    parts += [f"### Plans on {engine}\n\n```\n{plan}\n```" for engine, plan in plans.items()]
    path.write_text(before + "\n\n".join([*parts, END]) + after)
