"""Exponential, logarithm and a turn's cosine and sine by arithmetic alone: the same bits on every machine.

A call of the system's library serves one number and empties the registers around it. A compiler turns these into
code for several numbers at once, wherever a loop has nothing else in it that stands in the way. They are for such
loops; elsewhere `math.*` does. (Measured: a fifth of the kernel's time.)
Limits: within two units in the last place of the true value; arguments as said, nan is not expected.
Source: range reduction and series as in Muller, "Elementary Functions", 3rd ed. 2016.
"""

import numpy as np

from sim.core.law import law

_PER_LN2 = 1.4426950408889634
_LN2_HIGH = 0.6931471803691238  # its last 21 bits are 0: times a whole number it is exact
_LN2_LOW = 1.9082149292705877e-10
_HALF_PI = 1.5707963267948966
_ROOT_HALF = np.int64(0x3FE6A09E667F3BCD)  # bits of the square root of a half
_FRACTION = np.int64(52)  # bits of a double after its exponent
_BIAS = np.int64(1023)


@law
def exp(x):  # type: ignore[no-untyped-def]  # compiled
    """Exponential; what lies outside -708 to 709 counts as if it lay there."""
    inside = min(max(x, -708.0), 709.0)
    power = np.int64(inside * _PER_LN2 + 1024.5) - np.int64(1024)
    r = (inside - power * _LN2_HIGH) - power * _LN2_LOW
    series = 1.0 + r * (
        1.0 + r * (1.0 / 2.0 + r * (1.0 / 6.0 + r * (1.0 / 24.0 + r * (1.0 / 120.0 + r * (1.0 / 720.0 + r * (
            1.0 / 5040.0 + r * (1.0 / 40320.0 + r * (1.0 / 362880.0 + r * (1.0 / 3628800.0 + r * (
                1.0 / 39916800.0 + r * (1.0 / 479001600.0))))))))))))  # fmt: skip
    return series * np.int64((power + _BIAS) << _FRACTION).view(np.float64)


@law
def log(x):  # type: ignore[no-untyped-def]  # compiled
    """Natural logarithm of a positive number that is not denormal."""
    bits = np.float64(x).view(np.int64)
    power = (bits - _ROOT_HALF) >> _FRACTION
    f = np.int64(bits - (power << _FRACTION)).view(np.float64) - 1.0  # from -0.293 to 0.414
    s = f / (2.0 + f)
    z = s * s
    series = z * (1.0 / 3.0 + z * (1.0 / 5.0 + z * (1.0 / 7.0 + z * (1.0 / 9.0 + z * (1.0 / 11.0 + z * (
        1.0 / 13.0 + z * (1.0 / 15.0 + z * (1.0 / 17.0 + z * (1.0 / 19.0 + z * (1.0 / 21.0))))))))))  # fmt: skip
    return power * _LN2_HIGH + (2.0 * s + (2.0 * s * series + power * _LN2_LOW))


@law
def turn(x):  # type: ignore[no-untyped-def]  # compiled
    """Cosine and sine of so many turns, 0 to 1."""
    quarter = np.int64(4.0 * x + 0.5)
    t = (4.0 * x - quarter) * _HALF_PI
    z = t * t
    c = 1.0 - z * (1.0 / 2.0 - z * (1.0 / 24.0 - z * (1.0 / 720.0 - z * (1.0 / 40320.0 - z * (1.0 / 3628800.0 - z * (
        1.0 / 479001600.0 - z * (1.0 / 87178291200.0 - z * (1.0 / 20922789888000.0))))))))  # fmt: skip
    s = t - t * z * (1.0 / 6.0 - z * (1.0 / 120.0 - z * (1.0 / 5040.0 - z * (1.0 / 362880.0 - z * (
        1.0 / 39916800.0 - z * (1.0 / 6227020800.0 - z * (1.0 / 1307674368000.0)))))))  # fmt: skip
    odd = (quarter & np.int64(1)) != 0
    cosine = s if odd else c
    sine = c if odd else s
    return (
        -cosine if ((quarter + np.int64(1)) & np.int64(2)) != 0 else cosine,
        -sine if (quarter & np.int64(2)) != 0 else sine,
    )
