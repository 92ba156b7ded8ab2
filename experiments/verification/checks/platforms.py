"""Checks of several platforms, and of the way to an order on one: A32, A33."""

import math

import numpy as np

import sim
from experiments.verification.figure import Check, Figure, near, sampled
from sim.config.load import load
from sim.platforms.between import split_time
from sim.platforms.state import Between
from sim.processes.stage import Stage
from sim.together import run_stages, set_stages, sites_of, start_between
from sim.world.sales import Sale, Scene, column

TWO = (
    "platform=[douyin,twin]", "population.users=600", "population.creators=60", "horizon_days=12", "warmup_days=1",
    "refresh_minutes=720", "behaviour.leave_hazard_per_day=0", "behaviour.visit_sensitivity=0",
    "population.friends=0", "record.metrics=[]",
)  # fmt: skip
SOLD = (
    "market=standard", "market.commerce.products=40", "market.commerce.brands=0", "market.bidders.enabled=false",
    "population.users=300", "population.creators=80", "population.entrants_at_most=0", "horizon_days=12",
    "warmup_days=1", "refresh_minutes=720", "market.commerce.card_click=0.2", "market.impressions_scale=1000",
    "market.commerce.card_order=0.01",
    "record.metrics=[]",
)  # fmt: skip


WORLDS = 8


def lived(*overrides: str) -> tuple[dict[str, Stage], Between]:
    """Two platforms that differ as the overrides say, lived to the horizon; their stages and what is between them."""
    config = load([*TWO, *overrides])
    stages = set_stages(config)
    state = start_between(config, stages)
    run_stages(config, stages, state, range(1, config.horizon_days + 1))
    return stages, state


def _time() -> list[Figure]:
    found = []
    for appeal, share in ((0.0, 0.5), (1.0, 0.7311)):
        stages, _ = lived("between.utility_weight=0", f"platforms.twin.appeal={appeal:g}")
        visits = {name: int(stage.world.users.visit.sum()) for name, stage in stages.items()}
        total = sum(visits.values())
        error = math.sqrt(share * (1.0 - share) / total)
        found.append(sampled(f"utility {appeal:g} higher: share of visits", visits["twin"] / total, share, error))
    stages, state = lived("horizon_days=2", "between.memory_days=1")
    for stage in stages.values():
        stage.world.users.satisfaction[:] = 0.0
        stage.world.users.away[:] = 0
    sites = sites_of(load(TWO), stages)
    for more, share in ((0.0, 0.5), (1.0, 0.7311)):
        stages["twin"].world.users.satisfaction[:] = more
        split_time(state, sites)
        users = stages["twin"].world.users.visits_per_day.sum() / state.visits_per_day.sum()
        found.append(near(f"sessions {more:g} better: share of time", float(users), share, 5e-5))
    return found


def _orders(saved: int, seed: int) -> float:
    """Orders per click, in a world whose way to an order is shorter by some steps."""
    sales = sim.simulate([*SOLD, f"platform.steps_saved={saved}", f"seed={seed}"]).warm.recorder.sales_ever.sum(axis=0)
    return float(sales[column(Scene.FEED, Sale.ORDERS)] / sales[column(Scene.FEED, Sale.CLICKS)])


def _steps() -> list[Figure]:
    ratios = np.array([_orders(1, seed) / _orders(0, seed) for seed in range(WORLDS)])
    error = float(ratios.std(ddof=1)) / math.sqrt(WORLDS)
    return [sampled("orders per click, three steps over four", float(ratios.mean()), 1.0 / 0.65, error)]


CHECKS = {
    "A32": Check("users split their time by a logit", _time),
    "A33": Check("a step less on the way to an order", _steps),
}
