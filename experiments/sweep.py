"""Many runs in one store, each lived once: `python -m experiments.sweep store=FOLDER key=a,b ...`."""

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from experiments.command import DONE, guarded, parse
from experiments.counts import cut, is_count
from sim.core.errors import ConfigError, SimError

TEXT = """
Runs of every combination, kept in one folder, the store. A run is named after its configuration and the code, so the
same run is lived once: give the same command again after an interruption, or a longer one, and only what is missing
is lived. A killed run goes on from its last checkpoint (`record.checkpoint_days`), to the same numbers. A run that
fails is listed with its error while the others are done, and is tried again by the next command. Two commands may
fill one store at the same time.

store=FOLDER is the store; processes=N how many runs are lived at a time (as many as there are cores). seed=1,2 is a
grid. behaviour.like_slope=interval(0.5,1.5) is a range, tag(log,interval(1,100)) one whose logarithm is drawn, and
int(interval(1,9)) one of whole numbers: design=lhs (a Latin hypercube) or design=sobol chooses points=N in the box of
all ranges, and crosses each with the grid; design_seed=N draws others. list=FILE.csv has a key in each column and a
point in each row. pairs=N repeats everything in N worlds: pair r adds r to seed and replication.

Read it in Python: sim.store(FOLDER).runs, .metrics("exposure_gini"), .sql("SELECT ..."), .export("table.tex").
"""
EXAMPLES = (
    ("store=outputs/first scenario=quick policy=interest,creator_floor pairs=3", "six runs; the same again: none"),
    (
        "store=outputs/box scenario=quick design=sobol points=8 'behaviour.like_slope=interval(0.5,1.5)'",
        "eight points of a range; points=16 adds eight",
    ),
)
COUNTS = {"points": 0, "design_seed": 0, "pairs": 1, "processes": 0}
WORDS = ("store", "design", "list", *COUNTS)
SHOWN = 10  # errors


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; the exit code is 0 only if every run is there."""
    return guarded(lambda: _obey(parse(sys.argv[1:] if arguments is None else arguments)))


def _obey(options: argparse.Namespace) -> int:
    from experiments.guide import help_text, parameters_text

    own = dict(one.split("=", 1) for one in options.overrides if one.partition("=")[0] in WORDS and "=" in one)
    rest = [one for one in options.overrides if one.partition("=")[0] not in WORDS]
    if options.help:
        print(help_text("sweep", TEXT, EXAMPLES))
    elif options.parameters is not None:
        print(parameters_text(options.parameters))
    else:
        _sweep(own, rest, options.cfg or options.info)
    return DONE


def _sweep(own: dict[str, str], overrides: list[str], show: str | None) -> None:
    from sim.config.load import as_yaml
    from sim.store import Store
    from sim.store.asked import asked
    from sim.store.design import Design

    counts = {name: _count(name, own.get(name, str(default))) for name, default in COUNTS.items()}
    table = Path(own["list"]) if "list" in own else None
    design = Design(own.get("design", "grid"), counts["points"], counts["design_seed"], counts["pairs"], table)
    if show not in (None, "job"):
        raise ConfigError(f"--cfg or --info is {show}, allowed here is --cfg job")
    if not own.get("store") and show is None:
        raise ConfigError("store is missing, allowed is a folder to keep the runs in, such as store=outputs/first")
    configs = asked(overrides, design)  # all are judged before anything is written
    if show:
        print(as_yaml(configs[0]), end="")
        return
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a termination ends the processes, too
    store = Store(own["store"])
    filled = store.fill(configs, counts["processes"] or None, progress=True)
    print(f"{filled}\n\nresults: {own['store']}\nin Python: sim.store({own['store']!r})", flush=True)
    if filled.failures:
        for name, error in list(filled.failures.items())[:SHOWN]:
            print(f"failed {name}: {error}", file=sys.stderr)
        more = f"; the first {SHOWN} are shown" if len(filled.failures) > SHOWN else ""
        raise SimError(
            f"{len(filled.failures)} of {len(filled.runs)} runs failed{more}; sim.store(...).failures has all"
        )


def _count(name: str, value: str) -> int:
    if not is_count(value):
        raise ConfigError(f"{name} is {cut(value)}, allowed is a whole number")
    return int(value)


if __name__ == "__main__":
    sys.exit(main())
