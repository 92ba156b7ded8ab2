"""Half of sales from accounts below 300 k followers: `python -m experiments.small_sales [key=value ...]`."""

import sys
from collections.abc import Mapping, Sequence

from experiments.command import Command, Job

TEXT = """
Douyin says that half of live sales come from accounts below 300 k followers, and that theirs grew by 58 % in a year.
First an identity: what share they had a year before, if all live sales grew by 20, 30 or 40 %. Then the world: which
share of sales goes to such accounts, in the feed and on the shelf, and what moves it: who is ranked, who is followed,
how much authenticity is worth, who sells at all, and how sharply the market ranks its shelf by sales.
"""
EXAMPLES = (("", "six worlds, eight sides each; about four minutes"),)
SIDES: dict[str, tuple[str, ...]] = {
    "as it is": (),
    "ranked by popularity": ("policy=popularity",),
    "niche boosted": ("policy=niche_boost",),
    "a larger follow lane": ("platform.follow_share=0.25",),
    "authenticity worth nothing": ("market.commerce.authenticity_order=0",),
    "shelf not ranked by sales": ("market.commerce.sales_weight=0",),
    "fewer small accounts": ("population.koc_share=0.6", "population.mid_share=0.34"),
    "with live rooms": ("live=standard",),
}
REFERENCE = "as it is"
DAYS = 30


def work(job: Job) -> None:
    """Print the identity, live all sides, print, keep the numbers."""
    from experiments.keeping import keep_table
    from experiments.places import short
    from experiments.sides import differences, measured
    from experiments.small_sales.figure import draw
    from sim.analysis.contrast import paired_t
    from sim.market.small_share import share_before

    print("An identity: share .50 now after growth of 58 %")
    for growth in (0.2, 0.3, 0.4):
        before = share_before(growth)
        print(f"  all sales +{growth:.0%}: share before {before.before:.3f}, others' sales {before.large_growth:+.1%}")
    found = measured(job, SIDES, measure)
    print(f"Share of sales from accounts below 300 k followers, last {DAYS} days, {job.config.replications} worlds")
    for side in SIDES:
        every = paired_t(found.loc[found["side"] == side, "all"].to_numpy())
        feed = paired_t(found.loc[found["side"] == side, "feed"].to_numpy())
        line = f"  {side:28s}{every.value:6.3f} [{every.low:.3f}, {every.high:.3f}], feed {feed.value:.3f}"
        if side != REFERENCE:
            change = paired_t(differences(found, "all", side, REFERENCE).to_numpy())
            line += f"; change {change.value:+.3f} [{change.low:+.3f}, {change.high:+.3f}]"
        if found.loc[found["side"] == side, "live"].notna().any():
            live = paired_t(found.loc[found["side"] == side, "live"].dropna().to_numpy())
            line += f"; of live sales {live.value:.3f} [{live.low:.3f}, {live.high:.3f}]"
        print(line)
    folder = short(job.folder)
    keep_table(found, folder / "shares.csv")
    draw(found, list(SIDES), folder / "shares.svg")
    print(f"results: {folder / 'shares.csv'}, {folder / 'shares.svg'}", flush=True)


def measure(run) -> Mapping[str, float]:  # type: ignore[no-untyped-def]  # sim is imported late
    """Share of all sales, of those in the feed and of those in live rooms, from accounts below 300 k followers."""
    metrics = run.metrics[run.metrics["day"] >= run.days - DAYS]
    sums = metrics[metrics["metric"] == "gmv"].groupby("group")["value"].sum()
    total = sums["tier=koc"] + sums["tier=mid"] + sums["tier=head"]
    recorder = run.warm.recorder
    from sim.world.creators import SMALL_BELOW
    from sim.world.sales import SALES, SCENES, Sale, Scene

    gmv = recorder.sales_ever.reshape(-1, SCENES, SALES)[:, :, Sale.GMV]
    feed, live = gmv[:, [Scene.FEED, Scene.PAID]].sum(axis=1), gmv[:, Scene.LIVE]
    small = run.warm.world.creators.followers < SMALL_BELOW
    return {
        "all": float(1.0 - sums["tier=head"] / total),
        "feed": float(feed[small].sum() / feed.sum()),
        "live": float(live[small].sum() / live.sum()) if live.any() else float("nan"),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask at the size of `experiment=small_sales` unless told otherwise."""
    rest = list(sys.argv[1:] if arguments is None else arguments)
    if not any(one.startswith("experiment=") for one in rest):
        rest.append("experiment=small_sales")
    return Command("small_sales", TEXT, EXAMPLES, work).main(rest)


if __name__ == "__main__":
    sys.exit(main())
