"""The design of a product test: `python -m experiments.brand_test`."""

import sys
from collections.abc import Sequence

from experiments.command import Command, Job

TEXT = """
A brand has 100,000 RMB to find out which of two products sells better (.02 or .03 orders per click). Each KOC costs a
script fee of 850 RMB, each click 1.5 RMB; KOCs differ in how well they sell. How many KOCs, how many clicks each?
More KOCs average out who happened to be asked, more clicks each only the luck of buyers, so the best number should
rise with the spread between KOCs. The command tests 4,000 times at every design, beside the formula; then it lets
four rules look for the best of four products with the same clicks.
"""
EXAMPLES = (("", "all designs and rules; a few seconds"),)


def work(job: Job) -> None:
    """Test, print, draw."""
    import pandas as pd

    from experiments.brand_test.designs import NUMBERS, SPREADS, best_by_formula, right, rules
    from experiments.brand_test.figure import draw
    from experiments.keeping import keep_table
    from experiments.places import short

    rows = [
        {"spread": spread, "kocs": number, "right": right(spread, number, job.config.seed)}
        for spread in SPREADS
        for number in NUMBERS
    ]
    found = pd.DataFrame(rows)
    print("P(right product), by KOCs of both products together; 95 % limits are +-.01")
    print(found.pivot_table(index="spread", columns="kocs", values="right").round(3).to_string())
    for spread, part in found.groupby("spread"):
        near = part.loc[part["right"] > part["right"].max() - 0.003, "kocs"]
        said = f"{near.min()} to {near.max()}" if len(near) > 1 else f"{near.min()}"
        print(f"  spread {spread}: best with {said} KOCs; least variance by the formula {best_by_formula(spread):.0f}")
    print("\nBest of four products (.01, .015, .02, .03) with 4,000 clicks: P(right), share of clicks on the best")
    for name, (share, own) in rules(job.config.seed).items():
        print(f"  {name:20s}{share:6.3f}{own:8.3f}")
    folder = short(job.folder)
    keep_table(found, folder / "designs.csv")
    draw(found, folder / "designs.svg")
    print(f"results: {folder / 'designs.csv'}, {folder / 'designs.svg'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hand over to the shell of all commands."""
    return Command("brand_test", TEXT, EXAMPLES, work).main(arguments)


if __name__ == "__main__":
    sys.exit(main())
