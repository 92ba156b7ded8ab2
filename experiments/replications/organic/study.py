"""Organic against recommended consumption: closed forms, by what ranks in the arena."""

import numpy as np
from numpy.typing import NDArray

from experiments.replications.finding import Finding, Study, near, positive
from sim.arena import serve

USERS_VAR, ITEMS_VAR, NOISE_VAR = 1.0, 4.0, 0.5
SHARPER = ITEMS_VAR / (ITEMS_VAR + NOISE_VAR)
BLURRED = 1.0 / (1.0 / ITEMS_VAR + 1.0 / NOISE_VAR)


def consumed(relevance: NDArray[np.float64], items: NDArray[np.float64]) -> NDArray[np.float64]:
    """What each user is shown by a platform that ranks by interest, [U]: one request each."""
    users = len(relevance)
    scene, _ = serve("interest", relevance, requests=users, refresh=users, topic=np.arange(items.size))
    return items[scene.watched.argmax(axis=1)]


def life(seed: int, users: int, count: int) -> dict[str, float]:
    """Slope on taste, variance and squared error of what is consumed, found by oneself and recommended."""
    draw = np.random.default_rng(seed)
    x = draw.normal(0.0, np.sqrt(USERS_VAR), users)
    y = draw.normal(0.0, np.sqrt(ITEMS_VAR), count)
    blur = draw.normal(0.0, np.sqrt(NOISE_VAR), (users, count))
    seen_user = x + draw.normal(0.0, np.sqrt(NOISE_VAR), users)
    far = 100.0
    sides = {
        "organic": far - np.minimum(np.abs(x[:, None] - (y + blur)), far),  # each sees items through noise
        "recommended": far - np.minimum(np.abs(seen_user[:, None] - y), far),  # the platform sees users through noise
    }
    found = {}
    for side, relevance in sides.items():
        got = consumed(relevance, y)
        found[f"{side} slope"] = float(np.polyfit(x, got, 1)[0])
        found[f"{side} variance"] = float(got.var())
        found[f"{side} error"] = float(((got - x) ** 2).mean())
    return found


def run(small: bool) -> list[Finding]:
    """Several populations."""
    lives, users, count = (6, 300, 1_500) if small else (40, 400, 3_000)
    rows = [life(seed, users, count) for seed in range(lives)]
    m = (users - 1) / users
    expected = {
        "organic slope": SHARPER,
        "recommended slope": 1.0,
        "organic variance": m * (SHARPER**2 * USERS_VAR + BLURRED),
        "recommended variance": m * (USERS_VAR + NOISE_VAR),
        "organic error": (1 - SHARPER) ** 2 * USERS_VAR + BLURRED,
        "recommended error": NOISE_VAR,
    }
    found = []
    for name, value in expected.items():
        values = [row[name] for row in rows]
        within = max(4.0 * np.std(values, ddof=1) / np.sqrt(lives), 0.01)
        found.append(near(name, values, value, float(within), f"{value:.4f}"))
    wider = [row["recommended variance"] - row["organic variance"] for row in rows]
    return [*found, positive("variance of what is consumed, recommended less organic", wider, "above 0")]


STUDY = Study(
    "organic",
    "Chang and Ugander 2022, ICWSM 16(1), 66-77",
    run,
    "the arena: `interest` ranks relevance that is seen through the noise of the one or the other",
)
