"""The script fee: what an account asks for one item, by the views it can promise and by how sought after KOCs are."""

import numpy as np
from numpy.typing import NDArray

from sim.core import elementwise
from sim.market.brand_settings import BrandSettings
from sim.world.money import in_fen

MEMORY_ITEMS = 10.0  # items that the average account is worth against an account's own
SCARCEST = 0.05  # demand below which the fee falls no further


def views_per_item(
    impressions: NDArray[np.int64], uploads: NDArray[np.int32], average: float, real_impressions: float
) -> NDArray[np.float64]:
    """Real views that an account's next item can expect: its past ones, shrunk to the average of all, [n]."""
    expected = (impressions + MEMORY_ITEMS * average) / (uploads + MEMORY_ITEMS)
    return np.asarray(real_impressions * expected, dtype=np.float64)


def demand_factor(contracts: int, accounts: int, settings: BrandSettings) -> float:
    """(demand / supply)^elasticity: 1 at the usual number of contracts in 30 days for each account."""
    relative = max(contracts / max(accounts, 1) / settings.usual_demand, SCARCEST)
    return float(elementwise.power(np.array([relative]), settings.fee_elasticity)[0])


def fees_fen(
    views: NDArray[np.float64], head: NDArray[np.bool_], factor: float, settings: BrandSettings
) -> NDArray[np.int64]:
    """Script fee of each account for one item, in whole fen, [n]. `factor` is the same for all."""
    per_view = 100.0 * settings.fee_rmb_per_1000 / 1000.0 * factor
    return in_fen(per_view * views * np.where(head, settings.head_premium, 1.0), "a script fee")
