"""Product tests on platforms with flexible and with coarse budgets: `python -m experiments.test_budgets`."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.command import Command, Job

if TYPE_CHECKING:
    import pandas as pd

TEXT = """
A brand has 100,000 RMB to find a product that sells, among products of which it knows nothing. What it tests is a
campaign of its own, and a platform takes only sums from a smallest one, in steps above it: whoever wants less pays for
more. How good is the product that it finds, at the number of products that is best for it, with all money at once or
in three rounds of which each keeps the better half? The command asks five platforms, from 500 RMB in steps of 100 to
50,000 at once, and the same where all products sell alike. Then brands test in the world itself, on a platform that
takes any sum, and from 5, 50 or 100 RMB on: how many products a test tries, and how good those are that brands scale.
"""
EXAMPLES = (("", "all platforms, and eight worlds of four sums; about a minute"),)


def work(job: Job) -> None:
    """Test, print, draw."""
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.test_budgets.figure import draw
    from experiments.test_budgets.trials import PLATFORMS, table

    found = table(job.config.seed)
    print("The product found sells so many times as much as a mean one; products tested first; by the smallest sum")
    for smallest, _ in PLATFORMS:
        at = found[found["smallest"] == smallest]
        once, rounds = (part.loc[part["value"].idxmax()] for _, part in at.groupby("rounds"))
        print(
            f"  {smallest:>7,} RMB   at once {once['value']:.2f} (of {once['products']:.0f})   "
            f"in rounds {rounds['value']:.2f} (of {rounds['products']:.0f})   +-{at['error'].max() * 2:.2f}"
        )
    alike = table(job.config.seed, spread=0.0, tests=50)["value"]
    print(f"where all products sell alike: {alike.min():g} to {alike.max():g} on every platform")
    folder = short(job.folder)
    keep_table(found, folder / "tests.csv")
    keep_table(in_world(), folder / "world.csv")
    draw(found, folder / "tests.svg")
    print(f"results: {folder / 'tests.csv'}, {folder / 'tests.svg'}", flush=True)


def in_world(worlds: int = 0, more: Sequence[str] = ()) -> "pd.DataFrame":
    """Ask the same of brands in the world, and print it."""
    import pandas as pd

    from experiments.test_budgets.world import SUMS, WORLDS, lived
    from sim.analysis.contrast import paired_t

    asked = [(sums, world) for sums in SUMS for world in range(worlds or WORLDS)]
    found = pd.DataFrame([{"smallest": sums[0], "world": world, **lived(*sums, world, more)} for sums, world in asked])
    print("In the world: products a test tries, tests and scaled products a brand, worth of these against its mean one")
    any_sum = found[found["smallest"] == 0].reset_index()
    for smallest, at in found.groupby("smallest"):
        less = paired_t((at.reset_index()["worth"] - any_sum["worth"]).dropna().to_numpy())
        beside = f" ({less.value:+.2f} [{less.low:+.2f}, {less.high:+.2f}])" if smallest else ""
        means = at[["tried", "tests", "scaled", "worth"]].mean()
        print(f"  from {smallest:>3g} RMB   " + "  ".join(f"{one:.2f}" for one in means) + beside)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Hand over to the shell of all commands."""
    return Command("test_budgets", TEXT, EXAMPLES, work).main(arguments)


if __name__ == "__main__":
    sys.exit(main())
