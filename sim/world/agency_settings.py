"""Parameters of agencies: what they take, what they give for it, and when they close."""

from functools import partial

from sim.core.parameters import Parameters, parameter

_parameter = partial(parameter, needs="careers.agencies.count", grade="assumption")


class AgencySettings(Parameters):
    """Agencies that sign creators, take a share of their income and spend on them. None by default."""

    count: int = parameter(0, "agencies; where one closes another may open; 0: none", unit="agencies", ge=0, le=10_000)
    roster: int = _parameter(20, "accounts that one can have under contract", unit="accounts", ge=1, plausible=(5, 100))
    income_share: float = _parameter(
        0.3, "share that an agency takes of what an account earns", ge=0, lt=1, plausible=(0.2, 0.5)
    )
    invested: float = _parameter(
        0.5, "part of that share which it spends on the account", ge=0, le=1, plausible=(0.3, 0.9)
    )
    overhead_rmb: float = _parameter(
        30.0, "what an account under contract costs beside that, a month", unit="RMB", ge=0, plausible=(10.0, 300.0)
    )
    distribution_reach: float = _parameter(
        0.8, "part of its spending that an agency for distribution puts into reach, the rest into content", ge=0, le=1,
        plausible=(0.6, 1.0),
    )  # fmt: skip
    content_reach: float = _parameter(0.2, "the same of an agency for content", ge=0, le=1, plausible=(0.0, 0.4))
    paid_share: float = _parameter(
        0.3, "part of reach that buys paid slots where they are sold; the rest buys uploads", ge=0, le=1,
        plausible=(0.0, 0.7),
    )  # fmt: skip
    upload_rmb: float = _parameter(
        20.0, "what one more upload costs an agency", unit="RMB", gt=0, plausible=(5.0, 100.0)
    )
    polish_most: float = _parameter(0.5, "quality that spending on content can add", ge=0, plausible=(0.2, 1.0))
    polish_rmb: float = _parameter(
        300.0, "spending a month that adds 63 % of it", unit="RMB/month", gt=0, plausible=(100.0, 1000.0)
    )
    scouted: int = _parameter(
        8, "places in a week's look at accounts to sign", unit="places", ge=1, le=64, plausible=(4, 16)
    )
    contract_days: int = _parameter(
        180, "days that a contract lasts before it is judged", unit="day", ge=1, plausible=(90, 365)
    )
    patience_days: float = _parameter(
        90.0, "days over which an agency judges its margin", unit="day", ge=1, plausible=(30, 180)
    )
    founded_per_month: float = _parameter(
        0.2, "hazard that another opens in the place of one that closed", unit="1/month", ge=0, plausible=(0.05, 0.5)
    )
