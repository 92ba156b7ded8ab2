"""Parameters of what crosses between platforms: users' time, accounts, brands' money."""

from functools import partial

from sim.core.parameters import Parameters, parameter

_parameter = partial(parameter, needs="platforms")


class BetweenSettings(Parameters):
    """How people and money move between platforms. With one platform nothing here matters."""

    temperature: float = _parameter(
        1.0,
        "utility that makes a platform e times as attractive to a user",
        unit="logit",
        gt=0,
        grade="assumption",
        plausible=(0.3, 3.0),
    )
    utility_weight: float = _parameter(
        1.0, "weight of experienced utility in that choice", ge=0, grade="assumption", plausible=(0.5, 2.0)
    )
    ported_fit: float = _parameter(
        0.6,
        "odds of a play of content that was made for another platform, relative to native content",
        gt=0,
        le=1,
        grade="assumption",
        plausible=(0.4, 0.9),
    )
    multihoming: bool = _parameter(True, "whether accounts publish on platforms other than their own")
    porting_cost_rmb: float = _parameter(
        2.0,
        "cost of publishing an upload on another platform",
        unit="RMB",
        ge=0,
        grade="assumption",
        plausible=(0.5, 20.0),
    )
    considered_per_week: float = _parameter(
        0.25,
        "probability that an account thinks about a platform in a week",
        unit="1/week",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.1, 1.0),
    )
    trial_days: float = _parameter(
        28.0, "days before an account judges a platform by what it got there", unit="day", ge=1, grade="assumption",
        plausible=(7.0, 84.0),
    )  # fmt: skip
    memory_days: float = _parameter(
        14.0, "days over which it judges", unit="day", ge=1, grade="assumption", plausible=(7.0, 28.0)
    )
    budget_move: float = _parameter(
        0.3,
        "part of a brand's budget that moves between platforms with the returns in 30 days",
        unit="1/month",
        ge=0,
        le=1,
        grade="assumption",
        plausible=(0.1, 1.0),
    )
    budget_temperature: float = _parameter(
        0.5,
        "log return that makes a platform e times as attractive to a brand",
        gt=0,
        grade="assumption",
        plausible=(0.25, 1.0),
    )
    budget_memory: float = _parameter(
        0.5,
        "weight of the last 30 days in what a brand believes of a platform's return",
        gt=0,
        le=1,
        grade="assumption",
        plausible=(0.25, 0.75),
    )
