"""Parameters of a platform: the lanes of its natural traffic and what it values."""

import math
from typing import Annotated, Self

from pydantic import Strict, model_validator

from sim.core.parameters import Parameters, parameter
from sim.core.units import FEN_PER_RMB

Lines = Annotated[tuple[str, ...], Strict(False)]  # overrides, as they are written on a command line


class ValueWeights(Parameters):
    """Value of each predicted action in the ranking score.

    Limits: every predicted action follows from one number, the pull, so as long as the weighted sum rises with it the
        weights do not reorder a ranking. They decide what a price or a boost is worth against a viewer's interest, and
        how sharp a soft choice is.
    """

    watch_second: float = parameter(
        0.1, "value of a second watched", unit="1/s", ge=0, grade="assumption", plausible=(0.0, 0.3)
    )
    complete: float = parameter(2.0, "value of watching to the end", grade="assumption", plausible=(0.0, 4.0))
    like: float = parameter(4.0, "value of a like", grade="assumption", plausible=(1.0, 8.0))
    comment: float = parameter(6.0, "value of a comment", grade="assumption", plausible=(2.0, 12.0))
    share: float = parameter(8.0, "value of a share", grade="assumption", plausible=(3.0, 16.0))
    follow: float = parameter(10.0, "value of a follow", grade="assumption", plausible=(4.0, 20.0))
    hide: float = parameter(-40.0, "value of a hide", le=0, grade="assumption", plausible=(-80.0, -10.0))


class PlatformSettings(Parameters):
    """One platform."""

    name: str = parameter("douyin", "name of the platform")
    luck: str = parameter(
        "", "name that its luck is keyed by, where there are several platforms; empty: its own name", needs="platforms"
    )
    follow_share: float = parameter(
        0.10,
        "share of natural slots given to followed accounts",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.03, 0.25),
    )
    explore_share: float = parameter(
        0.03, "share of natural slots given to exploration", ge=0, le=1, grade="assumption", plausible=(0.0, 0.1)
    )
    social_share: float = parameter(
        0.0,
        "share of natural slots given to what friends shared; without it, the slot goes to the ranking",
        ge=0,
        le=1,
        plausible=(0.02, 0.3),
        needs="population.friends",
    )
    values: ValueWeights = parameter(ValueWeights(), "value weights of the ranking score")
    steps_saved: int = parameter(
        0,
        "steps by which the way from a play to an order is shorter than the usual four",
        unit="steps",
        ge=-8,
        le=3,
        needs="market.commerce.products",
    )
    step_drop: float = parameter(
        0.35,
        "share of buyers lost at a step of that way",
        ge=0,
        lt=1,
        grade="assumption",
        plausible=(0.2, 0.5),
        needs="platform.steps_saved",
    )
    smallest_budget_rmb: float = parameter(
        50.0,
        "least that a brand can spend in a month, and on a test of a product: 5,000 at the hundredth that budgets are;"
        " it binds among several platforms, or with market.brands.tests_in_sums",
        unit="RMB",
        ge=0,
        grade="assumption",
        plausible=(5.0, 100.0),
        needs="platforms",
    )
    budget_step_rmb: float = parameter(
        10.0,
        "step in which it can spend more than that; 0: any sum",
        unit="RMB",
        ge=0,
        grade="assumption",
        plausible=(1.0, 50.0),
        needs="platforms",
    )
    appeal: float = parameter(
        0.0, "utility of the platform itself, beside what is seen there", unit="logit", needs="platforms"
    )
    friends_pull: float = parameter(
        0.5,
        "utility of a platform on which all of a user's friends spend all of their time",
        unit="logit",
        ge=0,
        grade="assumption",
        plausible=(0.0, 2.0),
        needs="platforms",
    )
    native_weight: float = parameter(
        1.0, "weight in where accounts are native, relative to other platforms", gt=0, needs="platforms"
    )
    world: Lines = parameter(
        (), "what it takes for granted of its users: overrides for the keys that are left at their defaults"
    )
    also: Lines = parameter((), "what else is different here: overrides that stand over those made for every platform")

    @property
    def sums_fen(self) -> tuple[int, int]:
        """The smallest sum it takes and the step above it, in fen."""
        return round(FEN_PER_RMB * self.smallest_budget_rmb), round(FEN_PER_RMB * self.budget_step_rmb)

    @property
    def way_to_order(self) -> float:
        """Log of orders per click relative to the usual way: every step saved keeps the buyers lost at it."""
        return -self.steps_saved * math.log(1.0 - self.step_drop)

    @model_validator(mode="after")
    def _lanes(self) -> Self:
        total = self.follow_share + self.explore_share + self.social_share
        if total > 1:
            raise ValueError(
                f"follow_share + platform.explore_share + platform.social_share is {total:g}, allowed is at most 1"
            )
        return self
