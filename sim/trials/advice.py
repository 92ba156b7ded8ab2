"""Which experiment to run: bias, power, how long, what it costs, and the cheapest one that has the sign right."""

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
import scipy

from sim.analysis.contrast import Interval, paired_t
from sim.platform.trial import EXPERIMENTS, Design
from sim.trials.judging import TRUTH, Judged
from sim.trials.record import Floats

LEVEL, POWER = 0.05, 0.80
MOST_WORLDS_WRONG = 0.25  # of worlds in which a design that is called right may have the wrong sign
LONGEST = 10_000.0  # days; beyond, no experiment is advised
TREATED = {Design.TWO_SIDED: lambda share: share * share}  # share of impressions under treatment; `share` elsewhere
COLUMNS = (
    "outcome", "design", "truth", "estimate", "bias", "bias_low", "bias_high", "right_sign", "worlds", "noise",
    "power", "days_needed", "days_read", "cost",
)  # fmt: skip


class Advice(NamedTuple):
    """A row for each outcome and design, and a sentence for each outcome."""

    table: pd.DataFrame
    sentences: dict[str, str]


def advise(judged: Judged, share: float = 0.5) -> Advice:
    """What the worlds say of each design.

    The mean of estimates, and so the bias, is taken of estimates less what the same arms differ by where nothing is
    done: the same on average, with less noise. Right signs are counted of what an analyst would see, noise and all.
    Noise is the standard deviation of what a design says where nothing differs, over worlds and deals. Power is the
    chance that an estimate of this mean and noise is told from zero at 5 %. Days needed are the least for a power of
    80 %; beyond the longest experiment noise is taken to fall with the root of time. Cost is days times the share of
    impressions under treatment.

    Limits: noise is that of the simulated platform; one with N times the users and accounts has it smaller by the root
        of N. The bias does not get smaller.
    """
    rows = judged.rows
    table = pd.DataFrame(
        [
            _row(rows[rows["outcome"] == outcome], str(outcome), design, share)
            for outcome in rows["outcome"].drop_duplicates()
            for design in EXPERIMENTS
            if design.value not in judged.refused
        ],
        columns=list(COLUMNS),
    )
    said = {str(outcome): _sentence(str(outcome), part, rows) for outcome, part in table.groupby("outcome", sort=False)}
    return Advice(table, said)


def power(effect: float, noise: float) -> float:
    """Chance that an estimate with this mean and standard deviation is told from zero, two-sided at 5 %."""
    if not math.isfinite(effect) or not math.isfinite(noise):
        return math.nan
    if not noise > 0.0:
        return 1.0 if effect else LEVEL
    far = float(scipy.stats.norm.ppf(1.0 - LEVEL / 2.0))
    return float(scipy.stats.norm.cdf(effect / noise - far) + scipy.stats.norm.cdf(-effect / noise - far))


def days_needed(effects: dict[int, float], noises: dict[int, float]) -> float:
    """The least days for a power of 80 %, by what was read at some lengths; extrapolated beyond the longest."""
    for length in sorted(effects):
        if power(effects[length], noises[length]) >= POWER:
            return float(length)
    longest = max(effects)
    if effects[longest] == 0.0 or not math.isfinite(effects[longest] + noises[longest]):
        return math.inf
    wanted = float(scipy.stats.norm.ppf(1.0 - LEVEL / 2.0) + scipy.stats.norm.ppf(POWER))
    days = longest * (wanted * noises[longest] / abs(effects[longest])) ** 2
    return days if days <= LONGEST else math.inf


def _row(rows: pd.DataFrame, outcome: str, design: Design, share: float) -> tuple[object, ...]:
    lengths = [int(days) for days in sorted(rows["days"].unique())]
    means = {days: float(_adjusted(rows, design.value, days).mean()) for days in lengths}
    noise = {days: float(_values(rows, design.value, days, "null").std(ddof=1)) for days in lengths}
    longest = lengths[-1]
    real = _values(rows, TRUTH, longest, TRUTH)
    said = _values(rows, design.value, longest, "estimate")
    right = int((np.sign(said) == np.sign(real.mean())).sum())
    bias = paired_t(_adjusted(rows, design.value, longest) - real)
    needed = days_needed(means, noise)
    treated = TREATED.get(design, lambda one: one)(share)
    return (
        outcome, design.value, float(real.mean()), means[longest], *bias, right, said.size, noise[longest],
        power(means[longest], noise[longest]), needed, longest, needed * treated,
    )  # fmt: skip


def _values(rows: pd.DataFrame, design: str, days: int, kind: str) -> Floats:
    """Values of a kind, by world."""
    there = (rows["days"] == days) & (rows["design"] == design) & (rows["kind"] == kind)
    return rows[there].sort_values("world")["value"].to_numpy(dtype=np.float64)


def _adjusted(rows: pd.DataFrame, design: str, days: int) -> Floats:
    """Estimates less what the same arms differ by where nothing is done: nothing on average, and most of the noise."""
    return _values(rows, design, days, "estimate") - _values(rows, design, days, "same_arms")


def _sentence(outcome: str, table: pd.DataFrame, rows: pd.DataFrame) -> str:
    """The cheapest design with the right sign, or that there is none."""
    real = paired_t(_values(rows[rows["outcome"] == outcome], TRUTH, int(rows["days"].max()), TRUTH))
    start = f"The truth is {real.value:+.1%} ({real.low:+.1%} to {real.high:+.1%} over worlds)"
    if not _told(real):
        return f"{start}: not told from nothing, so no design can have its sign right."
    wrong = table[np.sign(table["estimate"]) != np.sign(real.value)]["design"].tolist()
    start += (
        f"; the wrong sign on average: {', '.join(wrong)}" if wrong else "; no design has the wrong sign on average"
    )
    right = table["right_sign"] >= (1.0 - MOST_WORLDS_WRONG) * table["worlds"]
    good = table[right & ~table["design"].isin(wrong) & np.isfinite(table["cost"])].sort_values("cost")
    if good.empty:
        return f"{start}. No design has the right sign in three quarters of worlds and enough power."
    best, straight = good.iloc[0], good.loc[good["bias"].abs().idxmin()]
    how = "" if best["days_needed"] <= best["days_read"] else " (extrapolated)"
    days = f"{math.ceil(best['days_needed'])} days{how}"
    return (
        f"{start}. Cheapest with the right sign: {best['design']}, {days} for a power of {POWER:.0%}; it says "
        f"{best['estimate']:+.1%}, biased by {best['bias']:+.1%} ({best['bias_low']:+.1%} to {best['bias_high']:+.1%})"
        f"; least biased of these: {straight['design']} ({straight['bias']:+.1%}, {straight['days_needed']:.0f} days)."
    )


def _told(interval: Interval) -> bool:
    return bool(interval.low > 0.0 or interval.high < 0.0)
