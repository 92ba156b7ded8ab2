"""How well a topic suits a user: the standardised log of a normalised lift."""

from sim.core.elementary import log
from sim.core.law import law


@law
def lift(share, vertical_share, sibling_weight, base):  # type: ignore[no-untyped-def]  # compiled
    """Interest in a topic, smoothed over its siblings in the tree, relative to the average user's.

    `share` is the user's interest in the topic, `vertical_share` that in its whole vertical (the topic
    included), `base` the same smoothed quantity for the average user.
    """
    return (share + sibling_weight * (vertical_share - share)) / base


@law
def match(lift_value, offset, centre, spread):  # type: ignore[no-untyped-def]  # compiled
    """Taste score: mean 0 and variance 1 over random user-item pairs of the population as built."""
    return (log((lift_value + offset) / (1.0 + offset)) - centre) / spread
