"""The calibrations that there are: how users respond, how topics are spread, and what is sold where and by whom."""

from collections.abc import Mapping

import numpy as np

import sim
from experiments.calibrate.about import ABOUT
from experiments.calibrate.laws import RATES
from experiments.calibrate.problem import Aim, Free, Problem
from experiments.validation.accounts import effective_topics
from sim.core.units import MICRO
from sim.world.creators import SMALL_BELOW, Kind, Tier
from sim.world.sales import SALES, SCENES, Sale, Scene
from sim.world.world import Key, World

TOLERANCE = 0.15  # of the rates: what the source's pairs differ by between selections (c15)
METRICS = {"play": "play_rate", "long": "long_view_rate", "complete": "complete_rate", "seconds": "watch_seconds",
           "like": "like_rate", "hide": "hide_rate"}  # fmt: skip
SIDES = {"recommended": "interest", "random": "random"}
WORLD = (
    "horizon_days=36", "warmup_days=24",
    f"record.metrics=[{','.join(METRICS.values())}]", "record.ledger=false",
)  # fmt: skip


def respond(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Rates of natural impressions under a ranking by interest and at random."""
    said = [*WORLD, *(f"{key}={value:.12g}" for key, value in values.items()), f"seed={seed}", f"replication={seed}"]
    found = {}
    for side, policy in SIDES.items():
        run = sim.simulate([*said, f"policy={policy}"])
        rows = run.metrics[(run.metrics["day"] >= run.onset_day) & (run.metrics["group"] == "lane=natural")]
        means = rows.groupby("metric")["value"].mean()
        found |= {f"{name} {side}": float(means[metric]) for name, metric in METRICS.items()}
    return found


def spread(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Effective topics and the largest topic's share of items, of a population that is not lived in."""
    config = sim.load(["population.users=10", "population.creators=2000", "population.topics=46",
                       *(f"{key}={value:.12g}" for key, value in values.items())])  # fmt: skip
    world = World(config.population, config.behaviour, Key(seed, 0))
    mix = world.creators.topic_mix[:2000].astype(np.float64)
    pace = world.creators.uploads_per_day[:2000]
    supply = np.sort(pace @ mix / pace.sum())[::-1]
    found = {"effective": effective_topics(world, 2000), "first": supply[0], "first five": supply[:5].sum()}
    return {name: float(value) for name, value in found.items()}


MARKET = (
    "market=standard", "live=standard", "horizon_days=90", "refresh_minutes=1440", "record.metrics=[active_users,gmv]",
    "record.ledger=false", "population.users=1000", "population.creators=200", "market.commerce.products=120",
)  # fmt: skip


def sell(values: Mapping[str, float], seed: int) -> dict[str, float]:
    """Sales of three months by scene and account, and advertising, in a world with live rooms and merchants."""
    said = [*MARKET, *(f"{key}={value:.12g}" for key, value in values.items()), f"seed={seed}", f"replication={seed}"]
    run = sim.simulate(said)
    world = run.warm.world
    gmv = run.warm.recorder.sales_ever.reshape(-1, SCENES, SALES)[:, :, Sale.GMV] / 100.0
    total, live = gmv.sum(), gmv[:, Scene.LIVE]
    merchant = world.creators.kind == Kind.MERCHANT
    rows = run.metrics[(run.metrics["day"] >= run.onset_day) & (run.metrics["group"] == "all")]
    visits = rows.loc[rows["metric"] == "active_users", "value"].mean() * run.days
    advertising = world.campaigns.spent.sum() / MICRO
    found = {
        "sales a user": total / visits,
        "shelf": gmv[:, Scene.SHELF].sum() / total,
        "merchants": gmv[merchant].sum() / total - gmv[merchant, Scene.SHELF].sum() / total,
        "head": gmv[world.creators.first_tier == Tier.HEAD].sum() / total,
        "small live": live[world.creators.followers < SMALL_BELOW].sum() / live.sum(),
        "advertising a user": advertising / visits,
        "advertising of sales": advertising / total,
    }
    return {name: float(max(value, 1e-6)) for name, value in found.items()}


PROBLEMS = {
    "response": Problem(
        "response",
        ABOUT["response"],
        (
            Free("behaviour.base", -2.9, -1.9),
            Free("behaviour.match_weight", 1.2, 2.4),
            Free("behaviour.dwell_scale", 3.4, 4.2),
            Free("behaviour.dwell_slope", 0.3, 0.9),
            Free("behaviour.like_intercept", -3.7, -2.8),
            Free("behaviour.like_slope", 0.0, 0.6),
        ),
        tuple(
            Aim(f"{name} {side}", "c15", RATES[name][place], TOLERANCE, "A")
            for place, side in enumerate(SIDES)
            for name in METRICS
            if name != "hide"
        ),
        respond,
    ).checked(),
    "topics": Problem(
        "topics",
        ABOUT["topics"],
        (Free("population.topic_exponent", 0.8, 1.6), Free("population.topic_shift", 0.0, 3.0)),
        (
            Aim("effective", "c20", 24.8, 0.2, "A"),
            Aim("first", "c20", 0.155, 0.2, "A"),
            Aim("first five", "c20", 0.424, 0.2, "A"),
        ),
        spread,
    ).checked(),
    "market": Problem(
        "market",
        ABOUT["market"],
        (
            Free("market.commerce.card_click", 0.01, 0.08),
            Free("market.commerce.live_order", 0.05, 0.5),
            Free("market.commerce.search_share", 0.008, 0.04),
            Free("population.merchant_share", 0.05, 0.4),
            Free("live.heeded", 0.01, 0.3),
        ),
        (
            Aim("sales a user", "c22", 13.7, 0.3, "B"),
            Aim("shelf", "c23", 0.4, 0.125, "B"),
            Aim("merchants", "c23", 0.3, 0.17, "B"),
            Aim("head", "c23", 0.09, 0.55, "B"),
            Aim("small live", "c1", 0.5, 0.1, "B"),
            Aim("advertising a user", "c21", 0.469, 0.3, "B"),
            Aim("advertising of sales", "c21", 0.053, 0.3, "B"),
        ),
        sell,
    ).checked(),
}
