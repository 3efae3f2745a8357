"""The benchmarks of one engine, run inside a portal on a database of their own (see `benchmarks.engines`)."""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

import django

from benchmarks.measure import Result
from benchmarks.options import Options


def main(engine: str, asked: Options, answer: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tourexhibit.settings"
    django.setup()
    from benchmarks import dataset, worker

    results: list[Result] = []
    queries: dict[str, str] = {}
    plans = ""
    worker.use_own_queue()
    if not asked.goals and not asked.plans:
        results += dataset.compare_ways(engine)
    else:
        print(f"{engine}: {asked.size_text}", flush=True)
        results += dataset.prepare(engine, asked, say=lambda text: print(text, flush=True))
    if asked.plans:
        from benchmarks import plans as plans_of

        print(f"{engine}: queries and plans", flush=True)
        found, queries, plans = plans_of.measure(engine)
        results += found
    for goal, measure in _measures().items():
        if goal in asked.goals:
            print(f"{engine}: goal {goal}", flush=True)
            results += measure(engine, asked)
    rows = [asdict(result) for result in results]
    answer.write_text(json.dumps({"results": rows, "queries": queries, "plans": plans}))


def _measures() -> dict:
    from benchmarks import folding, losses, recording, visibility

    return {6: recording.measure, 7: folding.measure, 9: visibility.measure, 11: losses.measure}


if __name__ == "__main__":
    main(sys.argv[1], Options.from_json(sys.argv[2]), Path(sys.argv[3]))
