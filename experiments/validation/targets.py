"""What is known of real platforms, by number, and how it is judged here."""

from typing import NamedTuple

from experiments.market_targets.targets import FREE as MARKET_FREE
from experiments.market_targets.targets import TARGETS as MARKET

KINDS = {
    "emergent": "comes out of the world: hit or miss",
    "fitted": "parameters were chosen with it in view",
    "input": "a parameter says it",
    "scaled": "a parameter says it, in other units",
    "elsewhere": "another command asks it",
    "not here": "the world cannot show it",
}


class Target(NamedTuple):
    """A fact and the range in which the world counts as hitting it. `why` is said of misses and what is not shown."""

    number: str
    fact: str
    real: float
    low: float
    high: float
    kind: str
    grade: str
    why: str = ""


NAN = float("nan")
_VIEWS = (
    "with 8 candidates a slot no item can be shown more than eight times as often as others of its topic, and every "
    "item is retrieved alike; at `candidates_per_slot=64` the Gini coefficient of items is near .55"
)
_OWN: dict[str, Target] = {
    "c3": Target("c3", "entrants of a year, of all accounts (a base of 20 M is guessed)", 0.38, NAN, NAN, "input", "B"),
    "c4": Target("c4", "a KOC has fewer than 10 k followers", 10_000, NAN, NAN, "input", "B"),
    "c5": Target("c5", "months that contracts with KOCs pay best", 12, 9, 15, "elsewhere", "C",
                 "python -m experiments.koc_window"),
    "c10": Target("c10", "best month of a KOC, RMB", 1.5e6, NAN, NAN, "not here", "C",
                  "one in a thousand KOCs: a world of this size has no such account"),
    "c11": Target("c11", "share of views of the top 3 % of channels (YouTube)", 0.85, 0.75, 0.95, "emergent", "A",
                  _VIEWS + "; the top 3 % of accounts have 10 times a user's reach, not thousands"),
    "c12": Target("c12", "share of items below a fifth of the mean's views (YouTube: below 1,000)", 0.87, 0.77,
                  0.97, "emergent", "C", "every item is retrieved alike, so that each is seen a little"),
    "c13": Target("c13", "Gini coefficient of views of items (TikTok, a blog)", 0.93, 0.88, 0.98, "emergent", "C",
                  _VIEWS),
    "c14": Target("c14", "Gini coefficient of exposure of items (KuaiRand-Pure's pool)", 0.729, 0.649, 0.809,
                  "emergent", "A", _VIEWS),
    "c14b": Target("c14", "share of exposure of the top 20 % of items", 0.765, 0.685, 0.845, "emergent", "A", _VIEWS),
    "c14c": Target("c14", "Gini coefficient of exposure of accounts", 0.723, 0.643, 0.803, "emergent", "A", _VIEWS),
    "c14d": Target("c14", "share of the top classes that is left under random: 20 of 71 %", 0.28, 0.20, 0.36,
                   "emergent", "A", _VIEWS + "; and the pool of the source was a selection of videos"),
    "c16": Target("c16", "quartiles of the watch ratio .31, .72, 1.16 (KuaiRec)", 0.72, NAN, NAN, "not here", "A",
                  "an app of 2020 with items of 10 s; with items of 81 s, as the response is fitted to, it gives four "
                  "times the seconds: the two cannot both hold"),
    "c17": Target("c17", "plays of an active user and day: distance from the real quartiles, by the median", 0.0, 0.0,
                  0.1, "emergent", "A", "plays a day are few here, so that the lower quartile is coarse"),
    "c18": Target("c18", "log standard deviation of followers, all accounts", 1.98, 1.68, 2.28, "fitted", "A"),
    "c19": Target("c19", "log standard deviation of follows of a user", 1.62, NAN, NAN, "input", "A"),
    "c20": Target("c20", "effective number of topics of items", 24.8, 19.8, 29.8, "fitted", "A"),
    "c24": Target("c24", "share of accounts that last two years", 0.20, 0.10, 0.25, "fitted", "C",
                  "the level of the exit hazard was set so that a month's mean hazard is .067"),
    "c26": Target("c26", "more uploads after a nudge", 0.132, NAN, NAN, "input", "A"),
    "c28": Target("c28", "paid and sponsored of what is seen (TikTok; here paid alone)", 0.30, NAN, NAN, "input", "C"),
    "c29": Target("c29", "half-life of an item's views, hours", 10.3, 5.3, 15.3, "emergent", "C",
                  "items stay in the catalogue for days and are ranked by what is known of them, not by age"),
    "c31": Target("c31", "ranking weights of WeChat Channels .55, .20, .15", 0.55, NAN, NAN, "input", "C"),
    "c32": Target("c32", "share of an item that is watched (TikTok)", 0.45, 0.38, 0.52, "emergent", "A",
                  "TikTok's items are shorter: 23.6 s of items whose median is 81 s, as in KuaiRand, is not 45 %"),
    "c33": Target("c33", "viewers of a live room and day", 240, NAN, NAN, "not here", "C",
                  "rooms of this table's world are not weighed up to a platform's"),
    "c34": Target("c34", "AUC of an independent estimator of long views", 0.73, 0.68, 0.78, "emergent", "A",
                  "the log says less of a viewer here: a user has no readiness to watch of her own (see the next)"),
    "c34b": Target("c34", "AUC of a user's mean rate alone", 0.668, 0.618, 0.718, "emergent", "A",
                   "users differ in taste and activity here, not in how readily they watch at all"),
}  # fmt: skip
_RATES = {
    "play": "valid plays", "long": "long views", "complete": "completions", "seconds": "seconds", "like": "likes",
    "comment": "comments", "share": "shares", "follow": "follows", "hide": "hides",
}  # fmt: skip


_RATES_WHY = "the fit was made in smaller worlds, and comments and hides are rare besides"


def _rate_targets() -> dict[str, Target]:
    """c15: the rates that the response is fitted to, 15 % either way."""
    from experiments.calibrate.laws import RATES

    return {
        f"c15 {name} {side}": Target("c15", f"{_RATES[name]} an impression, {side}", value, 0.85 * value, 1.15 * value,
                                     "fitted", "A", _RATES_WHY)
        for name, pair in RATES.items()
        for side, value in zip(("recommended", "random"), pair, strict=True)
    }  # fmt: skip


_MARKET_WHY = {
    "c1": "on real platforms many large accounts that sell live are merchants; merchants here are as small as others",
    "c2": "no wave of new merchants comes, which is what the figure is about",
    "c6": "head accounts buy little: their items are shown anyway",
    "c9": "a world's brand budgets are scaled to its few users, the fee of a KOC is less so",
    "c21": "what an active user sees is scaled to real impressions by a constant that nobody knows",
    "c21b": "sales an active user are below their target (c22) while advertising is near its own",
    "c22": "its parameters were set in an earlier state of the world; calibrated, sales reach 8.5 RMB and the model is "
    "rejected (`experiments.calibrate problem=market`)",
    "c23": "too little is sold in the feed and in rooms; calibrated, the shelf has .41 (`calibrate problem=market`)",
    "c23b": "head accounts' rooms are few, and rooms sell little in this table's world",
    "c23c": "none of the numbers of rooms is fitted, and no account is a merchant's own by default; calibrated, "
    "merchants' videos and rooms have .25 (`experiments.calibrate problem=market`)",
    "c25": "few worlds cannot tell it: their interval is several times as wide as the measured effect",
    "c27": "the slow habit is off by default; `behaviour.ad_response=1.5` gives 3.1, which it was fitted to",
}


def targets() -> dict[str, Target]:
    """Every target by key, in order of its number."""
    market = {
        key: Target(one.name, one.fact, one.real, one.low, one.high, one.kind, one.grade, _MARKET_WHY.get(key, ""))
        for key, one in MARKET.items()
    }
    every = {**_OWN, **_rate_targets(), **market}
    return dict(sorted(every.items(), key=lambda item: int("".join(c for c in item[1].number if c.isdigit()))))


FREE = {  # parameters that were chosen with a target in view, and which
    "behaviour: base, match_weight, skip_seconds, dwell_shape, dwell_scale, dwell_slope, dwell_duration": "c15",
    "behaviour: intercept and slope of like, comment, share, follow, hide": "c15",
    "behaviour: reference_watch, reference_utility": "what the fit settles at",
    "population: topic_exponent, topic_shift": "c20",
    "population: first_follow_log_sd, newcomer_weight": "c19, c18",
    "population: duration_median_seconds, duration_log_sd": "durations of KuaiRand-Pure",
    "careers: exit_level_per_month": "c24 (grade C: press quotes a platform)",
    "world.census: shares and slopes of tiers": "c18",
    **MARKET_FREE,
}
FREE_COUNT = 7 + 10 + 2 + 2 + 2 + 2 + 1 + 6 + len(MARKET_FREE)


def judged(target: Target, value: float) -> str:
    """Hit or miss for what comes out of the world or was fitted and has a range; a word for the rest."""
    if target.kind not in ("emergent", "fitted") or target.low != target.low:
        return target.kind
    if value != value:
        return "not measured"
    hit = "hit" if target.low <= value <= target.high else "miss"
    return hit if target.kind == "emergent" else f"{hit} (fitted)"
