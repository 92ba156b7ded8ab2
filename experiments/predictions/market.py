"""What the predictions about paid traffic look at."""

import numpy as np

import sim
from experiments.predictions.exposure import WINDOW_DAYS
from sim.analysis.moat import explained, traits
from sim.world.creators import KOC_BELOW


def price(run: sim.Run) -> float:
    """RMB a thousand real impressions cost over the last 30 days; 0 where none were sold."""
    return 1000.0 * _last(run, "ad_revenue") / max(_paid(run) * run.config.market.impressions_scale, 1.0)


def _last(run: sim.Run, metric: str) -> float:
    """The sum of a metric over the last 30 days."""
    rows = run.metrics[(run.metrics["metric"] == metric) & (run.metrics["group"] == "all")]
    return float(rows.loc[rows["day"] >= run.days - WINDOW_DAYS, "value"].sum())


def _paid(run: sim.Run) -> float:
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane == 'paid'")
    return float(rows["impressions"].sum())


def koc_views(run: sim.Run) -> float:
    """Natural impressions a day of an account that began below 10 k followers, over the last 30 days."""
    ordinary = run.creators.loc[run.creators["first_followers"] < KOC_BELOW, "creator"]
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane != 'paid'")
    return float(rows.loc[rows["creator"].isin(ordinary), "impressions"].sum()) / WINDOW_DAYS / max(len(ordinary), 1)


def koc_share(run: sim.Run) -> float:
    """Their share of all natural impressions."""
    ordinary = run.creators.loc[run.creators["first_followers"] < KOC_BELOW, "creator"]
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane != 'paid'")
    return float(rows.loc[rows["creator"].isin(ordinary), "impressions"].sum() / rows["impressions"].sum())


def visitors(run: sim.Run) -> dict[str, float]:
    """Active users a day in the first week after onset, and what is lost of them until the last week."""
    rows = run.metrics[(run.metrics["metric"] == "active_users") & (run.metrics["group"] == "all")]
    daily = rows.set_index("day")["value"]
    first = float(daily.loc[run.onset_day : run.onset_day + 6].mean())
    last = float(daily.loc[run.days - 7 :].mean())
    return {"users, last week": last, "users, first week less last": first - last}


def sales(run: sim.Run) -> float:
    """RMB of sales a day, over the last 30 days."""
    return _last(run, "gmv") / WINDOW_DAYS


def contract_returns(run: sim.Run) -> dict[str, float]:
    """28-day return on contracts with KOCs, and head accounts' less theirs, over the last quarter of the run."""
    rows = run.metrics[(run.metrics["metric"] == "roi") & (run.metrics["day"] >= run.days - run.days // 4)]
    mean = rows.groupby("group", observed=True)["value"].mean().reindex(["bucket=head", "bucket=koc"]).fillna(0.0)
    head, koc = (float(value) for value in mean)
    return {"head accounts less KOCs": head - koc, "KOCs": koc}


def consistency(run: sim.Run, *, paid: bool) -> float:
    """What a standard deviation of consistency goes with in ln(1 + impressions a day): natural ones, or paid ones."""
    began = run.creators[run.creators["joined_day"] < 0]
    scores = traits(began)
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane == 'paid'" if paid else "lane != 'paid'")
    shown = rows.groupby("creator")["impressions"].sum().reindex(scores.index, fill_value=0).to_numpy(np.float64)
    found = explained(scores, np.log1p(shown / WINDOW_DAYS), "exposure").set_index("trait")["slope"]
    return float(found["consistency"])
