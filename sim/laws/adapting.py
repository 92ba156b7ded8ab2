"""Moving to other topics."""

import math

from sim.core.law import law


@law
def tilted(share, reward, mean_reward, rate, floor):  # type: ignore[no-untyped-def]  # compiled
    """Logit of a topic after one step of mirror ascent: ln share + rate (R / R_mean - 1), relative reward cut at 2.

    `floor` is the share from which a topic that was not published on is taken up.
    Source: exponentiated gradient; Kivinen and Warmuth 1997.
    """
    relative = reward / mean_reward - 1.0 if mean_reward > 0.0 else 0.0
    return math.log(max(share, floor)) + rate * min(relative, 2.0)


@law
def gain_of_moving(best_reward, mean_reward, distance, cost):  # type: ignore[no-untyped-def]  # compiled
    """What moving to the best topic brings, relative to the present mean reward, less the cost of the distance."""
    if mean_reward <= 0.0:
        return -cost * distance
    return best_reward / mean_reward - 1.0 - cost * distance
