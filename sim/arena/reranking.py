"""How a plan's re-ranking is served in the arena: the rules of the reference engine, over topics without a tree."""

import math

import numpy as np
from numpy.typing import NDArray

from sim.platform.plan import Rerank


def again(
    rule: Rerank, keys: list[float], topic: list[int], watched: NDArray[np.int64], wanted: int
) -> NDArray[np.int64]:
    """Places chosen among the best candidates, in order; `watched` [K] is what the user was shown by topic."""
    from sim.engines.reference import rerank  # late: few policies need it, and it brings the engine

    def alike(one: int, other: int) -> float:
        return rule.same_topic if topic[one] == topic[other] else rule.same_vertical

    relevance = rerank.scaled(keys)
    if rule.kind == "mmr":
        places = rerank.mmr(relevance, alike, wanted, rule.strength)
    elif rule.kind == "dpp":
        places = rerank.dpp([math.exp(rule.strength * one) for one in relevance], alike, wanted)
    else:
        mix = (watched + 1.0 / watched.size) / (int(watched.sum()) + 1.0)
        places = rerank.calibrated(relevance, topic, mix.tolist(), wanted, rule.strength)
    return np.array(places, dtype=np.int64)[:wanted]
