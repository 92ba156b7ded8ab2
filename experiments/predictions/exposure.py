"""What the predictions look at: shares, inequality, luck and hits, read off finished runs."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

import sim
from sim.core.inequality import gini
from sim.core.units import TICKS_PER_DAY
from sim.world.creators import KOC_BELOW

WINDOW_DAYS = 30
HIT_DAYS = 7.0  # age from which an item has had its chance
HIT = 5.0  # times the mean item's natural impressions


def recent(run: sim.Run) -> NDArray[np.float64]:
    """Natural impressions of each account over the last 30 days, [C]; zero for those who left."""
    rows = run.exposure.frame(run.days - WINDOW_DAYS).query("lane != 'paid'")
    shown = rows.groupby("creator")["impressions"].sum()
    return shown.reindex(run.creators["creator"], fill_value=0).to_numpy(np.float64)


def inequality(run: sim.Run) -> float:
    """Gini coefficient of natural exposure between accounts."""
    return gini(recent(run))


def unpredictability(one: sim.Run, other: sim.Run) -> float:
    """Share of exposure that goes elsewhere in another life of the same world, in [0, 1].

    Source: half the sum of absolute differences of market shares (Salganik, Dodds and Watts 2006).
    """
    a, b = (shown / shown.sum() for shown in (recent(one), recent(other)))
    return float(0.5 * np.abs(a - b).sum())


def niche_share(run: sim.Run) -> float:
    """Share of natural impressions that goes to niche accounts."""
    shown, niche = recent(run), run.creators["niche"].to_numpy()
    return float(shown[niche].sum() / shown.sum())


def match(run: sim.Run, days: int = WINDOW_DAYS) -> float:
    """Mean match quality of natural impressions over the last days."""
    table = run.metrics
    rows = table[(table["metric"] == "match_quality") & (table["group"] == "lane=natural")]
    return float(rows.loc[rows["day"] >= run.days - days, "value"].mean())


def hits(run: sim.Run) -> float:
    """Share of the items of accounts that began below 10 k followers that become hits."""
    items = run.warm.world.items
    creators = pd.Series(run.creators["first_followers"].to_numpy(), index=run.creators["creator"])
    old = items.visible_from <= run.warm.world.now - HIT_DAYS * TICKS_PER_DAY
    shown = items.natural_impressions[old]
    ordinary = creators.reindex(items.creator[old]).to_numpy() < KOC_BELOW
    return float((shown[ordinary] >= HIT * shown.mean()).mean())
