"""Which assumptions decide the answer: Sobol indices and Morris screening.

`S` is the part of the answer's variance that a parameter explains alone, `ST` with all it has to do with; `mu*` is its
mean absolute elementary effect, `sigma` how much that effect depends on the rest.

Source: Sobol 2001; Saltelli et al. 2010, Computer Physics Communications 181; Morris 1991; Campolongo, Cariboni and
    Saltelli 2007. Computed by SALib (Herman and Usher 2017; Iwanaga, Usher and Herman 2022), the extra `study`.
Limits: parameters are taken to be independent, each even over its range (or over the logarithm of one above zero).
"""

import math
from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.core.errors import ConfigError

Floats = NDArray[np.float64]
Method = Literal["sobol", "morris"]
METHODS: tuple[Method, ...] = ("sobol", "morris")
LEVELS = 4  # of Morris' grid


class Factor(NamedTuple):
    """A parameter and its range; `log` is even on the log scale."""

    name: str
    low: float
    high: float
    log: bool = False

    def at(self, share: float) -> float:
        """The value at a place from 0 to 1."""
        if self.log:
            return float(self.low * math.pow(self.high / self.low, share))
        return float(self.low + share * (self.high - self.low))


def cost(method: Method, factors: int, points: int) -> int:
    """How many answers a design asks for."""
    return points * (factors + (2 if method == "sobol" else 1))


def places(method: Method, factors: Sequence[Factor], points: int, seed: int = 0) -> Floats:
    """The design: rows of places in the unit cube, [N, D].

    Raises:
        ConfigError: if SALib is not installed, or the number of points is not allowed.
    """
    if points < 2 or (method == "sobol" and points & (points - 1)):
        wanted = "a power of two" if method == "sobol" else "at least 2"
        raise ConfigError(f"points is {points}, allowed with method={method} is {wanted}")
    _salib()
    if method == "sobol":
        from SALib.sample import sobol

        return np.asarray(sobol.sample(_problem(factors), points, calc_second_order=False, seed=seed))
    from SALib.sample import morris

    return np.asarray(morris.sample(_problem(factors), points, num_levels=LEVELS, seed=seed))


def indices(method: Method, factors: Sequence[Factor], cube: Floats, answers: ArrayLike, seed: int = 0) -> pd.DataFrame:
    """One row a parameter, the most important first; 95 % half-widths (`_half`) are over resampled points.

    Raises:
        ConfigError: if an answer is missing: these designs do without none.
    """
    y = np.asarray(answers, dtype=np.float64)
    if y.size != len(cube) or not np.isfinite(y).all():
        missing = len(cube) - int(np.isfinite(y).sum())
        raise ConfigError(f"{missing} of {len(cube)} answers are missing, allowed is none: the indices need all")
    _salib()
    names = pd.Index([one.name for one in factors], name="parameter")
    if method == "sobol":
        from SALib.analyze import sobol

        found = sobol.analyze(_problem(factors), y, calc_second_order=False, seed=seed)
        columns, by = {"S": "S1", "S_half": "S1_conf", "ST": "ST", "ST_half": "ST_conf"}, "ST"
    else:
        from SALib.analyze import morris

        found = morris.analyze(_problem(factors), cube, y, num_levels=LEVELS, seed=seed)
        columns, by = {"mu*": "mu_star", "mu*_half": "mu_star_conf", "mu": "mu", "sigma": "sigma"}, "mu*"
    table = pd.DataFrame(
        {ours: np.asarray(found[theirs], dtype=float) for ours, theirs in columns.items()}, index=names
    )
    return table.sort_values(by, ascending=False, kind="stable")


def _problem(factors: Sequence[Factor]) -> dict[str, Any]:
    names = [one.name for one in factors]
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def _salib() -> None:
    try:
        import SALib  # noqa: F401  # only whether it is there
    except ImportError:
        raise ConfigError(
            "SALib is not installed, allowed with the extra `study`: pip install interest-sim[study]"
        ) from None
