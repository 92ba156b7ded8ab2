"""How far a boost reaches, by candidates per slot: `python -m experiments.candidates [key=value ...]`."""

import sys

from experiments.command import Command, Job

TEXT = """
A policy has no leverage over what was never retrieved: with few candidates for each slot no boost can lift an
account that is not among them. The table shows the share of natural impressions that niche accounts get, for 1 to
64 candidates a slot: under interest, under a niche boost of 1 in ranking alone, and with retrieval weighed too.

Expected before the run: the boost in ranking alone does little at 1 candidate (it only reorders a slate that users
leave early) and more with every doubling; weighing retrieval gives most of the effect at once. One world, the month
after the warm-up.
"""
EXAMPLES = (("population.users=500 population.creators=100", "a third of the standard world"),)
CANDIDATES = (1, 2, 4, 8, 16, 32, 64)
BOOST = 1.0
POLICIES = {
    "interest": ("policy=interest",),
    "ranking alone": (
        "policy=niche_boost",
        f"policy.niche_boost.boost={BOOST}",
        "policy.niche_boost.retrieval=false",
    ),
    "retrieval too": ("policy=niche_boost", f"policy.niche_boost.boost={BOOST}"),
}
WARMUP_DAYS, HORIZON_DAYS = 20, 50


def work(job: Job) -> None:
    """Run every cell, print the table, keep it."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.places import short
    from sim import load, simulate

    said = [one for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    base = [f"warmup_days={WARMUP_DAYS}", f"horizon_days={HORIZON_DAYS}", "record.metrics=[exposure_share]", *said]
    rows = {}
    for candidates in CANDIDATES:
        cells = {}
        for label, policy in POLICIES.items():
            run = simulate(load([*base, f"candidates_per_slot={candidates}", *policy]))
            after = run.metrics[(run.metrics["day"] >= run.onset_day) & (run.metrics["group"] == "niche=yes")]
            cells[label] = after["value"].mean()
        rows[candidates] = cells
        print(f"{candidates} candidates a slot done", file=sys.stderr, flush=True)
    table = pd.DataFrame.from_dict(rows, orient="index").rename_axis("candidates per slot")
    print("Share of natural impressions that niche accounts get\n")
    print(table.to_string(float_format="{:.3f}".format))
    path = short(job.folder) / "candidates.csv"
    keep_table(table, path, index=True)
    print(f"\nresults: {path}", flush=True)


COMMAND = Command("candidates", TEXT, EXAMPLES, work)

if __name__ == "__main__":
    sys.exit(COMMAND.main())
