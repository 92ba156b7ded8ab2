"""The same in the world itself: brands test products with KOCs on a platform that takes only certain sums."""

from collections.abc import Mapping, Sequence

import numpy as np

import sim
from sim.world.products import true_worth

WORLD = (
    "market=standard", "population.users=300", "population.creators=80", "horizon_days=100", "warmup_days=10",
    "refresh_minutes=720", "record.metrics=[]", "market.brands.arms=4", "market.brands.tests_in_sums=true",
)  # fmt: skip
SUMS = ((0, 0), (5, 1), (50, 10), (100, 20))  # smallest and step, RMB; brands have 60 a month for KOCs at first
WORLDS = 8


def lived(smallest: float, step: float, world: int, more: Sequence[str] = ()) -> Mapping[str, float]:
    """Products a test tries, tests a brand, and how good the products are that brands scale, in one world."""
    sums = (f"platform.smallest_budget_rmb={smallest}", f"platform.budget_step_rmb={step}")
    run = sim.simulate([*WORLD, *sums, f"seed={world}", f"replication={world}", *more])
    commerce = run.warm.world.commerce
    deals, brands, products = commerce.deals, commerce.brands, commerce.products
    trial = deals.trial == 1
    tried = np.unique(np.stack([deals.brand, deals.signed_at, deals.product])[:, trial], axis=1)
    scaled = np.unique(np.stack([deals.brand, deals.product])[:, ~trial], axis=1)
    worth = np.exp(true_worth(products, commerce.settings, run.warm.world.now))
    relative = [worth[product] / worth[products.brand == brand].mean() for brand, product in scaled.T]
    return {
        "tried": tried.shape[1] / max(np.unique(tried[:2], axis=1).shape[1], 1),
        "tests": float(brands.tests.sum()) / len(brands),
        "scaled": float(scaled.shape[1]) / len(brands),
        "worth": float(np.mean(relative)) if relative else float("nan"),
    }
