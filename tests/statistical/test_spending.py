"""Budgets that bind are spent: campaigns of every length and size, against the same ones with no end of money."""

import numpy as np

from experiments.verification.checks.sales import PLENTY, open_campaigns
from sim.config.load import load
from sim.core.units import TICKS_PER_DAY
from sim.simulation import run_stage, set_stage
from sim.world.campaigns import Campaigns, Goal, Pacing

COUNT, ACCOUNTS, DAYS = 60, 100, 24
WORLD = (
    "market=standard", "market.bidders.enabled=false", "market.commerce.products=0", "market.commerce.brands=0",
    "population.users=300", f"population.creators={ACCOUNTS}", "population.koc_uploads_per_day=2",
    "traffic.ad_load=0.2", "warmup_days=0", f"horizon_days={DAYS}",
)  # fmt: skip


def lived(seed: int, **columns: object) -> Campaigns:
    stage = set_stage(load([*WORLD, f"seed={seed}"]))
    open_campaigns(stage.world, **columns)
    run_stage(stage, range(1, DAYS + 1))
    return stage.world.campaigns


def test_a_binding_budget_is_spent_within_two_percent() -> None:
    """Random budgets of a tenth to seven tenths of what each would spend without one, for 1 to 14 days."""
    budget, spent = [], []
    for seed in range(2):
        draw = np.random.default_rng(seed)
        days, start = draw.choice([1, 2, 3, 7, 14], COUNT), 3 + draw.integers(0, 6, COUNT)
        columns = {
            "creator": draw.integers(0, ACCOUNTS, COUNT), "goal": Goal.PLAY,
            "bid": np.round(50_000 * np.exp(draw.normal(0, 0.6, COUNT))).astype(np.int64),
            "starts_at": start * TICKS_PER_DAY, "ends_at": (start + days) * TICKS_PER_DAY,
        }  # fmt: skip
        free = lived(seed, **columns, budget=PLENTY, pacing=Pacing.NONE).spent
        binding = np.maximum((draw.uniform(0.1, 0.7, COUNT) * free).astype(np.int64), 1)
        paced = lived(seed, **columns, budget=binding)
        assert (paced.spent <= binding).all(), "no budget below zero"
        budget.append(binding[free > 0])
        spent.append(paced.spent[free > 0])
    total, used = np.concatenate(budget), np.concatenate(spent)
    assert total.size > 100
    assert used.sum() >= 0.98 * total.sum()
    assert np.mean(used >= 0.98 * total) >= 0.9, "one of them"
    assert np.mean(used / total) >= 0.98
