"""The KOC window in one line of algebra: how long small creators stay worth a brand's money, and why it ends."""

import math

from scipy.special import lambertw


def log_roi(months: float, r0: float, doubling_months: float, phi: float, kappa_n0: float) -> float:
    """Log return on money spent with small creators, so many months after it began to pay.

    ln R0 - phi g t - kappa n0 (e^(g t) - 1): sponsored content grows as e^(g t), the price of paid impressions as
    its power `phi`, and conversion falls by e^-kappa for each further sponsored item a viewer meets.

    Units:  `kappa_n0` is the fall of log conversion if the sponsored content of the start were seen once more.
    """
    growth = math.log(2.0) / doubling_months
    return math.log(r0) - phi * growth * months - kappa_n0 * math.expm1(growth * months)


def months_of_window(
    r0: float = 3.0, doubling_months: float = 6.0, phi: float = 0.5, kappa_n0: float = 0.1, alternative: float = 1.0
) -> float:
    """Months until the return falls to the alternative's; infinite if nothing erodes it, 0 if it never paid.

    With x = g t the return meets the alternative where phi x + kappa n0 (e^x - 1) = ln(R0 / alternative), which the
    Lambert function solves.

    Limits: without fatigue x = ln(R0) / phi, without dearer impressions x = ln(1 + ln(R0) / kappa n0); in all cases
        the window is as long as a doubling takes, times a number.
    Raises:
        ValueError: if a return or the doubling time is not positive, or an erosion is negative.
    """
    if min(r0, doubling_months, alternative) <= 0.0 or min(phi, kappa_n0) < 0.0:
        raise ValueError("allowed are r0, doubling_months, alternative > 0 and phi, kappa_n0 >= 0")
    excess = math.log(r0 / alternative)
    if excess <= 0.0:
        return 0.0
    if phi == 0.0 and kappa_n0 == 0.0:
        return math.inf
    if kappa_n0 == 0.0:
        doublings = excess / phi
    elif phi == 0.0:
        doublings = math.log1p(excess / kappa_n0)
    else:
        doublings = _crossing(excess / phi, kappa_n0 / phi)
    return doublings * doubling_months / math.log(2.0)


def _crossing(excess: float, fatigue: float) -> float:
    """The x > 0 at which x + fatigue (e^x - 1) = excess."""
    level = excess + fatigue
    if level < 500.0:
        return level - float(lambertw(fatigue * math.exp(level)).real)
    x = math.log(level / fatigue)  # the product would overflow; a few Newton steps on the logarithm do
    for _ in range(50):
        x += (math.log((level - x) / fatigue) - x) / (1.0 + 1.0 / (level - x))
    return x
