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
        return {"mmr": MMR, "dpp": DPP, "calibrated": CALIBRATED}[self.kind]


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
RANGES: dict[str, tuple[float, float]] = {  # allowed values of the fields that are numbers
    "retrieve": (0.0, np.inf),
    "boost": (LOWEST, HIGHEST),
    "price": (-np.inf, np.inf),
    "pace": (0.0, 1.0),
    "explore": (0.0, np.inf),
    "ad_load": (0.0, 1.0),
    "heat": (0.0, np.inf),
    "shortlist": (0.0, 1.0),
    "temperature": (1e-9, np.inf),
    "feedback_weight": (1.0, np.inf),
}
BY_COHORT = ("price", "pace")
PRODUCT = ("retrieve", "pace")
SUM = ("boost", "price", "heat")
PAID_FOR = ("view", "play", "like", "comment", "share", "follow", "merit")


def check(plan: TrafficPlan, observed: Observed, policy: str) -> None:
    """Refuse a plan that is not finite, in range and of the right shape.

    Raises:
        PolicyError: naming the policy, the field and the first wrong value.
    """
    for name, (low, high) in RANGES.items():
        value = getattr(plan, name)
        if isinstance(value, np.ndarray):
            _check_array(name, value, low, high, observed.items.count, policy)
        elif value is not None and not low <= value <= high:
            raise PolicyError(f"policy {policy}: {name} is {value}, allowed is {low} to {high}")
    if plan.lanes is not None:
        _check_lanes(plan.lanes, policy)
    if plan.cohort is not None:
        rows = max(len(a) if a is not None and a.ndim == 2 else 1 for a in (plan.price, plan.pace))
        if plan.cohort.shape != (observed.users,) or not ((plan.cohort >= 0) & (plan.cohort < rows)).all():
            raise PolicyError(
                f"policy {policy}: cohort must name one of {rows} rows for each of {observed.users} users"
            )
    if plan.rerank is not None and not (
        0.0 <= plan.rerank.same_vertical <= plan.rerank.same_topic <= 1.0 and 1 <= plan.rerank.pool <= LARGEST_POOL
    ):
        raise PolicyError(f"policy {policy}: rerank is {plan.rerank}, allowed is 0 <= same_vertical <= same_topic <= 1")
    if plan.pinned is not None and (
        plan.pinned.ndim != 2
        or len(plan.pinned) != observed.users
        or plan.pinned.max(initial=-1) >= observed.items.count
    ):
        raise PolicyError(f"policy {policy}: pinned must hold rows of items for each of {observed.users} users")
    if plan.market_merge not in (None, "slots", "full_domain"):
        raise PolicyError(f"policy {policy}: market_merge is {plan.market_merge}, allowed are slots and full_domain")
    if plan.payout is not None:
        _check_payout(plan.payout, policy)


def _check_payout(payout: Payout, policy: str) -> None:
    beta = payout.beta
    falls = all(low <= high for high, low in pairwise(beta)) and all(0.0 <= one < np.inf for one in beta)
    if payout.per not in PAID_FOR or not 0.0 <= payout.rmb_per_1000 < np.inf or not falls:
        raise PolicyError(
            f"policy {policy}: payout is {payout}, allowed is at least 0 RMB per {', '.join(PAID_FOR)}, beta not rising"
        )


def _check_array(name: str, array: Floats, low: float, high: float, count: int, policy: str) -> None:
    if array.shape[-1:] != (count,) or array.ndim > (2 if name in BY_COHORT else 1):
        raise PolicyError(f"policy {policy}: {name} has shape {array.shape}, allowed is [{count}]")
    wrong = ~np.isfinite(array) | (array < low) | (array > high)
    if wrong.any():
        raise PolicyError(f"policy {policy}: {name} holds {array[wrong].flat[0]}, allowed is {low} to {high}")


def _check_lanes(lanes: Floats, policy: str) -> None:
    if lanes.shape != (len(NATURAL),) or not (lanes >= 0).all() or abs(float(lanes.sum()) - 1.0) > 1e-9:
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
