"""Critical dryness by policy, and the dry-refill loop: `python -m experiments.tipping [key=value ...]`."""

import math
import sys
from collections.abc import Sequence

from experiments.command import Command, Job

TEXT = """
How far can natural traffic fall before the niche collapses, and does it come back when traffic does? Accounts have
careers: those who earn too little give up, and newcomers stay away.

The first table gives the critical dryness of every policy: the net growth of the niche (accounts that come less those
that leave) crosses zero there. It is found by bisection over overnight drops of natural traffic; D is natural slots per
active account over the last 90 days, relative to the month before the drop. The second gives the area of the loop that
dryness and niche accounts run through as traffic dries up and refills, 0 if nothing is remembered, and the same with
exits, newcomers, pace and moves between topics switched off, where nothing may be left of it.

Expected before the run, and what came of it: experiments/tipping/README.md.
"""
EXAMPLES = (
    ("", "the size of experiment=tipping; some minutes"),
    ("replications=1 'policies=[interest,viability]'", "one world, two policies"),
)
OFF = ("careers.exit=false", "careers.entry=false", "careers.cadence=false", "careers.topics=false")
LOOP_DAYS = 390  # of the loop: down, up, and a month


def work(job: Job) -> None:
    """Search for each policy, close the loop, print, and keep the numbers."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.tipping import loop
    from experiments.tipping.critical import critical
    from experiments.tipping.population import dryness, lived, net_growth, warm

    said = [one for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    pasts = warm(said, job.config.replications)
    rows = []
    for policy in job.config.policies:
        known: dict[float, tuple[float, float]] = {}

        def growth(drop: float, policy: str = policy, known: dict[float, tuple[float, float]] = known) -> float:
            runs = lived(pasts, drop, f"policy={policy}")
            known[drop] = net_growth(runs), dryness(runs)
            return known[drop][0]

        found = critical(growth, 0.0)
        at = known.get(found, (math.nan, math.nan))[1]
        rows.append({"policy": policy, "growth without a drop": known[0.0][0], "critical drop": found, "D there": at})
        print(f"{policy}: {'none' if math.isnan(found) else f'{found:.2f}, D {at:.2f}'}", file=sys.stderr, flush=True)
    table = pd.DataFrame(rows).set_index("policy").sort_values("D there", na_position="first")
    print(
        "Critical dryness, by policy: net growth of the niche a month is 0 there (none: not even after a drop of .95)"
    )
    print(table.to_string(float_format="{:.3f}".format, na_rep="none"))
    onset = job.config.warmup_days
    longer = warm([*said, f"horizon_days={onset + LOOP_DAYS}"], job.config.replications)
    paths = {name: [loop.passage(past, *more) for past in longer] for name, more in (("on", ()), ("off", OFF))}
    print("\nArea of the dry-refill loop under interest, mean over worlds and each")
    for name, loops in paths.items():
        each = " ".join(f"{loop.area(one):+.4f}" for one in loops)
        print(f"exits, newcomers, pace and topics {name}: {loop.area(loop.mean(loops)):+.4f}  ({each})")
    folder = short(job.folder)
    keep_table(table, folder / "critical.csv", index=True)
    frames = [
        pd.DataFrame({"careers": name, "world": world, "day": range(len(one.niche)), **one._asdict()})
        for name, loops in paths.items()
        for world, one in enumerate(loops)
    ]
    keep_table(pd.concat(frames), folder / "loop.csv")
    print(f"\nresults: {folder / 'critical.csv'}, {folder / 'loop.csv'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask in a world of the size of experiment=tipping, unless another is chosen."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in given):
        given.append("experiment=tipping")
    return Command("tipping", TEXT, EXAMPLES, work).main(given)


if __name__ == "__main__":
    sys.exit(main())
