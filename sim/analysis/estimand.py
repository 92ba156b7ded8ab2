"""The headline's measured quantities: one run, seen over the 30 days before a horizon.

The cohorts are the 2 x 2 of niche and small, frozen at onset: who leaves later counts as zero exposure. A
horizon is a number of days after onset; its window is the last 30 days before it, shorter where the run is.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.analysis import market
from sim.analysis.sharing import sharing
from sim.analysis.tiers import tiers
from sim.core.errors import DataError
from sim.results.accounting import WINDOW_DAYS, Days, windows
from sim.results.accounts import QUADRANTS as COHORTS
from sim.results.ledger import LANE_NAMES
from sim.world.tally import Lane

if TYPE_CHECKING:
    from sim.results.run import Run

HORIZONS, PRIMARY = (30, 180, 540), 180  # days after onset
QUADRANTS = tuple(name.replace("-", "_") for name in COHORTS)
COHORT = "niche_small"  # the headline's
METRICS = (  # what a run must record
    "active_users", "ad_revenue", "creators_active", "dryness", "leakage", "match_quality", "own_paid_exposure",
    "parity", "watch_seconds", "welfare", *market.METRICS,
)  # fmt: skip
PER_THOUSAND = 1000.0
PAYOUT = "flow=payout:platform>account"  # what a policy has the platform pay for natural exposure


def horizons(days_after_onset: int) -> tuple[int, ...]:
    """The horizons that lie inside a run, and its end where it does not reach the primary one."""
    inside = {day for day in HORIZONS if day <= days_after_onset}
    return tuple(sorted(inside if PRIMARY in inside else {*inside, days_after_onset}))


def primary(days: Sequence[int]) -> int:
    """The horizon that decides: day 180, or the last before it."""
    return max((day for day in days if day <= PRIMARY), default=min(days))


def window(onset_day: int, horizon_day: int) -> Days:
    """The days that a horizon's quantities are means over."""
    end = onset_day + horizon_day
    return Days(max(onset_day, end - WINDOW_DAYS), end - 1)


class Reading(NamedTuple):
    """Means over some days. Shapes: [4] by quadrant, per member of the cohort and day."""

    natural: NDArray[np.float64]
    paid: NDArray[np.float64]
    members: NDArray[np.int64]
    active: NDArray[np.float64]  # share of the members still there on the last day


class Diary:
    """A run day by day, as far as the headline needs it. Shapes: days x quadrants [D, 4]."""

    def __init__(self, run: "Run") -> None:
        if run.exposure.empty:
            why = "nobody was shown anything" if run.config.record.ledger else "record.ledger is false"
            raise DataError(f"the run kept no ledger ({why}), so exposure is not known")
        self.run = run
        self.days, self.onset_day = run.days, run.onset_day
        creators = run.creators
        self.cohort = _by_creator(creators["creator"], creators["cohort"].cat.codes, missing=-1)
        self.members: NDArray[np.int64] = np.bincount(self.cohort[self.cohort >= 0], minlength=5)[:4].astype(np.int64)
        shown = self._impressions()
        self.slots = shown.sum(axis=1)  # [D, 2] natural and paid, of everybody
        self.natural, self.paid = shown[:, :4, 0], shown[:, :4, 1]

    def _impressions(self) -> NDArray[np.float64]:
        """Natural and paid impressions by day and cohort: [D, 6, 2], entrants and those without cohort last."""
        counts = np.zeros(self.days * 12)
        for ledger in self.run.exposure.parts():
            paid = (ledger["lane"].cat.codes.to_numpy() == LANE_NAMES.index(Lane.PAID.name.lower())).astype(np.int64)
            cohort = self.cohort[ledger["creator"].to_numpy()]
            place = (ledger["day"].to_numpy(np.int64) * 6 + cohort) * 2 + paid + np.where(cohort < 0, 12, 0)
            counts += np.bincount(place, weights=ledger["impressions"].to_numpy(), minlength=counts.size)
        return counts.reshape(self.days, 6, 2)

    @cached_property
    def active(self) -> NDArray[np.float64]:
        """Members of each cohort active at the end of each day, [D, 4]."""
        left = self.run.creators["left_day"].to_numpy(np.float64, na_value=np.inf)
        cohort = self.run.creators["cohort"].cat.codes.to_numpy()
        days = np.arange(self.days)[:, None]
        return np.stack([(left[cohort == group] > days).sum(axis=1) for group in range(4)], axis=1).astype(np.float64)

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """Recorded metrics and groups across, days down; nan on days without."""
        table = self.run.metrics.pivot_table(index="day", columns=["metric", "group"], values="value")
        return table.reindex(range(self.days))

    def metric(self, name: str, group: str = "all") -> NDArray[np.float64]:
        """A metric day by day, [D]."""
        if (name, group) not in self.metrics.columns:
            return np.full(self.days, np.nan)
        return self.metrics[name, group].to_numpy(np.float64)

    @cached_property
    def before(self) -> Days:
        """The days before onset that later ones are compared with."""
        return windows(self.onset_day, self.days)[0]

    @cached_property
    def dryness(self) -> NDArray[np.float64]:
        """Natural slots per active account relative to the days before onset, [D]; nan where there were none then."""
        daily = self.metric("dryness")
        before = _mean(daily[self.before.first : self.before.last + 1])
        return daily / (before if before > 0 else np.nan)

    def reading(self, days: Days) -> Reading:
        """Exposure over some days, both ends included."""
        span = slice(days.first, days.last + 1)
        size = np.where(self.members > 0, self.members, np.nan) * (days.last - days.first + 1)
        active = self.active[days.last] / np.where(self.members > 0, self.members, np.nan)
        return Reading(self.natural[span].sum(axis=0) / size, self.paid[span].sum(axis=0) / size, self.members, active)

    def revenue(self, days: slice, cpm_rmb: float) -> float:
        """RMB a day that the platform earns from paid impressions, less what it pays to accounts, per real impression.

        From its books, where slots are sold: what bidders were charged; else paid impressions at a list price. Books
        are kept in real money, where an impression stands for many real ones, so they are divided by their number.
        """
        charged, paid_out = self.metric("ad_revenue")[days], self.metric("payments", PAYOUT)[days]
        scale = float(self.run.config.market.impressions_scale)
        given = float(np.nansum(paid_out)) / len(paid_out) / scale
        if np.isfinite(charged).any():
            return float(np.nansum(charged)) / len(charged) / scale - given
        return float(self.slots[days, 1].mean()) * cpm_rmb / PER_THOUSAND - given

    def row(self, horizon_day: int, cpm_rmb: float) -> dict[str, Any]:
        """The quantities of one horizon by name.

        `own_paid_` is the part of paid exposure that accounts buy for themselves, by group of the day, not frozen at
        onset. Match quality is that of natural impressions, what a policy decides about, weighted by impressions.
        """
        days = window(self.onset_day, horizon_day)
        span = slice(days.first, days.last + 1)
        reading = self.reading(days)
        natural, paid = self.slots[span, 0], self.slots[span, 1]
        watched = np.nansum(self.metric("watch_seconds")[span] * (natural + paid))
        named: dict[str, Any] = {"horizon_day": horizon_day}
        for place, quadrant in enumerate(QUADRANTS):
            named[f"natural_{quadrant}"] = reading.natural[place]
            named[f"paid_{quadrant}"] = reading.paid[place]
            named[f"total_{quadrant}"] = reading.natural[place] + reading.paid[place]
            named[f"members_{quadrant}"] = int(reading.members[place])
            named[f"active_{quadrant}"] = reading.active[place]
            own = self.metric("own_paid_exposure", f"quadrant={COHORTS[place]}")[span]
            named[f"own_paid_{quadrant}"] = _mean(own) if self.run.config.market.name != "none" else 0.0
        return named | {
            "dryness": _mean(self.dryness[span]),
            "parity": _mean(self.metric("parity")[span]),
            "match_quality": _weighted(self.metric("match_quality", "lane=natural")[span], natural),
            "active_users": _mean(self.metric("active_users")[span]),
            "watch_seconds_per_day": float(watched) / len(paid),
            "revenue_rmb_per_day": self.revenue(span, cpm_rmb),
            "natural_slots_per_day": float(natural.mean()),
            "welfare": _mean(self.metric("welfare")[span]),
            "leakage": _mean(self.metric("leakage")[span]),
            "astray": _mean(self.metric("leakage", "basis=slots")[span]),
            **sharing(self.run, days),
            **tiers(self.run, days),
            **market.money(self.run, days),
        }

    def daily(self) -> pd.DataFrame:
        """Day by day and quadrant: natural and paid impressions per member, members active, dryness, returns."""
        members = np.where(self.members > 0, self.members, np.nan)
        return pd.DataFrame(
            {
                "day": np.repeat(np.arange(self.days, dtype=np.int32), 4),
                "quadrant": pd.Categorical(QUADRANTS * self.days, categories=list(QUADRANTS)),
                "natural": (self.natural / members).ravel(),
                "paid": (self.paid / members).ravel(),
                "members_active": self.active.astype(np.int32).ravel(),
                "dryness": np.repeat(self.dryness, 4),
                "niche_accounts": np.repeat(self.metric("creators_active", "niche=yes"), 4),
                **{name: np.repeat(values, 4) for name, values in market.returns(self.run, self.days).items()},
            }
        )

    def causes(self, horizon_day: int) -> pd.DataFrame:
        """Exact split of each quadrant's change from before onset to a horizon, per member and day, by cause.

        Columns: quadrant, cause, change, before, after. Changes of a quadrant sum to after - before.
        """
        table = self.run.decompose(self.before, window(self.onset_day, horizon_day))
        table = table[table["group"].isin(COHORTS) & (table["members"] > 0)]
        return pd.DataFrame(
            {
                "quadrant": table["group"].astype(str).str.replace("-", "_"),
                "cause": table["cause"].astype(str),
                "change": table["per_member"],
                "before": table["before"] / table["members"],
                "after": table["after"] / table["members"],
            }
        ).reset_index(drop=True)


def _by_creator(creator: "pd.Series[int]", values: "pd.Series[int]", missing: int) -> NDArray[np.int64]:
    table = np.full(int(creator.max()) + 1 if len(creator) else 0, missing, dtype=np.int64)
    table[creator.to_numpy()] = values.to_numpy()
    return table


def _mean(values: NDArray[np.float64]) -> float:
    """Mean of what is there; nan if nothing is."""
    there = values[np.isfinite(values)]
    return float(there.mean()) if there.size else float("nan")


def _weighted(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    there = np.isfinite(values) & (weights > 0)
    return float(np.average(values[there], weights=weights[there])) if there.any() else float("nan")
