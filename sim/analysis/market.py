"""Money in a run with a market: who paid whom over some days, what sold, and what brands' contracts returned."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.results.accounting import Days

if TYPE_CHECKING:
    from sim.results.run import Run

FLOW, GMV = "flow_", "gmv_rmb_per_day"
RETURNS = {"roi_koc": "bucket=koc", "roi_head": "bucket=head", "roi_ecom": "bucket=ecom"}  # column -> group of `roi`
METRICS = ("gmv", "payments", "roi")  # what a run must record


def money(run: "Run", days: Days) -> dict[str, float]:
    """RMB a day, mean over some days: `flow_fee_brand_account` and its like, and sales; nothing without a market."""
    here = run.metrics[run.metrics["day"].between(days.first, days.last)]
    length = days.last - days.first + 1
    flows = here[here["metric"] == "payments"].groupby("group", observed=True)["value"].sum() / length
    sold = here.loc[(here["metric"] == "gmv") & (here["group"] == "all"), "value"]
    named = {column(str(group)): float(value) for group, value in flows.items()}
    return named | ({GMV: float(sold.sum()) / length} if len(sold) else {})


def returns(run: "Run", days: int) -> Mapping[str, NDArray[np.float64]]:
    """Return on brands' money over the last 28 days, by budget and day, [D]; empty where there are no brands."""
    roi = run.metrics[run.metrics["metric"] == "roi"]
    if roi.empty:
        return {}
    wide: pd.DataFrame = roi.pivot_table(index="day", columns="group", values="value").reindex(range(days))
    return {name: wide[group].to_numpy(np.float64) for name, group in RETURNS.items() if group in wide}


def column(group: str) -> str:
    """The column of a flow: "flow=fee:brand>account" is flow_fee_brand_account."""
    return FLOW + group.partition("=")[2].replace(":", "_").replace(">", "_")
