"""Stylised facts asked of the world: `python -m experiments.predictions fact=NAME [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from experiments.command import Command, Job
from experiments.question import ask

if TYPE_CHECKING:
    from experiments.predictions.trial import Prediction

TEXT = """
A fact that the literature reports, as a prediction written down before the run: two sides that live in the same
worlds with the same luck, the difference in each of `replications` worlds, its mean with intervals, and whether
the sign is as predicted in at least 15 of 20. A miss is published, not tuned away. Beside it a control in which
the mechanism is off and the difference must vanish.

fact=f1: popularity makes exposure less equal and less predictable. fact=f2: exploration feeds the niche and costs
match. fact=f3: more ads take views from KOCs, make slots cheaper and lose users. fact=f4: where accounts give up,
keeping them alive pays; fact=p20, p21, p22: so it does on the margin of giving up, for three policies. fact=f5: a
floor costs sales where merit differs. fact=f7: consistency is worth more where traffic is paid; fact=ladder, fact=gate:
the ladder rewards variance, paid gates consistency. fact=f8: head accounts' contracts fall behind KOCs'. fact=f9:
where friends decide, friends and communities see the same. fact=f10: a second platform keeps small accounts.
fact=f11: older accounts are larger, and a few young ones are ahead fast. fact=f12: ordinary accounts have more hits
under a ladder than under a follower feed. fact=sight: who sees everybody copies the same one. fact=agencies: agencies
for content outlast those that distribute.
"""
EXAMPLES = (
    ("fact=f1", "twenty small worlds, each lived twice on both sides; about a minute"),
    ("fact=f12 population.users=1500 population.creators=300", "the same in the standard world"),
)
TABLE = "differences.csv"
CONTROL_WORLDS = 3


def work(prediction: "Prediction", job: Job) -> None:
    """Ask the fact and its control, print, and keep the differences."""
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.predictions.trial import differences, vanishes, verdict
    from sim.core.errors import SimError

    said = [one for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    print(f"{prediction.name}: {prediction.text}\n  ({prediction.source})", flush=True)
    found = differences(prediction, said, job.config.replications, progress=job.alone and sys.stderr.isatty())
    for name, side in zip(("first", "second"), prediction.sides, strict=True):
        print(f"  {name} side: {' '.join(side)}")
    print(f"\n{verdict(prediction, found)}\n")
    off = vanishes(differences(prediction, said, min(CONTROL_WORLDS, job.config.replications), control=True))
    print(f"control ({prediction.why_control}): {'nothing is left' if off else 'a difference is left'}")
    folder = short(job.folder)
    keep_table(found.rename_axis("world"), folder / TABLE, index=True)
    print(f"results: {folder / TABLE}", flush=True)
    if not off:
        raise SimError(f"{prediction.name}: the control leaves a difference, so the fact proves nothing")


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask the fact that the command line names."""

    def known() -> "Mapping[str, Prediction]":
        from experiments.predictions.facts import FACTS

        return FACTS

    def command(fact: "Prediction | None") -> Command:
        return Command("predictions", TEXT, EXAMPLES, partial(work, fact))

    return ask("fact", known, command, "predictions", arguments)


if __name__ == "__main__":
    sys.exit(main())
