"""How natural traffic changes over time: a schedule for each of its causes."""

from typing import ClassVar

from pydantic import SerializeAsAny, ValidationInfo, field_validator

from sim.core.parameters import Parameters, parameter
from sim.traffic import Schedule
from sim.traffic.endogenous import Endogenous
from sim.traffic.steady import Steady


class TrafficSettings(Parameters):
    """Schedules of what makes natural traffic dry up. Onset is the end of the warm-up."""

    SCHEDULES: ClassVar[tuple[str, ...]] = (
        "ad_load",
        "attention",
        "follow_share",
        "entrants_per_month",
        "merchant_uploads",
        "synthetic_uploads",
    )
    SHARES: ClassVar[tuple[str, ...]] = ("ad_load", "follow_share")
    FACTORS: ClassVar[tuple[str, ...]] = ("attention", "merchant_uploads", "synthetic_uploads")
    LARGEST_FACTOR: ClassVar[float] = 100.0
    RANGES: ClassVar[dict[str, str]] = (
        dict.fromkeys(SHARES, "0 to 1")
        | dict.fromkeys(FACTORS, "above 0, at most 100")
        | {"entrants_per_month": "at least 0"}
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
        Steady(value=1.0), "factor on the planned uploads of merchants and brands: how their own content grows"
    )
    synthetic_uploads: SerializeAsAny[Schedule] = parameter(
        Steady(value=1.0), "factor on the planned uploads of accounts run by machines: a shock of cheap supply"
    )
    exit_hazard_per_month: float = parameter(0.0, "hazard of an account's exit in 30 days", unit="1/month", ge=0)
    paid_elasticity: float = parameter(
        0.5, "weight of an account in the paid lane ~ its followers to this power", ge=-4, le=4, grade="assumption",
        plausible=(0.0, 1.0),
    )  # fmt: skip

    @field_validator(*SCHEDULES)
    @classmethod
    def _within(cls, schedule: Schedule | None, info: ValidationInfo) -> Schedule | None:
        name = str(info.field_name)
        if isinstance(schedule, Endogenous) and name != "ad_load":
            raise ValueError("is set to Endogenous, allowed for ad_load alone: no process moves the others")
        low, high = schedule.bounds() if schedule is not None else (0.0, 0.0)
        if schedule is not None and (low < 0.0 or (low == 0.0 and name in cls.FACTORS)):
            raise ValueError(f"reaches {low:g}{schedule.place(low)}, allowed is {cls.RANGES[name]}")
        if schedule is not None and high > 1.0 and name in cls.SHARES:
            raise ValueError(f"reaches {high:g}{schedule.place(high)}, allowed is {cls.RANGES[name]}")
        if schedule is not None and high > cls.LARGEST_FACTOR and name in cls.FACTORS:
            raise ValueError(f"reaches {high:g}{schedule.place(high)}, allowed is {cls.RANGES[name]}")
        return schedule
