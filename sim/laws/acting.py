"""Like, comment, share, follow and hide, given the pull of the item."""

import math

from sim.core.law import law


@law
def action_probability(pull, intercept, slope):  # type: ignore[no-untyped-def]  # compiled
    """Logistic in the pull. For hide the slope is negative."""
    return 1.0 / (1.0 + math.exp(-(intercept + slope * pull)))


@law
def utility(pull):  # type: ignore[no-untyped-def]  # compiled
    """Expected surplus of the choice to watch or skip, in logits: ln(1 + e^v).

    Source: the log-sum of a binary logit; Small and Rosen 1981.
    """
    return math.log1p(math.exp(pull))


@law
def stay_probability(base, gain_weight, gain, paid_weight, paid):  # type: ignore[no-untyped-def]  # compiled
    """Probability of looking at one more item after this one.

    `gain` is the utility of the last item above the reference; with both weights 0 the number of
    impressions of a session is geometric.
    """
    return 1.0 / (1.0 + math.exp(-(base + gain_weight * gain - paid_weight * paid)))
