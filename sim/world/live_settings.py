"""Parameters of live rooms: who goes live, how rooms are found, who goes in and for how long."""

from functools import partial
from typing import Literal, Self

from pydantic import model_validator

from sim.core.parameters import Parameters, parameter

_parameter = partial(parameter, needs="live.enabled")
_assumed = partial(_parameter, grade="assumption")


class LiveSettings(Parameters):
    """Live rooms. Off, there are none and nothing of this exists."""

    enabled: bool = parameter(False, "whether accounts go live")

    koc_share: float = _assumed(
        0.1, "share of accounts below 10 k followers that go live", ge=0, le=1, plausible=(0.02, 0.3)
    )
    mid_share: float = _assumed(
        0.3, "share of accounts below 300 k followers that do", ge=0, le=1, plausible=(0.1, 0.6)
    )
    head_share: float = _assumed(0.6, "share of head accounts that do", ge=0, le=1, plausible=(0.3, 0.9))
    merchant_share: float = _assumed(
        0.6, "share of merchants that do, whatever their size", ge=0, le=1, plausible=(0.3, 0.9)
    )
    rooms_per_week: float = _assumed(
        3.0, "rooms that such an account opens, while none is open", unit="1/week", gt=0, le=200, plausible=(1.0, 7.0)
    )
    shortest_hours: float = _assumed(
        2.0, "shortest time that a room is open", unit="h", gt=0, le=10_000, plausible=(1.0, 3.0)
    )
    longest_hours: float = _assumed(
        6.0, "longest time; in between all are alike", unit="h", gt=0, le=10_000, plausible=(4.0, 10.0)
    )

    talent_sd: float = _assumed(
        0.5, "standard deviation of an account's talent for live rooms, added to the quality of its rooms", ge=0, le=5,
        plausible=(0.2, 1.0),
    )  # fmt: skip
    past_rooms: float = _assumed(
        30.0, "rooms behind an account at the start, where practice teaches", unit="rooms", ge=0, plausible=(0.0, 100.0)
    )

    preview_seconds: float = _assumed(
        30.0, "what a feed shows of a room before it repeats itself", unit="s", ge=8, le=600, plausible=(15.0, 60.0)
    )
    retrieve_weight: float = _assumed(
        3.0, "weight of an open room in retrieval, in fresh videos", ge=0, le=1e9, plausible=(1.0, 10.0)
    )
    standing_weight: float = _assumed(
        0.5, "power of a room's performance so far in its score", ge=0, le=2, plausible=(0.0, 1.0)
    )
    standing_impressions: float = _assumed(
        20.0, "impressions that average performance is worth against a room's own", unit="impressions", gt=0,
        plausible=(5.0, 100.0),
    )  # fmt: skip
    standing_most: float = _assumed(4.0, "most that performance can multiply or divide", ge=1, plausible=(2.0, 10.0))

    enter_intercept: float = _assumed(
        -1.5, "log odds that a viewer who plays the preview goes in, at no pull", ge=-60, le=60, plausible=(-2.5, -0.5)
    )
    enter_slope: float = _assumed(0.5, "their rise with the pull", ge=0, le=2, plausible=(0.2, 1.0))
    stay_spread: Literal["exponential", "lognormal", "fixed"] = _parameter(
        "lognormal", "how stays are spread around their mean"
    )
    stay_minutes: float = _parameter(
        2.0, "mean stay at no pull", unit="min", gt=0, le=1_440, grade="C",
        source="press: 6 min 21 s in one head room was called three times the average", plausible=(1.0, 3.0),
    )  # fmt: skip
    stay_log_sd: float = _assumed(1.0, "log standard deviation of lognormal stays", ge=0, le=5, plausible=(0.5, 1.5))
    stay_slope: float = _assumed(0.2, "log mean stay per unit of pull", ge=0, le=1, plausible=(0.0, 0.4))

    heeded: float = _assumed(
        0.05, "probability that a follower heeds the call to a room", ge=0, le=1, plausible=(0.01, 0.2)
    )
    heeded_minutes: float = _assumed(
        5.0, "mean time after the opening at which she comes", unit="min", gt=0, le=1_440, plausible=(1.0, 30.0)
    )

    @model_validator(mode="after")
    def _hours(self) -> Self:
        if self.shortest_hours > self.longest_hours:
            raise ValueError(
                f"shortest_hours is {self.shortest_hours:g}, allowed is at most longest_hours ({self.longest_hours:g})"
            )
        return self
