"""The table of the headline: one row a policy, every estimate with both its intervals."""

import math
from collections.abc import Callable
from typing import Any

import pandas as pd

from sim.analysis.contrast import (
    FEWEST_DRAWS,
    FEWEST_PAIRS,
    Interval,
    bootstrap,
    bootstrap_ratio,
    holm,
    paired_t,
    pairing,
    range_over_draws,
    sign,
    sign_flip_p,
)
from sim.analysis.estimand import COHORT, PER_THOUSAND
from sim.analysis.pairs import Pairs, Values, base, drawn

SIGNIFICANT = 0.05
NOTE = "run `make run-full`"
MEASURED = {  # name in the table -> column of the runs, under drying
    "parity": "parity",
    "still_active": f"active_{COHORT}",
    "match_quality": "match_quality",
    "active_users": "active_users",
    "revenue": "revenue_rmb_per_day",
    "watch_seconds": "watch_seconds_per_day",
}
PRICES = {"price_of_rescue": "revenue_rmb_per_day", "price_of_rescue_watch": "watch_seconds_per_day"}


def table(pairs: Pairs, day: int | None = None) -> pd.DataFrame:
    """One row a policy, indexed by its name; the columns of the headline's table at one horizon.

    An estimate X has its Monte Carlo interval in X_low and X_high (t over replications) and its range over
    draws of the assumptions in X_assumptions_low and X_assumptions_high (5-95 %); protection also has a BCa
    interval in protection_bca_low and protection_bca_high. Exposure is natural impressions per member of the
    niche-small cohort and day; `change` is its relative change from steady to drying; `level` the difference
    of ln exposure to the reference under drying; `_kept` a share of the reference's; `match_quality_change` the
    difference to it, in standard deviations of taste. `bought_back` is the paid exposure that
    drying adds, per member and day, whoever pays; `regained_by_paying` its share of the natural exposure that drying
    takes; `own_paid_drying` what accounts buy for themselves. Prices are per 1,000 natural impressions regained,
    missing where nothing is. `beats` is the share of draws in which the policy protects better than the reference
    within the guardrails. `p_holm` tests protection by flips of sign, over policies. `survives` says what the sign of
    protection survives: luck, if the Monte Carlo interval leaves zero out and p_holm is at most 5 %; the
    assumptions, if their range leaves zero out.
    """
    rows = {policy: _row(pairs, policy, day) for policy in pairs.policies}
    others = {policy: float(rows[policy]["p"]) for policy in pairs.policies[1:]}
    for policy, adjusted in holm(others).items():
        rows[policy]["p_holm"] = adjusted
        rows[policy]["survives"] = _survives(rows[policy])
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("policy")


def _row(pairs: Pairs, policy: str, day: int | None) -> dict[str, Any]:
    protection = pairs.protection(policy, day)
    own, draws = base(protection), drawn(protection)
    row: dict[str, Any] = {"replications": len(own), "draws": len(draws)}
    for name, schedule in (("exposure_steady", pairs.steady), ("exposure_drying", pairs.drying)):
        row |= _estimate(name, pairs.value(f"natural_{COHORT}", policy, schedule, day))
    row |= _estimate("change", pairs.loss(policy, day), transform=math.expm1)
    row |= _estimate("loss", pairs.loss(policy, day))
    row |= _estimate("dryness_elasticity", pairs.elasticity(policy, day))
    row |= _estimate("protection", protection)
    boot = bootstrap(own)
    row |= {"protection_bca_low": boot.low, "protection_bca_high": boot.high}
    row |= _estimate("level", pairs.level(policy, day))
    for lane in ("paid", "total"):
        row |= _estimate(f"{lane}_drying", pairs.value(f"{lane}_{COHORT}", policy, pairs.drying, day))
        row |= _estimate(f"{lane}_change", pairs.loss(policy, day, lane), transform=math.expm1)
    for name, column in MEASURED.items():
        row |= _estimate(name, pairs.value(column, policy, pairs.drying, day))
    row |= _estimate("own_paid_drying", pairs.value(f"own_paid_{COHORT}", policy, pairs.drying, day))
    row |= _estimate("bought_back", pairs.bought_back(policy, day))
    row |= _share("regained_by_paying", pairs, policy, day)
    row |= _estimate("match_quality_change", -pairs.given_up("match_quality", policy, day))
    for name in ("active_users", "revenue", "watch_seconds"):
        row |= _estimate(f"{name}_kept", pairs.kept(MEASURED[name], policy, day))
    for name, column in PRICES.items():
        row |= _price(name, pairs, column, policy, day)
    return row | _verdict(pairs, policy, day, own, draws)


def _estimate(name: str, values: Values, transform: Callable[[float], float] = float) -> dict[str, float]:
    """An estimate and its two intervals, by column."""
    over_luck, (low, high) = paired_t(base(values)), range_over_draws(drawn(values))
    numbers = (*over_luck, low, high)
    return dict(zip(_names(name), (transform(number) for number in numbers), strict=True))


def _names(name: str) -> tuple[str, ...]:
    return name, f"{name}_low", f"{name}_high", f"{name}_assumptions_low", f"{name}_assumptions_high"


def _price(name: str, pairs: Pairs, column: str, policy: str, day: int | None) -> dict[str, float]:
    """All that is given up over all that is regained, so that one pair without a rescue does not decide."""
    both = pd.DataFrame({"up": base(pairs.given_up(column, policy, day)), "back": base(pairs.regained(policy, day))})
    both = both.dropna()
    found = Interval(math.nan, math.nan, math.nan)
    if len(both) and both["back"].sum() > 0:
        boot = bootstrap_ratio(PER_THOUSAND * both["up"], both["back"])
        found = boot if both["back"].min() > 0 else Interval(boot.value, math.nan, math.nan)
    low, high = range_over_draws(drawn(pairs.price(column, policy, day)))
    return dict(zip(_names(name), (*found, low, high), strict=True))


def _share(name: str, pairs: Pairs, policy: str, day: int | None) -> dict[str, float]:
    """All paid exposure that drying adds over all natural exposure that it takes, so that no single pair decides."""
    gained, lost = pairs.bought_back(policy, day), pairs.natural_lost(policy, day)
    both = pd.DataFrame({"gained": base(gained), "lost": base(lost)}).dropna()
    found = Interval(math.nan, math.nan, math.nan)
    if len(both) and both["lost"].min() > 0:
        found = bootstrap_ratio(both["gained"], both["lost"])
    low, high = range_over_draws(drawn(gained / lost.where(lost > 0)))
    return dict(zip(_names(name), (*found, low, high), strict=True))


def _verdict(pairs: Pairs, policy: str, day: int | None, own: Values, draws: Values) -> dict[str, Any]:
    """Sign, p, share of draws that beat the reference; what needs the other policies is filled in later."""
    count = sign(own)
    reference = policy == pairs.reference
    beats = math.nan
    if len(draws) and not reference:
        safe = drawn(pairs.within_guardrails(policy, day)).reindex(draws.index, fill_value=False)
        beats = float((draws.gt(0) & safe).mean())
    luck_only = math.nan
    if len(draws) >= FEWEST_DRAWS and len(own) > 1 and float(draws.var()) > 0:
        luck_only = min(1.0, float(own.var()) / float(draws.var()))
    enough = [len(own) >= FEWEST_PAIRS, len(draws) >= FEWEST_DRAWS]
    return {
        "beats": beats,
        "sign": "" if reference else str(count),
        "sign_up": count.up,
        "sign_pairs": count.pairs,
        "sign_holds": count.holds,
        "p": math.nan if reference else sign_flip_p(own),
        "p_holm": math.nan,
        "luck_in_assumptions": luck_only,
        "survives": "reference",
        "note": "" if all(enough) else NOTE,
    }


def _survives(row: dict[str, Any]) -> str:
    """What the sign of protection survives, each on the side of the estimate."""
    value = row["protection"]
    kept = []
    if _one_sided(value, row["protection_low"], row["protection_high"]) and row["p_holm"] <= SIGNIFICANT:
        kept.append("Monte Carlo")
    if _one_sided(value, row["protection_assumptions_low"], row["protection_assumptions_high"]):
        kept.append("assumptions")
    if row["replications"] < FEWEST_PAIRS:
        kept.append("illustrative")
    return " and ".join(kept) or "neither"


def _one_sided(value: float, low: float, high: float) -> bool:
    return math.isfinite(low) and (min(value, low) > 0 or max(value, high) < 0)


def pairing_table(pairs: Pairs) -> pd.DataFrame:
    """What common luck achieved, by horizon and policy, over replications of the base.

    `correlation` and `variance_ratio` are of loss under the policy and under the reference, whose difference is
    protection; `exposure_` of ln exposure under both, drying; `schedule_` of ln exposure under drying and steady,
    whose difference is loss. A ratio of 1 means that pairs gained nothing, 0 that they are all but noiseless.
    """
    rows = []
    for day in pairs.horizons:
        for policy in pairs.policies:
            sides = {
                "": (pairs.loss(policy, day), pairs.loss(pairs.reference, day)),
                "exposure_": (
                    pairs.log_exposure(policy, pairs.drying, day),
                    pairs.log_exposure(pairs.reference, pairs.drying, day),
                ),
                "schedule_": (
                    pairs.log_exposure(policy, pairs.drying, day),
                    pairs.log_exposure(policy, pairs.steady, day),
                ),
            }
            row: dict[str, Any] = {"horizon": day, "policy": policy}
            for prefix, (one, other) in sides.items():
                both = pd.DataFrame({"one": base(one), "other": base(other)}).dropna()
                if policy == pairs.reference and prefix != "schedule_":
                    both = both.iloc[:0]  # the reference against itself says nothing
                found = pairing(both["one"], both["other"])
                row |= {f"{prefix}correlation": found.correlation, f"{prefix}variance_ratio": found.variance_ratio}
            rows.append(row)
    return pd.DataFrame(rows)
