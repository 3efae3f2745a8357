"""What a run of the benchmarks was asked for; handed to the process of each engine as JSON."""

import json
from argparse import ArgumentParser, BooleanOptionalAction
from dataclasses import asdict, dataclass

GOALS = {
    6: "recording a count in full : a bare upsert of the same rows",
    7: "folding one changed day : recording it",
    9: "from commit to visible, through a real worker",
    11: "drift, losses and gaps under load and kill -9",
    13: "from nothing to a working page",
}
ENGINES = ["sqlite", "postgresql"]


@dataclass(frozen=True)
class Options:
    """`facts` and `libraries` size the data; `rounds` and `seconds` the measuring; `quick` is for trying it out."""

    goals: list[int]
    engine: str
    facts: int
    libraries: int
    rounds: int
    seconds: float
    kills: int
    quick: bool
    by_drain: bool
    plans: bool
    save: bool

    @property
    def size_text(self) -> str:
        return f"{self.facts:,} facts, {self.libraries:,} libraries"

    def as_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Options":
        return cls(**json.loads(text))


def parse(arguments: list[str] | None = None) -> Options:
    parser = ArgumentParser(
        prog="python -m benchmarks",
        description="Goals side by side with their yardsticks. PostgreSQL takes part when DATABASE_URL is given, in a "
        "database of its own beside it; goal 9 also needs REDIS_URL.",
    )
    known = ", ".join(f"{goal}: {what}" for goal, what in GOALS.items())
    parser.add_argument("--goal", type=int, action="append", choices=GOALS, help=f"only this goal ({known})")
    parser.add_argument("--engine", choices=[*ENGINES, "both"], default="both")
    parser.add_argument("--facts", type=int, default=1_000_000, help="filed numbers to have in the database")
    parser.add_argument("--libraries", type=int, default=200, help="libraries they are spread over")
    parser.add_argument("--rounds", type=int, default=0, help="interleaved rounds (7; quick: 3)")
    parser.add_argument(
        "--seconds", type=float, default=0.0, help="seconds for each measurement in a round (2; 0.5)"
    )
    parser.add_argument("--kills", type=int, default=0, help="how often goal 11 kills (20; quick: 4)")
    parser.add_argument("--quick", action="store_true", help="a trial: few facts, few rounds, noisy figures")
    parser.add_argument(
        "--by-drain", action="store_true", help="first totals by the drain, however long it takes"
    )
    parser.add_argument(
        "--plans", action=BooleanOptionalAction, default=True, help="queries and plans of each read"
    )
    parser.add_argument("--save", action="store_true", help="write the results into docs/benchmarks.md")
    given = parser.parse_args(arguments)
    return Options(
        goals=sorted(given.goal or GOALS),
        engine=given.engine,
        facts=min(given.facts, 40_000) if given.quick else given.facts,
        libraries=min(given.libraries, 40) if given.quick else given.libraries,
        rounds=given.rounds or (3 if given.quick else 7),
        seconds=given.seconds or (0.5 if given.quick else 2.0),
        kills=given.kills or (4 if given.quick else 20),
        quick=given.quick,
        by_drain=given.by_drain,
        plans=given.plans,
        save=given.save,
    )
