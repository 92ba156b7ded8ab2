"""How the exposure of some days is shared: among accounts by size of share, and between honest and mis-tagging ones."""

import math
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.core.inequality import gini, lorenz, poisson_gini
from sim.results.accounting import Days
from sim.results.ledger import LANE_NAMES
from sim.world.tally import Lane

if TYPE_CHECKING:
    from sim.results.run import Run

POOREST = tuple(range(5, 100, 5))  # per cent of accounts whose share of exposure is kept: the Lorenz curve
HELD = tuple(f"held_{percent:02d}" for percent in POOREST)  # the columns of it


def sharing(run: "Run", days: Days) -> dict[str, float]:
    """By name: the Lorenz curve, its Gini over that of Poisson luck, niche accounts' share, what mis-tagging brings.

    Natural impressions of the accounts active at the end of the days; `niche_share` is of all accounts' impressions.
    `mistagger_advantage` is the log ratio of a mis-tagging account's to an honest mainstream account's mean.
    """
    creators = run.creators
    shown = natural_of_each(run, days)
    active = creators["left_day"].to_numpy(np.float64, na_value=np.inf) > days.last
    niche, false = creators["niche"].to_numpy(bool), creators["mistags"].to_numpy(bool)
    total = float(shown.sum())
    return _curve(shown[active]) | {
        "niche_share": float(shown[niche].sum()) / total if total else math.nan,
        "mistagger_advantage": _log_ratio(shown[active & ~niche & false], shown[active & ~niche & ~false]),
    }


def natural_of_each(run: "Run", days: Days) -> NDArray[np.float64]:
    """Natural impressions of every account over some days, in the order of `run.creators`."""
    ledger = run.exposure.frame(days.first, days.last)
    found = ledger[ledger["lane"] != LANE_NAMES[Lane.PAID]].groupby("creator")["impressions"].sum()
    return pd.Series(found).reindex(run.creators["creator"], fill_value=0).to_numpy(np.float64)


def _curve(shown: NDArray[np.float64]) -> dict[str, float]:
    if not shown.sum() > 0:
        return dict.fromkeys((*HELD, "gini_excess"), math.nan)
    curve = lorenz(shown)
    held = np.interp(np.array(POOREST) / 100.0, curve.holders, curve.held).tolist()
    excess = gini(shown) - poisson_gini(float(shown.mean()), shown.size)
    return dict(zip(HELD, held, strict=True)) | {"gini_excess": excess}


def _log_ratio(some: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    if not (some.sum() > 0 and others.sum() > 0):
        return math.nan
    return math.log(some.mean() / others.mean())
