"""What takes a longer life: sales, advertising, contracts, and how long accounts last."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import CensoredData, ecdf

import sim

YEARS = 2


def of_market(overrides: Sequence[str], world: int) -> dict[str, float]:
    """The market's targets in one world: those of `experiments.market_targets`."""
    from experiments.market_targets.measures import measures

    config = sim.load(["experiment=market_targets", *overrides])
    return measures(config.model_copy(update={"seed": world, "replication": world}))


def lasting(overrides: Sequence[str], world: int, years: int = YEARS) -> float:
    """Share of accounts that last so long, by Kaplan and Meier; who comes within the time is followed to its end."""
    days = 365 * years
    config = sim.load([
        "careers=standard", "population.users=250", "population.creators=120", "refresh_minutes=1440",
        f"horizon_days={days}", "warmup_days=0", "record.metrics=[creators_active]", *overrides,
    ])  # fmt: skip
    run = sim.simulate(config.model_copy(update={"seed": world, "replication": world}))
    table = run.creators
    start = np.maximum(table["joined_day"].to_numpy(float), 0.0)
    left = table["left_day"].to_numpy(float)
    gone = np.isfinite(left) & (left < run.days) & (left >= 0)
    lived = np.where(gone, left, run.days) - start
    keep = lived > 0
    curve = ecdf(CensoredData(uncensored=lived[keep & gone], right=lived[keep & ~gone])).sf
    return float(curve.evaluate(days - 1.0))
