"""Parameters of the market for paid traffic: how slots are sold, how budgets last, who bids."""

from typing import Literal, Self

from pydantic import model_validator

from sim.core.parameters import Parameters, parameter
from sim.market.bidder_settings import BidderSettings
from sim.market.brand_settings import BrandSettings
from sim.world.commerce_settings import CommerceSettings

ON = "market.name=standard"
_PRESS = "press and agency pages on Douyin, 2025-2026"


class AuctionSettings(Parameters):
    """How a paid slot is sold."""

    rule: Literal["second_price", "gsp", "first_price", "posted", "uniform"] = parameter(
        "second_price", "who pays what: see sim.platform.book.Rule"
    )
    merge: Literal["slots", "full_domain"] = parameter(
        "slots", "slots: paid slots are drawn by the ad load and sold; full_domain: offers compete for every slot"
    )
    entrants: int = parameter(
        8,
        "campaigns that compete for a slot",
        unit="campaigns",
        ge=1,
        le=100,
        grade="assumption",
        plausible=(3, 30),
        needs=ON,
    )
    reserve_cpm_rmb: float = parameter(
        3.0, "least price of 1,000 impressions", unit="RMB", ge=0, grade="assumption", plausible=(0.5, 6.0), needs=ON
    )
    posted_cpm_rmb: float = parameter(
        12.0,
        "price of 1,000 impressions at a price list",
        unit="RMB",
        ge=0,
        grade="assumption",
        plausible=(6.0, 24.0),
        needs=ON,
    )
    quality_exponent: float = parameter(
        1.0, "quality factor ~ plays per expected play to this power", ge=0, le=4, grade="assumption",
        plausible=(0.0, 2.0), needs=ON,
    )  # fmt: skip
    quality_gate: float = parameter(
        0.6, "content with fewer plays per expected play cannot buy traffic", ge=0, grade="C", source=_PRESS,
        plausible=(0.3, 0.9), needs=ON,
    )  # fmt: skip
    quality_weight: float = parameter(
        10.0, "plays that average content is worth against an item's own record", unit="plays", gt=0,
        grade="assumption", plausible=(3.0, 30.0), needs=ON,
    )  # fmt: skip
    exchange: float = parameter(
        8.0, "full_domain only: score that 1 RMB offered for a simulated impression is worth", unit="1/RMB", gt=0,
        grade="assumption", plausible=(2.0, 30.0), needs=ON,
    )  # fmt: skip

    @model_validator(mode="after")
    def _goes_together(self) -> Self:
        if self.merge == "full_domain" and self.rule != "second_price":
            raise ValueError(f"rule is {self.rule}, allowed with merge=full_domain is second_price")
        return self


class PacingSettings(Parameters):
    """How budgets are made to last."""

    step: float = parameter(
        0.3, "change of a bid's shading at a refresh, per relative overspending", gt=0, le=1, grade="assumption",
        plausible=(0.1, 0.5), needs=ON,
    )  # fmt: skip
    return_gain: float = parameter(
        0.2, "target return: correction per log of the return missed in a span", gt=0, le=1, grade="assumption",
        plausible=(0.05, 0.5), needs=ON,
    )  # fmt: skip
    return_damping: float = parameter(
        0.1, "target return: correction per change of it since the span before", ge=0, le=1, grade="assumption",
        plausible=(0.0, 0.3), needs=ON,
    )  # fmt: skip


class MarketSettings(Parameters):
    """The market for paid traffic. Without one, paid slots go by the accounts' followers."""

    name: Literal["none", "standard"] = parameter(
        "none", "none: paid slots go by followers, at a list price; standard: campaigns bid for them, products are sold"
    )
    cpm_rmb: float = parameter(
        12.0,
        "list price of 1,000 paid impressions where there is no market",
        unit="RMB",
        ge=0,
        grade="assumption",
        plausible=(6.0, 24.0),
    )
    commerce: CommerceSettings = parameter(CommerceSettings(), "what is sold, and what makes a viewer buy")
    brands: BrandSettings = parameter(BrandSettings(), "how brands spend, test and move their budgets")
    impressions_scale: float = parameter(
        21.0,
        "real impressions that one simulated impression stands for, in money: 336 on an active user's day over 16",
        gt=0,
        grade="B",
        source="Kuaishou Technology, results of the third quarter of 2024",
    )
    auction: AuctionSettings = parameter(AuctionSettings(), "how a paid slot is sold")
    bidders: BidderSettings = parameter(BidderSettings(), "who bids beside the brands")
    pacing: PacingSettings = parameter(PacingSettings(), "how budgets are made to last")
