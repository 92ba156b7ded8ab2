"""The traffic plan: all that a policy can say, field by field, and how plans compose."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from sim.core.errors import PolicyError
from sim.platform.observed import Observed
from sim.platform.settings import ValueWeights
from sim.world.tally import NATURAL, Lane

Floats = NDArray[np.float64]


NO_RERANK, MMR, DPP, CALIBRATED = 0, 1, 2, 3
RERANKS = {"mmr": MMR, "dpp": DPP, "calibrated": CALIBRATED}
LARGEST_POOL = 8  # candidates looked at by a re-ranking, for each slot to fill


@dataclass(frozen=True)
class Rerank:
    """How a ranked slate is chosen again: which rule, how strongly, from how many of the best for each slot.

    Similarity of two items is `same_topic`, `same_vertical` (siblings in the topic tree) or 0.
    """

    kind: Literal["mmr", "dpp", "calibrated"]
    strength: float
    pool: int = 4
    same_topic: float = 0.8
    same_vertical: float = 0.3

    @property
    def code(self) -> int:
        """The rule as the kernel knows it."""
        return RERANKS[self.kind]


@dataclass(frozen=True)
class Payout:
    """What the platform pays accounts for natural exposure: RMB for 1,000 real views, acts or units of merit.

    `per` "merit" is pay by backward rewards among all that a visit was shown, best first: `beta` is what each rank is
    worth, of at least 0 and not rising; merit is the share of a minute watched.
    """

    per: Literal["view", "play", "like", "comment", "share", "follow", "merit"]
    rmb_per_1000: float
    beta: tuple[float, ...] = (1.0, 0.7, 0.5, 0.3, 0.2, 0.1)


@dataclass(frozen=True)
class TrafficPlan:
    """What a policy says about the coming span. `None` leaves a field to the platform's own habit.

    Shapes: I items, G cohorts of users, L natural lanes (interest, follow, explore, social, search).
    """

    retrieve: Floats | None = None  # [I] >= 0, weight in candidate retrieval; composes by product
    boost: Floats | None = None  # [I] log weight: multiplies the score by e^boost; by sum
    price: Floats | None = None  # [I] or [G, I], added to the score in its own units; by sum
    pace: Floats | None = None  # [I] or [G, I] in [0, 1], probability of being eligible; by product
    cohort: NDArray[np.int64] | None = None  # [U] row of price and pace for each user; one writer
    explore: Floats | None = None  # [I] >= 0, weights in the explore lane; by sum of shares
    explore_rank: bool | None = None  # explore lane drawn by weight, or its draws ranked by score; one writer
    lanes: Floats | None = None  # [L] shares of the natural lanes, summing to 1; one writer
    score_weights: ValueWeights | None = None  # one writer
    score_scale: Literal["linear", "log"] | None = None  # one writer
    select: Literal["argmax", "softmax", "lottery"] | None = None  # one writer
    temperature: float | None = None  # of softmax, in units of the score; one writer
    shortlist: float | None = None  # in [0, 1]: prices count only within this share of the best score; one writer
    rerank: Rerank | None = None  # slate re-ranking; one writer
    pinned: NDArray[np.int32] | None = None  # [U, n] guaranteed items, or -1, in order; one writer
    feedback_weight: float | None = None  # clip of inverse propensities for the learner; one writer
    ad_load: float | None = None  # paid share of slots, in [0, 1]; one writer
    market_merge: Literal["slots", "full_domain"] | None = None  # one writer
    heat: Floats | None = None  # [I] >= 0, RMB that the platform bids for paid slots of an item in the span; by sum
    payout: Payout | None = None  # rule that turns outcomes into pay; one writer

    def replace(self, **changes: Any) -> "TrafficPlan":
        """A copy with some fields said."""
        return replace(self, **changes)


NEUTRAL = TrafficPlan()
FIELDS = tuple(field.name for field in fields(TrafficPlan))
LOWEST, HIGHEST = -50.0, 50.0  # of a boost: e^50 is 5e21
LARGEST = 1e30  # of weights and prices: sums and differences of larger ones would be no numbers
RANGES: dict[str, tuple[float, float]] = {  # allowed values of the fields that are numbers
    "retrieve": (0.0, LARGEST),
    "boost": (LOWEST, HIGHEST),
    "price": (-LARGEST, LARGEST),
    "pace": (0.0, 1.0),
    "explore": (0.0, LARGEST),
    "ad_load": (0.0, 1.0),
    "heat": (0.0, LARGEST),
    "shortlist": (0.0, 1.0),
    "temperature": (1e-9, np.inf),
    "feedback_weight": (1.0, np.inf),
}
LONGEST = 60  # letters of a wrong value that a message shows
NUMBER = int | float | np.integer | np.floating
BY_ITEM = ("retrieve", "boost", "price", "pace", "explore", "heat")
BY_COHORT = ("price", "pace")
PRODUCT = ("retrieve", "pace")
SUM = ("boost", "price", "heat")
PAID_FOR = ("view", "play", "like", "comment", "share", "follow", "merit")
WORDS: dict[str, tuple[Any, ...]] = {  # allowed values of the fields that are words
    "explore_rank": (True, False),
    "score_scale": ("linear", "log"),
    "select": ("argmax", "softmax", "lottery"),
    "market_merge": ("slots", "full_domain"),
}
KINDS: dict[str, type] = {"score_weights": ValueWeights, "rerank": Rerank, "payout": Payout}


def check(plan: TrafficPlan, observed: Observed, policy: str) -> None:
    """Refuse a plan that is not finite, in range, of the right shape and of the kinds that each field takes.

    Raises:
        PolicyError: naming the policy, the field and the first wrong value.
    """
    if not isinstance(plan, TrafficPlan):
        raise PolicyError(f"policy {policy}: allocate gives {_shown(plan)}, allowed is a TrafficPlan and a state")
    for name, (low, high) in RANGES.items():
        value = getattr(plan, name)
        if value is not None and name in BY_ITEM:
            _check_array(name, value, low, high, observed.items.count, policy)
        elif value is not None and not (isinstance(value, NUMBER) and low <= value <= high):
            raise PolicyError(f"policy {policy}: {name} is {_shown(value)}, allowed is {low} to {high}")
    _check_words(plan, policy)
    if plan.lanes is not None:
        _check_lanes(plan.lanes, policy)
    if plan.cohort is not None:
        rows = max(len(a) if a is not None and a.ndim == 2 else 1 for a in (plan.price, plan.pace))
        whole = _is_array(plan.cohort, "iu") and plan.cohort.shape == (observed.users,)
        if not (whole and ((plan.cohort >= 0) & (plan.cohort < rows)).all()):
            raise PolicyError(
                f"policy {policy}: cohort must name one of {rows} rows for each of {observed.users} users"
            )
    if plan.rerank is not None:
        _check_rerank(plan.rerank, policy)
    if plan.pinned is not None and not (
        _is_array(plan.pinned, "iu")
        and plan.pinned.ndim == 2
        and len(plan.pinned) == observed.users
        and plan.pinned.max(initial=-1) < observed.items.count
        and plan.pinned.min(initial=-1) >= -1
    ):
        raise PolicyError(f"policy {policy}: pinned must hold rows of items, or -1, for each of {observed.users} users")
    if plan.payout is not None:
        _check_payout(plan.payout, policy)


def _is_array(value: Any, kinds: str) -> bool:
    """Whether it is an array of numbers of these kinds: a kernel looks no further than its address."""
    return isinstance(value, np.ndarray) and value.dtype.kind in kinds


def _shown(value: Any) -> str:
    """A value on one line, cut where it is long."""
    text = " ".join(str(value).split())
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 3]}..."


def _check_words(plan: TrafficPlan, policy: str) -> None:
    for name, words in WORDS.items():
        value = getattr(plan, name)
        if value is not None and not any(type(value) is type(word) and value == word for word in words):
            raise PolicyError(
                f"policy {policy}: {name} is {_shown(value)}, allowed are {' and '.join(map(str, words))}"
            )
    for name, kind in KINDS.items():
        value = getattr(plan, name)
        if value is not None and not isinstance(value, kind):
            raise PolicyError(f"policy {policy}: {name} is {_shown(value)}, allowed is a {kind.__name__}")


def _check_rerank(rerank: Rerank, policy: str) -> None:
    alike = 0.0 <= rerank.same_vertical <= rerank.same_topic <= 1.0
    pool = rerank.pool in range(1, LARGEST_POOL + 1)  # whole, too
    if rerank.kind not in RERANKS or not 0.0 <= rerank.strength <= LARGEST or not alike or not pool:
        raise PolicyError(
            f"policy {policy}: rerank is {rerank}, allowed are {', '.join(RERANKS)}, a strength of at least 0, "
            f"0 <= same_vertical <= same_topic <= 1, a pool of 1 to {LARGEST_POOL}"
        )


def _check_payout(payout: Payout, policy: str) -> None:
    beta = payout.beta
    falls = all(low <= high for high, low in pairwise(beta)) and all(0.0 <= one < np.inf for one in beta)
    if payout.per not in PAID_FOR or not 0.0 <= payout.rmb_per_1000 < np.inf or not falls:
        raise PolicyError(
            f"policy {policy}: payout is {payout}, allowed is at least 0 RMB per {', '.join(PAID_FOR)}, beta not rising"
        )


def _check_array(name: str, array: Floats, low: float, high: float, count: int, policy: str) -> None:
    if not _is_array(array, "biuf"):
        raise PolicyError(f"policy {policy}: {name} is {_shown(array)}, allowed is an array of numbers, [{count}]")
    if array.shape[-1:] != (count,) or array.ndim > (2 if name in BY_COHORT else 1) or not len(array) >= min(count, 1):
        raise PolicyError(f"policy {policy}: {name} has shape {array.shape}, allowed is [{count}]")
    wrong = ~np.isfinite(array) | (array < low) | (array > high)
    if wrong.any():
        raise PolicyError(f"policy {policy}: {name} holds {array[wrong].flat[0]}, allowed is {low} to {high}")


def _check_lanes(lanes: Floats, policy: str) -> None:
    shares = _is_array(lanes, "biuf") and lanes.shape == (len(NATURAL),) and (lanes >= 0).all()
    if not shares or abs(float(lanes.sum()) - 1.0) > 1e-9:
        raise PolicyError(f"policy {policy}: lanes are {lanes}, allowed are {len(NATURAL)} shares that sum to 1")
    if lanes[Lane.SEARCH]:
        raise PolicyError(f"policy {policy}: the lane search is led by what users want, its share must be 0")


def explore_more(observed: Observed, share: float, weights: Floats, *, ranked: bool = False) -> TrafficPlan:
    """Move a share of the natural slots from the ranking to exploration by `weights` [I] >= 0.

    What the platform explores of its own accord stays as it is, even over items. Nothing is said where there
    is nothing to explore.
    """
    total = math.fsum(weights)
    moved = min(share, float(observed.lanes[Lane.INTEREST]))
    if moved <= 0.0 or total <= 0.0:
        return NEUTRAL
    lanes = observed.lanes.copy()
    own = float(lanes[Lane.EXPLORE])
    lanes[Lane.EXPLORE] += moved
    lanes[Lane.INTEREST] -= moved
    explore = own / observed.items.count + moved / total * weights
    return TrafficPlan(explore=explore, explore_rank=ranked or None, lanes=lanes)


def _share(weights: Floats) -> Floats:
    total = float(weights.sum())
    return weights / total if total > 0 else weights


def _broadcast(first: Floats, second: Floats, combine: Any) -> Floats:
    return combine(np.atleast_2d(first), np.atleast_2d(second)) if first.ndim != second.ndim else combine(first, second)  # type: ignore[no-any-return]  # untyped there


def compose(plans: Sequence[TrafficPlan], names: Sequence[str]) -> TrafficPlan:
    """One plan from several: products, sums, or a single writer.

    Raises:
        PolicyError: if two plans write a field that only one may write, naming both policies; if feedback is to be
            weighed by the inverse of chances where the best is always shown.
    """
    said: dict[str, Any] = {}
    writer: dict[str, str] = {}
    for plan, name in zip(plans, names, strict=True):
        for field in FIELDS:
            value = getattr(plan, field)
            if value is None:
                continue
            if field not in said:
                said[field], writer[field] = value, name
            elif field in PRODUCT:
                said[field] = _broadcast(said[field], value, np.multiply)
            elif field in SUM:
                said[field] = _broadcast(said[field], value, np.add)
            elif field == "explore":
                said[field] = _share(said[field]) + _share(value)
            else:
                raise PolicyError(f"policies {writer[field]} and {name} both write {field}, allowed is one writer")
    if "feedback_weight" in said and said.get("select", "argmax") == "argmax":
        raise PolicyError(
            f"policy {writer['feedback_weight']}: feedback_weight is said where select is argmax, allowed is softmax "
            "or lottery: what is never shown by chance has no propensity to weigh by"
        )
    return TrafficPlan(**said)
