"""The benchmark: `python -m experiments.benchmark [only=PART,...] [key=value ...]`."""

import json
import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from experiments.command import REFUSED, Command, Job

TEXT = """
How fast the whole run is and how much it takes: indexing, serving, settling and recording, every response on, on
one thread, for two days of a platform whose catalogue is full (building the world is reported apart). Times are
CPU seconds, because a machine is shared, and beside each stands a yardstick measured right after: a plain
NumPy batch of the same work (experiments/benchmark/batch.py says what it leaves out), a hand-written C program that
does the same to one item at a time (tests/benchmarks/yardstick.c, where there is a compiler), or a bare Python.

Parts, to choose among with only=: run (at 4 and at 8 candidates a slot), scale (a tenth of the users, all, ten times
as many), accounts (likewise), laws (pieces of the kernel's arithmetic), threads (2 against 1, also at five times as
many users), refresh (what a refresh and what a day cost in the standard world, all but the kernel), paid (what
selling the paid slots adds, with a campaign for every 20 accounts), start (importing, help, a tiny run), compile
(with nothing in the cache); and, only if named, policies (the time of the run under every policy against that under
interest, three turns of both; about ten minutes), careers (a month in which every account has a career: what all but
the kernel takes; about a minute), platforms (an impression on two platforms against one, at a fifth of the users;
about half a minute) and peers (general engines on the same visits, SimPy and Mesa, and systems of this field in
worlds of 10,000 users and 10,000 items, T-RECS, RecSim and RecSim NG, as far as `make peers` has installed them;
about two and a half minutes and 12 GB).
"""
EXAMPLES = (
    ("", "everything: 10,000 accounts, up to 1,000,000 users; about two minutes and 2.5 GB"),
    ("experiment=benchmark_quick only=run,scale", "a small version: that it works, not how fast it is"),
    ("only=policies", "what each policy adds to the time of a run"),
    ("only=careers", "100,000 users, 10,000 accounts with careers, a month"),
    ("only=careers careers=agencies live=standard market=standard", "the same with agencies, live rooms and a market"),
    ("only=platforms", "what a second platform adds to an impression"),
    ("only=peers", "other systems side by side, after `make peers`"),
    ("only=run policy=ladder", "the whole run under another policy"),
)
FILE = "benchmark.json"
PARTS = (
    "run", "scale", "accounts", "laws", "threads", "refresh", "paid", "start", "compile",
    "policies", "careers", "platforms", "peers",
)  # fmt: skip
UNASKED = PARTS[:-4]  # what is measured if nothing is named


def work(parts: Sequence[str], job: Job) -> None:
    """Measure part after part, print each when it is done, and keep the numbers."""
    from experiments.benchmark import parts as measuring
    from experiments.benchmark.table import SHOW
    from experiments.keeping import keep_text
    from experiments.places import short
    from sim.core.sources import code_digest
    from sim.results.manifest import processor, versions

    said = [one.lstrip("+") for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    kept: dict[str, Any] = {
        "asked": list(parts),
        "overrides": said,
        "begun_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "sources": code_digest(),
        "machine": {"system": platform.system(), "processor": processor(), "cores": os.cpu_count()},
    }
    measuring.prepare()
    folder = short(job.folder)
    for name in parts:
        kept[name] = measuring.MEASURE[name](said, job.config)
        print(SHOW[name](kept[name]), flush=True)
        keep_text(json.dumps(kept, indent=1) + "\n", folder / FILE)  # a part that is asked and not there is to come
    print(f"results: {folder / FILE}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the parts out of the command line, leave the rest to the shell of all commands."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    only = [name for one in given if one.startswith("only=") for name in one.removeprefix("only=").split(",")]
    rest = [one for one in given if not one.startswith("only=")]
    for name in only:
        if name not in PARTS:
            print(f"error: only is {name}, allowed are {', '.join(PARTS)}", file=sys.stderr)
            return REFUSED
    if not any(one.startswith("experiment=") for one in rest):
        rest.insert(0, "experiment=benchmark")
    return Command("benchmark", TEXT, EXAMPLES, partial(work, only or UNASKED)).main(rest)


if __name__ == "__main__":
    sys.exit(main())
