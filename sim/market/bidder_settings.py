"""Parameters of those who buy paid traffic of their own accord: merchants, head accounts, accounts that boost."""

from typing import Literal

from sim.core.parameters import Parameters, parameter

ON = "market.name=standard"
_PRESS = "press on paid traffic of Douyin, 2025-2026"


class BidderSettings(Parameters):
    """Who bids beside the brands, for what, with how much. RMB are real; an impression stands for many."""

    enabled: bool = parameter(True, "whether anybody bids beside the brands")
    merchants_per_account: float = parameter(
        0.2, "merchants who advertise, as a share of the accounts at the start; 0 for none", ge=0, le=5,
        grade="assumption", plausible=(0.05, 0.5), needs=ON,
    )  # fmt: skip
    merchant_growth: float = parameter(
        0.03, "growth of their number", unit="1/month", ge=-1, le=1, grade="assumption", plausible=(0.0, 0.1), needs=ON
    )
    merchant_budget_rmb: float = parameter(
        0.3, "what they spend together at the start for each user of the platform", unit="RMB/user/day", ge=0,
        grade="B", source="Kuaishou Technology, third quarter of 2024: 0.47 RMB of all ads", needs=ON,
        plausible=(0.15, 0.5),
    )  # fmt: skip
    merchant_play_rmb: float = parameter(
        0.05,
        "median worth of a valid play to a merchant",
        unit="RMB",
        gt=0,
        grade="assumption",
        plausible=(0.02, 0.1),
        needs=ON,
    )
    merchant_log_sd: float = parameter(
        0.8, "log standard deviation of worth and of budget between merchants", ge=0, le=5,
        grade="assumption", plausible=(0.4, 1.2), needs=ON,
    )  # fmt: skip
    merchant_pacing: Literal["adaptive", "throttle", "return", "none"] = parameter(
        "adaptive",
        "how a merchant's budget is made to last: bids shaded, auctions sat out, a return held, or not at all",
    )
    merchant_return: float = parameter(
        1.5, "worth that a merchant wants for a RMB spent, where a return is held", unit="RMB/RMB", gt=0, le=100,
        grade="assumption", plausible=(1.0, 3.0), needs=ON,
    )  # fmt: skip
    merchant_days: int = parameter(14, "length of a merchant's campaign", unit="day", ge=1, le=365)
    carrier_elasticity: float = parameter(
        0.5, "a merchant is carried by an account with odds ~ its followers to this power", ge=-4, le=4,
        grade="assumption", plausible=(0.0, 1.0), needs=ON,
    )  # fmt: skip
    head_first: float = parameter(
        0.10, "share of its sales that a head account pays for traffic in its usual state", ge=0, le=1, grade="C",
        source=_PRESS, plausible=(0.0, 0.2), needs=ON,
    )  # fmt: skip
    head_most: float = parameter(
        0.35, "the most it can pay: commission of 45 % less give-aways of 10 %", ge=0, le=1, grade="C", source=_PRESS,
        plausible=(0.25, 0.4), needs=ON,
    )  # fmt: skip
    head_sales_rmb: float = parameter(
        0.04, "sales of a head account for an impression: 13.7 RMB on a user's day of 336", unit="RMB", ge=0, grade="B",
        source="Douyin e-commerce, 2024: 3.5 trillion RMB, 700 million daily users", plausible=(0.02, 0.08), needs=ON,
    )  # fmt: skip
    boost_per_day: float = parameter(
        0.02, "chance that an account without natural exposure buys a ticket on a day", unit="1/day", ge=0, le=1,
        grade="assumption", plausible=(0.0, 0.1), needs=ON,
    )  # fmt: skip
    boost_ticket_rmb: float = parameter(100.0, "price of a ticket", unit="RMB", gt=0, grade="C", source=_PRESS)
    boost_days: int = parameter(2, "days that a ticket runs", unit="day", ge=1, le=30)
    boost_play_rmb: float = parameter(
        0.06, "the most that a valid play is worth to who boosts", unit="RMB", gt=0, grade="assumption",
        plausible=(0.02, 0.15), needs=ON,
    )  # fmt: skip
