"""Users' welfare with one and two platforms: `python -m experiments.two_platforms [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence

from experiments.command import Command, Job

TEXT = """
The same users and the same accounts, on one platform or split between two that are alike: users share out their time,
accounts have a home and publish on the other platform where it pays. The command lives such worlds and prints users'
welfare a day, over all platforms, over the last 30 days: with one platform, with two on which nobody publishes twice,
and with two on which all may; then the same where the (first) platform dries up.
"""
EXAMPLES = (("", "five worlds, six sides each; about two minutes"),)
TWO = "platform=[douyin,twin]"
ALONE, BOTH = "between.multihoming=false", "between.porting_cost_rmb=0"
DRY = ("traffic=step", "traffic.ad_load.end=0.55")
ONE_DRIES = 'platforms.douyin.also=["traffic=step","traffic.ad_load.end=0.55"]'
SIDES: dict[str, tuple[str, ...]] = {
    "one": (),
    "two, nobody on both": (TWO, ALONE),
    "two, all may": (TWO, BOTH),
    "one, dry": DRY,
    "two, one dry, nobody on both": (TWO, ALONE, ONE_DRIES),
    "two, one dry, all may": (TWO, BOTH, ONE_DRIES),
}


def work(job: Job) -> None:
    """Live all sides, print the welfare and its differences, keep the numbers, draw."""
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.sides import differences, measured
    from experiments.two_platforms.figure import draw
    from sim.analysis.contrast import paired_t

    found = measured(job, SIDES, measure)
    for side in SIDES:
        mean = found.loc[found["side"] == side, "welfare"].mean()
        reference = "one, dry" if "dry" in side else "one"
        change = paired_t(differences(found, "welfare", side, reference).to_numpy())
        beside = "" if side == reference else f"  {change.value:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"
        print(f"  {side:30s}{mean:8.3f}{beside}")
    folder = short(job.folder)
    keep_table(found, folder / "welfare.csv")
    draw(found, list(SIDES), folder / "welfare.svg")
    print(f"results: {folder / 'welfare.csv'}, {folder / 'welfare.svg'}", flush=True)


def measure(run) -> Mapping[str, float]:  # type: ignore[no-untyped-def]  # sim is imported late
    """Users' surplus a day over all platforms."""
    from experiments.two_platforms.everywhere import welfare

    return {"welfare": welfare(run)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=two_platforms` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=two_platforms")
    return Command("two_platforms", TEXT, EXAMPLES, work).main(rest)


if __name__ == "__main__":
    sys.exit(main())
