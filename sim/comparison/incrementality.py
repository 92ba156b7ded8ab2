"""What paid impressions add: beside a branch of the same past in which nobody of a kind opens a campaign."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from sim.core.errors import ConfigError
from sim.core.units import MICRO
from sim.results.run import Run
from sim.simulation import branch
from sim.world.campaigns import Purpose

SILENT: Mapping[str, tuple[str, ...]] = {  # what keeps those of a kind from opening campaigns
    "brand": ("market.brands.sponsoring=false",),
    "head": ("market.bidders.head_first=0.0", "market.bidders.head_most=0.0"),
    "merchant": ("market.bidders.merchant_budget_rmb=0.0",),
    "boost": ("market.bidders.boost_per_day=0.0",),
}


def incrementality(
    warm: Run,
    purposes: Sequence[str] = tuple(SILENT),
    until_day: int | None = None,
    overrides: Sequence[str] = (),
) -> pd.DataFrame:
    """Go on from a run that stopped early, with everybody's campaigns and with each kind's off; one row a kind.

    Columns: paid (impressions bought from then on), natural_lost (natural impressions that the accounts shown had more
    of in the branch without), incrementality (1 - natural_lost / paid: 1 where all that is paid for comes on top, 0
    where it only takes the place of what would have come anyway), spent_rmb, accounts. Campaigns that were open when
    the run stopped go on in both branches. With brands, contracts are off too. `overrides` hold in all branches: a
    policy, a schedule.

    Raises:
        ConfigError: if the run has no market, or a kind is not known.
    """
    for purpose in purposes:
        if purpose not in SILENT:
            raise ConfigError(f"purposes names {purpose}, allowed are {', '.join(SILENT)}")
    if warm.config.market.name == "none":
        raise ConfigError("market is none, allowed for incrementality is a run with a market, such as market=standard")
    said = list(overrides)
    on, *others = branch(warm, said, *([*said, *SILENT[purpose]] for purpose in purposes), until_day=until_day)
    rows = {
        purpose: _beside(warm, on, off, Purpose[purpose.upper()]) for purpose, off in zip(purposes, others, strict=True)
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("purpose")


def _beside(warm: Run, on: Run, off: Run, purpose: Purpose) -> dict[str, float]:
    before, campaigns = len(warm.warm.world.campaigns), on.warm.world.campaigns
    fresh = np.flatnonzero(campaigns.purpose[before:] == purpose) + before
    accounts = np.unique(campaigns.creator[fresh[campaigns.impressions[fresh] > 0]])
    paid = float(campaigns.impressions[fresh].sum())
    lost = natural(off, accounts, warm.days) - natural(on, accounts, warm.days)
    return {
        "paid": paid,
        "natural_lost": lost,
        "incrementality": 1.0 - lost / paid if paid else math.nan,
        "spent_rmb": float(campaigns.spent[fresh].sum()) / MICRO,
        "accounts": float(accounts.size),
    }


def natural(run: Run, accounts: np.ndarray, since: int) -> float:
    """Natural impressions of some accounts from a day on."""
    rows = run.exposure.frame(since).query("lane != 'paid'")
    return float(rows.loc[rows["creator"].isin(accounts), "impressions"].sum())
