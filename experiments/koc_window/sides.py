"""The agents' world and its ablations; the algebra beside them; and the priors."""

import numpy as np
from numpy.typing import NDArray

from sim.market.window import months_of_window

NO_FATIGUE = (
    "market.commerce.sponsored_fatigue=0",
    "market.commerce.angle_fatigue=0",
    "market.commerce.authenticity_order=0",
)
NO_DEARER = ("market.brands.fee_elasticity=0",)
LIST_PRICE = ("market.auction.rule=posted",)
NO_ENTRY = ("market.brands.move=0",)
SIDES: dict[str, tuple[str, ...]] = {
    "all": (),
    "no fatigue": NO_FATIGUE,
    "no dearer contracts": NO_DEARER,
    "list price of slots": LIST_PRICE,
    "no entry of money": NO_ENTRY,
    "none of them": (*NO_FATIGUE, *NO_DEARER, *LIST_PRICE, *NO_ENTRY),
}
ALGEBRA = {
    "all": months_of_window(),
    "no fatigue": months_of_window(kappa_n0=0.0),
    "no dearer contracts": months_of_window(phi=0.0),
    "doubling in 3 months": months_of_window(doubling_months=3.0),
    "doubling in 12 months": months_of_window(doubling_months=12.0),
    "R0 = 2": months_of_window(r0=2.0),
}
PRIORS = {"r0": (2.0, 4.5), "doubling_months": (3.0, 12.0), "phi": (0.25, 1.0), "kappa_n0": (0.03, 0.3)}
WITHIN = (9.0, 15.0)  # months: what "about a year" may mean


def algebra_under_priors(count: int = 20_000, seed: int = 0) -> NDArray[np.float64]:
    """Lengths of the window in the algebra, its four numbers drawn evenly on the log scale over their ranges."""
    draws = np.random.default_rng(seed).random((count, len(PRIORS)))
    values = [low * (high / low) ** draws[:, place] for place, (low, high) in enumerate(PRIORS.values())]
    return np.array([months_of_window(*one) for one in zip(*(value.tolist() for value in values), strict=True)])
