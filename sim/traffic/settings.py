"""How natural traffic changes over time: a schedule for each of its causes."""

from typing import ClassVar

from pydantic import SerializeAsAny, field_validator

from sim.core.parameters import Parameters, parameter
from sim.traffic import Schedule
from sim.traffic.steady import Steady


class TrafficSettings(Parameters):
    """Schedules of what makes natural traffic dry up. Onset is the end of the warm-up."""

    SCHEDULES: ClassVar[tuple[str, ...]] = (
        "ad_load",
        "attention",
        "follow_share",
        "entrants_per_month",
        "merchant_uploads",
    )

    ad_load: SerializeAsAny[Schedule] = parameter(Steady(value=0.10), "paid share of slots")
    attention: SerializeAsAny[Schedule] = parameter(Steady(value=1.0), "factor on the visits of all users")
    follow_share: SerializeAsAny[Schedule] | None = parameter(
        None, "share of natural slots given to followed accounts; null leaves it to the platform"
    )
    entrants_per_month: SerializeAsAny[Schedule] = parameter(
        Steady(value=0.0), "new accounts in 30 days, as a share of the initial accounts", unit="1/month"
    )
    merchant_uploads: SerializeAsAny[Schedule] = parameter(
        Steady(value=1.0), "factor on the planned uploads of merchants: how their own content grows"
    )
    exit_hazard_per_month: float = parameter(0.0, "hazard of an account's exit in 30 days", unit="1/month", ge=0)
    paid_elasticity: float = parameter(
        0.5, "weight of an account in the paid lane ~ its followers to this power", ge=-4, le=4, grade="assumption",
        plausible=(0.0, 1.0),
    )  # fmt: skip

    @field_validator("ad_load", "follow_share")
    @classmethod
    def _share(cls, schedule: Schedule | None) -> Schedule | None:
        low, high = (0.0, 1.0) if schedule is None else schedule.bounds()
        if low < 0.0 or high > 1.0:
            raise ValueError(f"reaches {low if low < 0.0 else high:g}, allowed is 0 to 1")
        return schedule

    @field_validator("attention", "merchant_uploads")
    @classmethod
    def _factor(cls, schedule: Schedule) -> Schedule:
        if schedule.bounds()[0] <= 0.0:
            raise ValueError(f"reaches {schedule.bounds()[0]:g}, allowed is above 0")
        return schedule

    @field_validator("entrants_per_month")
    @classmethod
    def _rate(cls, schedule: Schedule) -> Schedule:
        if schedule.bounds()[0] < 0.0:
            raise ValueError(f"reaches {schedule.bounds()[0]:g}, allowed is at least 0")
        return schedule
