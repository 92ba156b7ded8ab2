"""What protects an account, measured: `python -m experiments.moat [key=value ...]`."""

import sys
from collections.abc import Sequence

from experiments.command import Command, Job

TEXT = """
Is consistent quality an account's moat? Accounts live with careers, once while traffic stays natural and once after
half of it has gone to paid slots, with the same luck. Each outcome, exposure (paid included) and months until giving
up, is regressed on the accounts' traits, all worlds together; the Shapley value of each trait says how much of the
variance it explains. A measurement in finished runs: no trait is told to protect anybody.

Expected before the run, and what came of it: experiments/moat/README.md.
"""
EXAMPLES = (("", "ten worlds, two futures each; some minutes"), ("market=none", "paid slots go by followers"))
SIDES = {"natural": ("traffic=step", "traffic.ad_load.end=0.1"), "paid": ("traffic=step", "traffic.ad_load.end=0.5")}


def work(job: Job) -> None:
    """Live every world on both sides, regress, print, keep the numbers."""
    import pandas as pd
    from tqdm import tqdm

    import sim
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.sides import overrides
    from sim.analysis.moat import moat

    said, runs = overrides(job), {side: [] for side in SIDES}  # type: dict[str, list[sim.Run]]
    hidden = not (job.alone and sys.stderr.isatty())
    for world in tqdm(range(job.config.replications), desc="worlds", unit="world", disable=hidden):
        base = sim.load(said)
        seeds = {"seed": base.seed + world, "replication": base.replication + world}
        past = sim.simulate(base.model_copy(update=seeds), until_day=base.warmup_days)
        for side, more in SIDES.items():
            runs[side].append(_light(sim.branch(past, list(more))[0]))
    tables = []
    for side, lived in runs.items():
        found = moat(*lived, paid=True)
        tables.append(found.assign(side=side))
        for outcome, rows in found.groupby("outcome", sort=False):
            accounts = sum(int((run.creators["first_joined_day"] < 0).sum()) for run in lived)
            print(f"\n{side}, {outcome}: {accounts} accounts, r2 {rows['r2'].iloc[0]:.3f}")
            for row in rows.itertuples():
                part = row.share / row.r2 if row.r2 > 0.0 else 0.0
                print(
                    f"  {row.trait:12s} slope {row.slope:+.3f} [{row.low:+.3f}, {row.high:+.3f}]  "
                    f"share of variance {row.share:.4f} ({part:.1%} of what is explained)"
                )
    path = short(job.folder) / "moat.csv"
    keep_table(pd.concat(tables), path)
    print(f"\nresults: {path}", flush=True)


def _light(run):  # type: ignore[no-untyped-def]  # sim is imported late
    """A finished run without its live state, which would fill the memory."""
    run.warm = None
    return run


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=moat` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=moat")
    return Command("moat", TEXT, EXAMPLES, work).main(rest)


if __name__ == "__main__":
    sys.exit(main())
