"""A myopic platform against a far-sighted one: `python -m experiments.ad_load [key=value ...]`."""

import sys
from collections.abc import Sequence

from experiments.command import Command, Job

TEXT = """
What does a platform lose that sets its ad load by experiments of a month, if users take months to answer?

Three platforms with the same users: one keeps its load, one climbs its revenue as it looks after 30 days, one as it
looks after ten years. By month: ad load, revenue (paid slots times a price that falls with the load as
traffic.ad_load.price_elasticity says, the first month of the steady one = 1) and active users.

Expected before the run, and what came of it: experiments/ad_load/README.md.
"""
EXAMPLES = (("", "the size of experiment=ad_load; about a minute"), ("horizon_days=180", "a first half-year"))
PLATFORMS = {
    "steady": ("traffic.ad_load.step=0",),
    "myopic": (),
    "far-sighted": ("traffic.ad_load.look_ahead_days=3600",),
}
MONTH = 30


def work(job: Job) -> None:
    """Run the platforms, print, and keep the numbers and the figure."""
    import pandas as pd

    import sim
    from experiments.ad_load.figure import draw
    from experiments.ad_load.months import by_month
    from experiments.keeping import keep_table
    from experiments.places import short

    tables = {name: by_month(sim.simulate(job.config.changed(more)), MONTH) for name, more in PLATFORMS.items()}
    first = tables["steady"]["revenue"].iloc[0]
    for table in tables.values():
        table["revenue"] /= first
    months = pd.concat(tables, names=["platform"])
    print(months.unstack("platform").to_string(float_format="{:.3f}".format))
    print("\nRevenue of all months, steady = 1")
    total = months["revenue"].groupby("platform", sort=False).sum()
    print((total / total["steady"]).to_string(float_format="{:.3f}".format))
    folder = short(job.folder)
    keep_table(months, folder / "months.csv", index=True)
    draw(tables, folder / "ad_load.svg")
    print(f"\nfigure:  {folder / 'ad_load.svg'}\nresults: {folder / 'months.csv'}", flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask in a world of the size of experiment=ad_load, unless another is chosen."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in given):
        given.append("experiment=ad_load")
    return Command("ad_load", TEXT, EXAMPLES, work).main(given)


if __name__ == "__main__":
    sys.exit(main())
