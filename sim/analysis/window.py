"""How long KOCs are worth a brand's money: the window in a series of returns, censored where it does not end."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DAYS_PER_MONTH = 365.25 / 12.0
PERIOD_DAYS = 28
HYSTERESIS = 2  # periods in a row that open or close a window


class Window(NamedTuple):
    """The first window of a series, in months.

    `length` counts from when the return first holds above its bar to when it first holds below; until the end of the
    series if it never does (`censored`); nan if it never opens. `half` is the time from the highest return to where
    its excess over 1 has halved, nan if it has not. `late` says that it was open when the series began.
    """

    length: float
    half: float
    censored: bool
    late: bool


def window(roi: NDArray[np.float64], alternative: NDArray[np.float64], period_days: float = PERIOD_DAYS) -> Window:
    """The window of a series of returns, one a period, over max(1, alternative); nan counts as below.

    It opens with the first of two periods above the bar in a row and closes with the first of two below it.
    """
    above = roi >= np.maximum(1.0, np.where(np.isfinite(alternative), alternative, 1.0))
    opens = _holds(above, 0)
    if opens < 0:
        return Window(math.nan, math.nan, censored=False, late=False)
    closes = _holds(~above, opens)
    months = period_days / DAYS_PER_MONTH
    end = closes if closes >= 0 else len(roi)
    inside = np.where(np.isfinite(roi[opens:end]), roi[opens:end], -math.inf)
    peak = opens + int(np.argmax(inside))
    halved = np.flatnonzero(roi[peak:] - 1.0 <= 0.5 * (roi[peak] - 1.0))
    half = float(halved[0]) * months if halved.size else math.nan
    return Window((end - opens) * months, half, censored=closes < 0, late=opens == 0)


def _holds(flags: NDArray[np.bool_], first: int) -> int:
    """Where, from `first` on, the first run of so many flags begins; -1 if none does."""
    run = 0
    for place in range(first, flags.size):
        run = run + 1 if flags[place] else 0
        if run == HYSTERESIS:
            return place - HYSTERESIS + 1
    return -1


def of_metrics(metrics: pd.DataFrame, alternative: str = "ecom") -> Window:
    """The KOC window of a run, read off its smoothed returns at the end of every 28th day."""
    roi = metrics[metrics["metric"] == "roi"].pivot_table(index="day", columns="group", values="value")
    last = int(metrics["day"].max()) + 1
    ends = np.arange(PERIOD_DAYS - 1, last, PERIOD_DAYS)
    both = roi.reindex(index=ends, columns=["bucket=koc", f"bucket={alternative}"]).to_numpy(np.float64)
    return window(both[:, 0], both[:, 1])


class Survival(NamedTuple):
    """Kaplan-Meier: the share of windows still open after so many months, with 95 % limits (Greenwood, log-log)."""

    months: NDArray[np.float64]
    share: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def between(self, low: float, high: float) -> float:
        """Probability of a length in [low, high)."""
        return self.at(low) - self.at(high)

    def at(self, months: float) -> float:
        """Share still open just before `months`."""
        place = int(np.searchsorted(self.months, months, side="left"))
        return 1.0 if place == 0 else float(self.share[place - 1])

    def median(self) -> float:
        """Months after which half are closed; infinite if they never are."""
        below = np.flatnonzero(self.share <= 0.5)
        return float(self.months[below[0]]) if below.size else math.inf


def kaplan_meier(lengths: NDArray[np.float64], censored: NDArray[np.bool_]) -> Survival:
    """The product-limit estimate of how long windows last.

    Source: Kaplan and Meier 1958; limits on the log-log scale, Kalbfleisch and Prentice 2002.
    """
    months = np.unique(lengths[~censored])
    share, low, high = (np.empty(months.size) for _ in range(3))
    left, variance = 1.0, 0.0
    for place, month in enumerate(months.tolist()):
        at_risk, ended = int((lengths >= month).sum()), int(((lengths == month) & ~censored).sum())
        left *= 1.0 - ended / at_risk
        variance += ended / (at_risk * (at_risk - ended)) if at_risk > ended else math.inf
        share[place] = left
        if 0.0 < left < 1.0:
            spread = 1.96 * math.sqrt(variance) / abs(math.log(left))
            low[place], high[place] = left ** math.exp(spread), left ** math.exp(-spread)
        else:
            low[place] = high[place] = left
    return Survival(months, share, low, high)
