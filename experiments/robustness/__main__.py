"""The headline asked in several ways: `python -m experiments.robustness study=NAME [key=value ...]`."""

import sys
from collections.abc import Sequence
from functools import partial

from experiments.command import Command, Job
from experiments.question import ask
from experiments.robustness.studies import STUDIES, Setting, Study

TEXT = """
Is the answer the same where nothing about the question has changed? A study repeats the paired comparison of
experiments.compare under several settings of one thing, prints every policy's protection of niche, small
accounts with its Monte Carlo interval and rank, and flags the policies whose rank depends on the setting.

study=refresh: 15, 60 and 360 minutes between refreshes. study=population: three sizes. study=followers: three
scales of followers. study=initial_state: a concentrated and a dispersed past. study=learner: the oracle, the
learner, a coarse and a wrong topic tree. study=world: the standard and the minimal world.
study=paid_elasticity: who buys the paid slots.

The world is a third of the standard one and replications are 4 (experiment=robustness): enough to see what is
large. replications=20 population.users=1500 population.creators=300 asks at full size.
"""
EXAMPLES = (
    ("study=refresh", "does it matter how stale the platform's view is?"),
    ("study=learner replications=20", "with enough replications to prove a sign"),
)
TABLE = "protection.csv"


def work(study: Study, job: Job) -> None:
    """Compare under every setting, print, and keep the numbers."""
    import pandas as pd

    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.robustness.ranks import FLAG, changes, protections, swapped, text, unsteady
    from sim.core.errors import SimError

    print(f"{study.question}\nPrediction: {study.prediction}\n", flush=True)
    found = {setting.label: _compare(job, setting) for setting in study.settings}
    first = next(iter(found.values())).pairs
    tables = []
    for lane in study.lanes:
        table = protections(found, lane)
        tables.append(table)
        print(f"\nProtection of {lane} exposure, day {first.primary} after onset, with rank and 95 % over replications")
        swaps = swapped(found, lane)
        print(f"({lane} exposure from steady to drying under {first.reference}: {changes(found, lane)})")
        print(text(table, {policy for swap in swaps for policy in swap}))
        said = ", ".join(f"{one} with {other}" for one, other in swaps)
        print(f"{FLAG} changes places with the setting, beyond luck: {said or 'none'}")
        print(f"rank not the same everywhere, luck included: {', '.join(unsteady(table)) or 'none'}")
    folder = short(job.folder)
    keep_table(pd.concat(tables), folder / TABLE)
    print(f"\nresults: {folder / TABLE}", flush=True)
    failed = sum(len(comparison.failures) for comparison in found.values())
    if failed:
        raise SimError(f"{failed} runs failed; the table leaves them out")


def _compare(job: Job, setting: Setting):  # type: ignore[no-untyped-def]
    from sim.comparison import compare
    from sim.config.load import load

    said = [one for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    print(f"{setting.label}: {' '.join(setting.overrides)}, warm-up under {setting.warmup_policy}", flush=True)
    config, under = load([*said, *setting.overrides]), setting.warmup_policy
    return compare(config, progress=job.alone, warmup_policy=under, keep=job.unfinished)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the study that the command line names."""

    def command(study: Study | None) -> Command:
        return Command("robustness", TEXT, EXAMPLES, partial(work, study))

    return ask("study", lambda: STUDIES, command, "robustness", arguments)


if __name__ == "__main__":
    sys.exit(main())
