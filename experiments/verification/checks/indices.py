"""Check of the indices of sensitivity: A28b, the Ishigami function."""

import math

import numpy as np

from experiments.verification.figure import Check, Figure, near
from sim.analysis.sensitivity import Factor, indices, places

FACTORS = [Factor(name, -math.pi, math.pi) for name in ("x1", "x2", "x3")]
ALONE, WITH_ALL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)


def _ishigami() -> list[Figure]:
    cube = places("sobol", FACTORS, 4096)
    x = np.array([[one.at(share) for one, share in zip(FACTORS, row, strict=True)] for row in cube.tolist()])
    y = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = indices("sobol", FACTORS, cube, y)
    return [
        near(f"{column} of {one.name}", float(found.loc[one.name, column]), expected, 5e-3)
        for column, known in (("S", ALONE), ("ST", WITH_ALL))
        for one, expected in zip(FACTORS, known, strict=True)
    ]


CHECKS = {"A28b": Check("Sobol indices of the Ishigami function, a = 7 and b = 0.1", _ishigami)}
