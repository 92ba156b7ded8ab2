"""Parameters of the market for paid traffic."""

from typing import Literal

from sim.core.parameters import Parameters, parameter
from sim.market.brand_settings import BrandSettings
from sim.world.commerce_settings import CommerceSettings


class MarketSettings(Parameters):
    """The market for paid traffic. There is none yet: paid slots go by the accounts' followers."""

    name: Literal["none", "standard"] = parameter("none", "none: paid slots go by followers, at a price list")
    cpm_rmb: float = parameter(
        12.0,
        "price of 1,000 paid impressions where there is no market",
        unit="RMB",
        ge=0,
        grade="assumption",
        plausible=(6.0, 24.0),
    )
    commerce: CommerceSettings = parameter(CommerceSettings(), "what is sold, and what makes a viewer buy")
    brands: BrandSettings = parameter(BrandSettings(), "how brands spend, test and move their budgets")
