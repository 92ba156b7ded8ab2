"""A run of a platform that sets its own ad load, month by month."""

import pandas as pd

import sim
from sim.traffic.endogenous import Endogenous


def by_month(run: sim.Run, days: int) -> pd.DataFrame:
    """Mean ad load asked for, revenue in prices of a load of `start`, and mean active users, by month from 1."""
    schedule = run.config.traffic.ad_load
    assert isinstance(schedule, Endogenous)
    rows = run.metrics.set_index(["metric", "group", "day"])["value"]
    load, users = rows["ad_load"]["basis=planned"], rows["active_users"]["all"]
    paid = rows["impressions"]["lane=paid"].reindex(load.index, fill_value=0.0)
    table = pd.DataFrame({
        "ad load": load,
        "revenue": paid * (load / schedule.start) ** -schedule.price_elasticity,
        "active users": users,
    })  # fmt: skip
    month = table.index // days + 1
    means = table.groupby(month).mean()
    return means[table.groupby(month).size() == days].rename_axis("month")
