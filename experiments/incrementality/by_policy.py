"""What paid impressions add under each policy, by who pays: with everybody's campaigns, and with each kind's off."""

import sys

import pandas as pd
from tqdm import tqdm

import sim
from experiments.command import Job
from experiments.keeping import keep_table
from experiments.places import short
from experiments.sides import overrides
from sim.analysis.contrast import bootstrap_ratio
from sim.comparison.incrementality import SILENT


def work(job: Job) -> None:
    """Branch every world under every policy, print what is added for 100 paid impressions, keep the numbers."""
    found = table(job)
    print("natural impressions of the accounts shown that each paid one adds to: 1 all on top, 0 all displaced")
    print(f"  {'policy':16s}" + "".join(f"{purpose:>24s}" for purpose in SILENT))
    for policy, rows in found.groupby("policy", sort=False):
        print(f"  {policy:16s}" + "".join(f"{_cell(rows, purpose):>24s}" for purpose in SILENT))
    path = short(job.folder) / "by_policy.csv"
    keep_table(found, path)
    print(f"results: {path}", flush=True)


def table(job: Job) -> pd.DataFrame:
    """One row a world, policy and kind of campaign."""
    rows = []
    worlds = range(job.config.replications)
    for world in tqdm(worlds, desc="worlds", unit="world", disable=not (job.alone and sys.stderr.isatty())):
        config = sim.load(overrides(job))
        seeds = {"seed": config.seed + world, "replication": config.replication + world}
        past = sim.simulate(config.model_copy(update=seeds), until_day=config.warmup_days)
        for policy in config.policies:
            one = sim.incrementality(past, overrides=[f"policy={policy}"]).reset_index()
            rows.append(one.assign(world=world, policy=policy))
    return pd.concat(rows, ignore_index=True)


def _cell(rows: pd.DataFrame, purpose: str) -> str:
    """1 less all natural impressions lost over all that were paid for, so that no world with few decides."""
    known = rows[(rows["purpose"] == purpose) & (rows["paid"] > 0)]
    if known.empty:
        return "nobody pays"
    lost = bootstrap_ratio(known["natural_lost"], known["paid"])
    return f"{1.0 - lost.value:.2f} [{1.0 - lost.high:.2f}, {1.0 - lost.low:.2f}]"
