"""The analytic checks: a policy, a fixed relevance, and the shares of exposure that paper and pencil give."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

TWO_USERS = np.array([[1.0, 0.5, 0.1], [0.2, 0.5, 1.0]])
POOL = np.array([1.0, 0.5, 0.25])
SOFT = np.array([0.5, 0.3, 0.15, 0.05])
MERIT = np.array([0.6, 0.5])


@dataclass(frozen=True)
class Check:
    """One closed form; `options` are those of `sim.arena`."""

    policy: str
    relevance: NDArray[np.float64]
    shares: NDArray[np.float64]
    options: dict[str, Any] = field(default_factory=dict)


def share(weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weights as shares of their sum."""
    return weights / weights.sum()


def two_users(alpha: float) -> NDArray[np.float64]:
    """Two users mirror each other: the item between them is credited y = 1 / (1 + 2^(1 / alpha)) of each."""
    y = 1.0 / (1.0 + 2.0 ** (1.0 / alpha))
    return np.array([1.0 - y, 2.0 * y, 1.0 - y]) / 2.0


def due(relevance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Attention owed: each user's slot, shared out by her relevance."""
    return np.asarray((relevance / relevance.sum(axis=1, keepdims=True)).mean(axis=0))


CHECKS: dict[str, Check] = {
    **{
        f"alpha-fair {alpha:g}, two users": Check("alpha_fair", TWO_USERS, two_users(alpha), {"alpha": alpha})
        for alpha in (0.5, 1.0, 2.0, 5.0)
    },
    **{
        f"alpha-fair {alpha:g}, one pool": Check(
            "alpha_fair", POOL, share(POOL ** ((1.0 - alpha) / alpha)), {"alpha": alpha}
        )
        for alpha in (0.5, 1.0, 2.0, 5.0)
    },
    "softmax": Check("interest", SOFT, share(np.exp(SOFT / 0.2)), {"temperature": 0.2}),
    "floor of a tenth": Check(
        "creator_floor",
        SOFT,
        np.append(0.9 * share(SOFT[:3]), 0.1),
        {"share": 0.4, "select": "softmax", "temperature": 1.0, "score_scale": "log"},
    ),
    "merit, by a controller": Check("fairco", MERIT, share(MERIT), {"strength": 0.1}),
    "merit, by prices": Check("fairness_of_exposure", TWO_USERS, share(TWO_USERS.mean(axis=0))),
    "attention owed": Check("amortised_equity", TWO_USERS, due(TWO_USERS), {"quality": 0.0}),
    "worst off": Check("max_min", TWO_USERS, np.full(3, 1.0 / 3.0), {"weight": 10.0, "capped": False}),
    "quota of two fifths": Check(
        "group_quota", np.array([1.0, 0.5]), np.array([0.6, 0.4]), {"share": 0.4, "followers": [5e5, 100.0]}
    ),
    "a pair that differs": Check(
        "dpp",
        np.array([1.0, 0.9, 0.8]),
        np.array([0.5, 0.0, 0.5]),
        {"topic": [0, 0, 1], "slots": 2, "focus": np.log(1.25), "same_topic": 0.9, "same_vertical": 0.1},
    ),
}
