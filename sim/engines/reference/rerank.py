"""Re-ranking of a slate, as the papers say it: greedy choices over relevance and similarity.

Pure functions; each returns the places chosen, in order. Of equals the one that was ranked higher is taken.
"""

import math
from collections.abc import Callable, Sequence

SMALLEST_VOLUME = 1e-10  # a determinantal choice ends when nothing adds volume
KEPT = 0.01  # share of the target kept in the slate's mix, so that no logarithm is of zero

Alike = Callable[[int, int], float]  # similarity of the items at two places


def scaled(keys: Sequence[float]) -> list[float]:
    """Keys, best first, as relevance from 1 down to 0; all 1 if they are equal."""
    high, low = keys[0], keys[-1]
    return [(key - low) / (high - low) if high > low else 1.0 for key in keys]


def _first_best(worth: dict[int, float]) -> int:
    return max(worth, key=lambda place: (worth[place], -place))


def mmr(relevance: Sequence[float], alike: Alike, wanted: int, strength: float) -> list[int]:
    """Maximal marginal relevance: strength x relevance - (1 - strength) x similarity to what is chosen.

    Limits: strength 1 is the order of relevance.
    Source: Carbonell and Goldstein, SIGIR 1998.
    """
    chosen: list[int] = []
    while len(chosen) < min(wanted, len(relevance)):
        worth = {
            i: strength * relevance[i] - (1.0 - strength) * max((alike(j, i) for j in chosen), default=0.0)
            for i in range(len(relevance))
            if i not in chosen
        }
        chosen.append(_first_best(worth))
    return chosen


def dpp(quality: Sequence[float], alike: Alike, wanted: int) -> list[int]:
    """Greedy determinantal choice: the item that adds most to log det of quality x similarity x quality.

    Limits: two items of similarity 1 are never chosen together while another adds volume.
    Source: Chen, Zhang and Zhou, "Fast greedy MAP inference for determinantal point process", NeurIPS 2018.
    """
    count = len(quality)
    volume = [q * q for q in quality]
    along: list[list[float]] = [[] for _ in range(count)]
    chosen: list[int] = []
    while len(chosen) < min(wanted, count):
        left = [i for i in range(count) if i not in chosen]
        best = _first_best({i: volume[i] for i in left})
        if volume[best] < SMALLEST_VOLUME:
            chosen.append(left[0])
            for i in left:
                along[i].append(0.0)
            continue
        root = math.sqrt(volume[best])
        chosen.append(best)
        for i in left:
            if i == best:
                continue
            part = quality[best] * quality[i] * alike(best, i)
            for one, other in zip(along[best], along[i], strict=True):
                part -= one * other
            along[i].append(part / root)
            volume[i] -= along[i][-1] * along[i][-1]
    return chosen


def calibrated(
    relevance: Sequence[float], topic: Sequence[int], target: Sequence[float], wanted: int, strength: float
) -> list[int]:
    """Calibration: (1 - strength) x relevance - strength x KL(target mix of topics || mix of the slate), greedily.

    Limits: strength 0 is the order of relevance; at 1 the mix of the slate goes to the target as far as the
    candidates allow.
    Source: Steck, "Calibrated recommendations", RecSys 2018.
    """
    chosen: list[int] = []
    mix = [0.0] * len(target)
    while len(chosen) < min(wanted, len(relevance)):
        size = len(chosen) + 1
        worth = {}
        for i in range(len(relevance)):
            if i in chosen:
                continue
            share, shown = target[topic[i]], mix[topic[i]]
            now = (1.0 - KEPT) * shown / size + KEPT * share
            then = (1.0 - KEPT) * (shown + 1.0) / size + KEPT * share
            gain = share * (math.log(then) - math.log(now))
            worth[i] = (1.0 - strength) * relevance[i] + strength * gain
        best = _first_best(worth)
        chosen.append(best)
        mix[topic[best]] += 1.0
    return chosen
