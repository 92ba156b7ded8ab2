"""What is known of real markets, and how it is judged here: input, scaled, fitted or emergent."""

from typing import NamedTuple


class Target(NamedTuple):
    """A fact. `kind`: input (a parameter says it), scaled (an input in other units), fitted to it, or emergent."""

    name: str
    fact: str
    real: float
    low: float
    high: float
    kind: str
    grade: str
    unit: str = ""


TARGETS = {
    "c1": Target("c1", "share of live sales from accounts below 300 k followers", 0.50, 0.45, 0.55, "emergent", "B"),
    "c2": Target("c2", "growth of their live sales over a year", 0.58, 0.48, 0.68, "emergent", "B"),
    "c6": Target("c6", "head accounts' paid traffic as a share of their sales", 0.30, 0.10, 0.40, "emergent", "C"),
    "c7": Target("c7", "head accounts' commission", 0.45, 0.40, 0.50, "input", "C"),
    "c7b": Target("c7", "head accounts' give-aways", 0.10, 0.08, 0.12, "input", "C"),
    "c8": Target("c8", "script fee of a KOC, RMB (views promised here are fewer)", 850.0, 714.0, 1000.0, "scaled", "C"),
    "c9": Target("c9", "cost of a test with KOCs, of a month of one's own live team", 0.33, 0.0, 0.34, "emergent", "C"),
    "c21": Target("c21", "advertising per active user and day, RMB", 0.469, 0.33, 0.61, "emergent", "B"),
    "c21b": Target("c21", "advertising of sales", 0.053, 0.037, 0.069, "emergent", "B"),
    "c22": Target("c22", "sales per active user and day, RMB", 13.7, 9.6, 17.8, "fitted", "B"),
    "c23": Target("c23", "share of the shelf in sales", 0.40, 0.35, 0.45, "fitted", "B"),
    "c23b": Target("c23", "share of head accounts in sales", 0.09, 0.04, 0.14, "emergent", "B"),
    "c25": Target("c25", "followers lost by a sponsored item, against its twin",
                  -0.0019, -0.0029, -0.0009, "emergent", "A"),
    "c27": Target("c27", "long-run over short-run effect of ad load", 3.0, 2.0, 4.0, "emergent", "A"),
    "c23c": Target("c23", "share of live rooms in sales", 0.60, 0.55, 0.65, "emergent", "B"),
    "c30": Target("c30", "return rate of orders from the shelf", 0.125, 0.10, 0.15, "input", "B"),
    "c30b": Target("c30", "return rate of orders from live rooms", 0.40, 0.30, 0.50, "input", "B"),
}  # fmt: skip
FREE = {  # parameters that were chosen with a target in view
    "market.commerce.search_share": "c22, c23",
    "market.commerce.ware_share": "c22",
    "market.commerce.selling_share": "c22",
    "market.brands.fee_rmb_per_1000": "a first return on contracts with KOCs of two to three",
}


def judged(target: Target, value: float) -> str:
    """Hit or miss for what emerges; a word for the rest."""
    if target.kind != "emergent":
        return target.kind
    if value != value:
        return "not in this world"
    return "hit" if target.low <= value <= target.high else "miss"
