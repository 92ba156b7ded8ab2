"""From a play to a sale: the card is clicked, the order placed, and some of it comes back."""

import math

from sim.core.law import law


@law
def click_rate(term, match_weight, match):  # type: ignore[no-untyped-def]  # compiled
    """Clicks on the product card per play: log-linear in the taste score, never above 1."""
    return math.exp(min(term + match_weight * match, 0.0))


@law
def order_rate(term, match_weight, match, trust_weight, trust, home, fatigue, tired, crowding, crowd):  # type: ignore[no-untyped-def]  # compiled
    """Orders per click: log-linear, never above 1.

    `term` holds what is the same for all viewers: product, price, age, the seller's knack and authenticity. Match,
    trust and home raise it; sponsored content met lately (`tired`), and of the same message (`crowd`), lower it.
    """
    return math.exp(
        min(term + match_weight * match + trust_weight * trust + home - fatigue * tired - crowding * crowd, 0.0)
    )


@law
def events(uniform, expected):  # type: ignore[no-untyped-def]  # compiled
    """How many of an expected number of independent rare events happen: Poisson, by inverse CDF.

    One impression stands for many real ones, so that an outcome is a number. Split by outcome, independent Poisson
    numbers are exact: clicks without an order, orders kept and orders returned never need one another.
    """
    chance = math.exp(-expected)
    upto = chance
    count = 0
    while uniform >= upto and count < 2000:
        count += 1
        chance = chance * expected / count
        upto += chance
    return count
