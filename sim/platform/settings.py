"""Parameters of a platform: the lanes of its natural traffic and what it values."""

from typing import Self

from pydantic import model_validator

from sim.core.parameters import Parameters, parameter


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

    @model_validator(mode="after")
    def _lanes(self) -> Self:
        total = self.follow_share + self.explore_share + self.social_share
        if total > 1:
            raise ValueError(
                f"follow_share + platform.explore_share + platform.social_share is {total:g}, allowed is at most 1"
            )
        return self
