"""Parameters of brands: what they pay for, how they test, and how they move their budgets."""

from typing import Self

from pydantic import model_validator

from sim.core.parameters import Parameters, parameter
from sim.market.bandits import Rule

ON = "market.commerce.brands"


class BrandSettings(Parameters):
    """How brands spend. Their number is `market.commerce.brands`; without brands nothing here matters."""

    budget_rmb: float = parameter(
        600.0,
        "budget of a brand for 30 days, in all",
        unit="RMB/month",
        ge=0,
        grade="assumption",
        needs=ON,
        plausible=(200.0, 2_000.0),
    )
    first_head: float = parameter(
        0.5,
        "share of the budget for head accounts at first",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.3, 0.7),
    )
    first_koc: float = parameter(
        0.1, "the same for KOCs", ge=0, le=1, grade="assumption", needs=ON, plausible=(0.05, 0.2)
    )
    first_ecom: float = parameter(
        0.2,
        "the same for the e-commerce department; branding has the rest",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.1, 0.3),
    )
    move: float = parameter(
        0.1,
        "part of the budget that moves with the returns in 30 days",
        unit="1/month",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.03, 0.3),
    )
    temperature: float = parameter(
        0.5,
        "log return that makes a bucket e times as attractive",
        gt=0,
        grade="assumption",
        needs=ON,
        plausible=(0.25, 1.0),
    )
    memory: float = parameter(
        0.5,
        "weight of the last 30 days in what a brand believes of a bucket's return",
        gt=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.25, 0.75),
    )
    team_roi: float = parameter(
        1.0,
        "return of money the e-commerce department spends on its own live team: the outside option",
        gt=0,
        grade="assumption",
        needs=ON,
        plausible=(0.6, 1.5),
    )
    branding_roi: float = parameter(
        0.7, "return that a brand credits branding with", gt=0, grade="assumption", needs=ON, plausible=(0.4, 1.2)
    )

    fee_rmb_per_1000: float = parameter(
        2.0,
        "script fee for 1,000 real views that an account's item can expect, at the usual demand",
        unit="RMB",
        ge=0,
        grade="assumption",
        needs=ON,
        plausible=(1.0, 4.0),
    )
    fee_elasticity: float = parameter(
        0.5, "power of demand over supply in the fee", ge=0, le=2, grade="assumption", needs=ON, plausible=(0.0, 1.0)
    )
    usual_demand: float = parameter(
        0.1,
        "contracts in 30 days, for each KOC, at which the fee is the usual one",
        gt=0,
        grade="assumption",
        needs=ON,
        plausible=(0.03, 0.3),
    )
    head_premium: float = parameter(
        2.0,
        "a head account's fee per view, relative to a KOC's",
        gt=0,
        grade="assumption",
        needs=ON,
        plausible=(1.0, 5.0),
    )
    koc_commission: float = parameter(
        0.20, "commission of a KOC on net sales", ge=0, le=0.9, grade="C", source="press, 15 to 25 %"
    )
    head_commission: float = parameter(
        0.45, "commission of a head account on net sales", ge=0, le=0.9, grade="C", source="press, 40 to 50 %"
    )
    head_extra: float = parameter(
        0.10, "give-aways in a head account's sales", ge=0, le=0.5, grade="C", source="press, about 10 %"
    )

    rule: Rule = parameter("explore_then_commit", "how a test spends its contracts on products")
    arms: int = parameter(2, "products tested against one another", unit="products", ge=1, le=8)
    test_kocs: int = parameter(8, "contracts of a whole test", unit="contracts", ge=1, le=200)
    test_rounds: int = parameter(4, "rounds of a test that learns on the way", unit="rounds", ge=1, le=20)
    tests_in_sums: bool = parameter(
        False,
        "whether a test pays for each product in sums that the platform takes, also where the platform is alone",
        needs=ON,
    )
    test_days: float = parameter(10.0, "length of a test, or of each round of one", unit="day", gt=0)
    threshold: float = parameter(
        0.01,
        "orders per click that a product must beat to be scaled",
        gt=0,
        lt=1,
        grade="assumption",
        needs=ON,
        plausible=(0.005, 0.02),
    )
    certainty: float = parameter(0.9, "probability with which it must", ge=0, lt=1)
    scale_weeks: int = parameter(8, "weeks that a product is scaled", unit="weeks", ge=1, le=52)
    ad_share: float = parameter(
        0.7,
        "share of the e-commerce department's money for paid traffic, the rest is its live team's",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.3, 1.0),
    )
    angles: int = parameter(4, "messages that scripts differ by; 1: the same script for all", ge=1, le=8)
    script_cost: float = parameter(
        0.05,
        "cost of a script of its own, as a share of the fee",
        ge=0,
        le=1,
        grade="assumption",
        needs=ON,
        plausible=(0.0, 0.2),
    )
    sponsoring: bool = parameter(True, "whether brands sign contracts and buy traffic at all")
    silent: int = parameter(-1, "the number of a brand that alone does neither; -1: none", ge=-1)

    def speaks(self, brand: int) -> bool:
        """Whether a brand signs contracts and buys traffic."""
        return self.sponsoring and brand != self.silent

    @model_validator(mode="after")
    def _shares(self) -> Self:
        total = self.first_head + self.first_koc + self.first_ecom
        if total > 1:
            raise ValueError(f"first_head + first_koc + first_ecom is {total:g}, allowed is at most 1")
        return self
