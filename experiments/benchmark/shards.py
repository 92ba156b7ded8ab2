"""What it costs to spread users over shards: `python -m experiments.benchmark.shards [place=ray] [key=value ...]`."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np

from experiments.benchmark.life import WARM, filled, first_day
from experiments.command import DONE, guarded, parse
from sim.config.load import load
from sim.config.schema import Config
from sim.core.errors import ConfigError, SimError
from sim.engines.compiled import CompiledEngine
from sim.engines.sharded import ShardedEngine
from sim.engines.sharded.place import Here, LostError, Place
from sim.engines.sharded.shard import USERS
from sim.processes.stage import Server
from sim.results.fingerprint import fingerprint
from sim.simulation import run_stage
from sim.world.tally import Served

TEXT = """
Seconds and bytes of a span, with users over shards and beside it on the compiled engine with one thread. Days of a
platform whose catalogue is full are lived once with each engine; figures of runs that are not the same to the bit are
refused.

place=here has the shards in this process, place=ray in actors of Ray (pip install 'interest-sim[ray]').
engine.shards=N, engine.threads=N and engine.copy_spans=N say how many, on how many threads each, and how often a copy
of their rows is kept. Without words of their own, 100,000 users are served by 10,000 accounts.
"""
EXAMPLES = (
    ("", "two shards in this process, then one"),
    ("place=ray", "two actors, then one"),
    ("population.users=2000 population.creators=200", "how it works, not what it costs"),
)
PLACES = ("here", "ray")
STANDARD = (
    "population.users=100000", "population.creators=10000", "population.catalogue_days=7", "warmup_days=7",
    "horizon_days=9", "candidates_per_slot=8", "record.metrics=[]",
)  # fmt: skip


class Scales:
    """A place that weighs what goes to shards and what comes from them, and times the publishing of snapshots."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.sent = self.counted = self.fetched = 0
        self.publishing = self.fetching = self.reviving = 0.0
        self.lose = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self.place, name)

    def publish(self, snapshot: Any) -> Any:
        """Weigh and time a snapshot."""
        self.sent += weight(snapshot)
        begun = perf_counter()
        published = self.place.publish(snapshot)
        self.publishing += perf_counter() - begun
        return published

    def result(self, asked: Any) -> Any:
        """Weigh an answer, or lose who gives it."""
        if self.lose:
            self.lose = False
            raise LostError("to see what it costs")
        begun = perf_counter()
        found = self.place.result(asked)
        if isinstance(found, dict):
            self.fetched += weight(found)
            self.fetching += perf_counter() - begun
        else:
            self.counted += weight(found)
        return found


class Watch:
    """An engine under a stopwatch: when each span was asked for and served, and the CPU seconds of this process."""

    def __init__(self, engine: Server) -> None:
        self.engine = engine
        self.begun: list[float] = []
        self.served: list[float] = []
        self.cpu: list[float] = []
        self.there: list[float] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def serve(self, *span: Any) -> Served:
        """Serve a span."""
        self.there.append(elsewhere(self.engine))
        self.begun.append(perf_counter())
        self.cpu.append(process_time())
        served = self.engine.serve(*span)
        self.served.append(perf_counter())
        return served


def elsewhere(engine: Server) -> float:
    """CPU seconds that the actors of an engine have taken so far."""
    if not isinstance(engine, ShardedEngine) or engine.crowd is None or not hasattr(engine.place, "ray"):
        return 0.0
    asked = [shard.__ray_call__.remote(lambda _: process_time()) for shard in engine.crowd.shards]
    return sum(engine.place.result(one) for one in asked)


class Cost(NamedTuple):
    """What a span took, from one to the next: the median, without the first, in which shards start."""

    name: str
    spans: int
    seconds: float
    serving: float
    cpu: float
    there: float
    fingerprint: str
    scales: Scales | None


def weight(value: Any) -> int:
    """Bytes of the arrays in a tree of tuples and dicts."""
    return sum(array.nbytes for array in arrays(value))


def arrays(value: Any) -> Iterator[np.ndarray]:
    """The arrays in a tree of tuples and dicts."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple | dict):
        for one in value.values() if isinstance(value, dict) else value:
            yield from arrays(one)


def lived(name: str, config: Config, engine: Server, scales: Scales | None = None) -> Cost:
    """Live the days with an engine."""
    stage = filled(config)
    stage.engine = watch = Watch(engine)  # type: ignore[assignment]  # it hands on what it does not time
    run_stage(stage, range(first_day(config) + 1, config.horizon_days + 1))
    if isinstance(engine, ShardedEngine) and scales is not None:
        fetched, fetching = scales.fetched, scales.fetching
        lose_one(engine, scales)
        engine.close()
        scales.fetched, scales.fetching = fetched, fetching  # without the end of the run
    return Cost(
        name,
        len(watch.begun),
        float(np.median(np.diff(watch.begun)[1:])),
        float(np.median(np.subtract(watch.served, watch.begun)[1:])),
        float(np.median(np.diff(watch.cpu)[1:])),
        float(np.median(np.diff(watch.there)[1:])),
        fingerprint(stage.world, stage.recorder.ledger),  # type: ignore[attr-defined]  # a recorder
        scales,
    )


def lose_one(engine: ShardedEngine, scales: Scales) -> None:
    """Lose a shard; how long it takes to ask all for a column, and so to build that one anew."""
    assert engine.crowd is not None
    scales.lose = True
    begun = perf_counter()
    engine.crowd.fetch(USERS, "visit")
    scales.reviving = perf_counter() - begun


def shown(cost: Cost) -> str:
    """A line of the table."""
    cells = [1e3 * cost.seconds, 1e3 * cost.serving, 1e3 * cost.cpu, 1e3 * cost.there]
    if (scales := cost.scales) is not None:
        cells += [value / cost.spans / 1e6 for value in (scales.sent, scales.counted, scales.fetched)]
        cells += [1e3 * value / cost.spans for value in (scales.publishing, scales.fetching)]
        cells += [1e3 * scales.reviving]
    return f"{cost.name:12}" + "".join(f"{cell:9.1f}" for cell in cells)


def measure(given: Sequence[str]) -> None:
    """Measure and print.

    Raises:
        ConfigError: if the shards are asked for in no place there is, or the configuration is refused.
        SimError: if the engines do not agree.
    """
    rest = [one for one in given if not one.startswith("place=")]
    where = [one.removeprefix("place=") for one in given if one.startswith("place=")]
    if strange := [one for one in where if one not in PLACES]:
        raise ConfigError(f"place is {strange[0]}, allowed is {' or '.join(PLACES)}")
    far = where[-1:] == [PLACES[1]]
    config = load([*STANDARD, *rest, "engine=sharded"])
    lived("warm", load([*STANDARD, *rest, *WARM]), CompiledEngine())

    def place() -> Place:
        if far:
            from sim.engines.sharded.actors import Actors

            return Actors()
        return Here()

    if far:
        scales = Scales(place())
        lived("warm", load([*STANDARD, *rest, *WARM]), ShardedEngine(config.engine.shards, place=scales))
    costs = [lived("compiled", config, CompiledEngine())]
    for shards in sorted({1, config.engine.shards}):
        scales = Scales(place())
        engine = ShardedEngine(shards, config.engine.threads, config.engine.copy_spans, scales)
        costs.append(lived(f"{shards} shards", config, engine, scales))
    titles = ("ms", "serving", "CPU here", "there", "MB out", "counts", "rows", "ms out", "rows", "revived")
    print("a span".ljust(12) + "".join(f"{title:>9}" for title in titles))
    print("\n".join(shown(cost) for cost in costs))
    if len({cost.fingerprint for cost in costs}) > 1:
        raise SimError("the engines do not agree: a defect, please report it")


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code is 0 only if all of it was done."""
    return guarded(lambda: _obey(parse(sys.argv[1:] if arguments is None else arguments)))


def _obey(options: argparse.Namespace) -> int:
    from experiments.guide import help_text, parameters_text

    if options.multirun or options.cfg or options.info:
        raise ConfigError("-m, --cfg or --info is given, allowed here are key=value, --parameters and --help")
    if options.help:
        print(help_text("benchmark.shards", TEXT, EXAMPLES))
    elif options.parameters is not None:
        print(parameters_text(options.parameters))
    else:
        measure(options.overrides)
    return DONE


if __name__ == "__main__":
    sys.exit(main())
