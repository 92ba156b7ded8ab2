"""Auctions among even bidders: what a second price earns, and what truth earns its teller."""

import numpy as np

from experiments.replications.finding import Finding, Study, near
from sim.core.units import MICRO
from sim.world.tally import Sold


def revenue(bidders: int, rule: str, shade: float, days: int) -> float:
    """Revenue an impression, of bidders whose worth is even on [0, 1] and who bid `shade` of it."""
    from experiments.verification.checks.sales import sell, uniform  # late: it brings all checks

    columns = uniform(bidders)
    columns["bid"] = int(columns["bid"] * shade)
    _, sums, slots = sell([f"market.auction.rule={rule}"], columns, until=days)
    return float(sums[:, Sold.CHARGE].sum() / MICRO / slots)


def run(small: bool) -> list[Finding]:
    """Second price where all say what a slot is worth; first price where all shade as in equilibrium."""
    days = 6 if small else 12
    found = []
    for n in (2, 10) if small else (2, 3, 5, 10):
        theory = (n - 1) / (n + 1)
        found.append(
            near(f"second price, {n} bidders: revenue", [revenue(n, "second_price", 1.0, days)], theory, 0.015)
        )
        found.append(
            near(f"first price at the equilibrium bid, {n} bidders: revenue",
                 [revenue(n, "first_price", (n - 1) / n, days)], theory, 0.015)
        )  # fmt: skip
    equal = np.array([one.found for one in found]).reshape(-1, 2)
    gap = float(np.abs(equal[:, 0] - equal[:, 1]).max())
    return [*found, Finding("largest gap between the two (revenue equivalence)", "size", "0", 0.0, 0.02, gap)]


STUDY = Study(
    "auctions",
    "Vickrey 1961, Journal of Finance 16(1), 8-37; Myerson 1981, Mathematics of Operations Research 6(1), 58-73",
    run,
    "the engine: campaigns that bid in the simulator's own auction of paid slots",
)
