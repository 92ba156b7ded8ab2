"""The checks by number, in the order of the model's list; `NOT_BUILT` says what the simulator cannot show yet."""

from importlib.util import find_spec

from experiments.verification.checks import (
    arena,
    brands,
    closed,
    crowd,
    indices,
    lives,
    loads,
    platforms,
    rooms,
    sales,
    supply,
    world,
)
from experiments.verification.figure import Check

NOT_BUILT: dict[str, str] = {}
if not find_spec("SALib"):
    NOT_BUILT["A28b"] = "Sobol indices of the Ishigami function: needs the extra `study` (SALib)"
_FOUND: dict[str, Check] = {
    **crowd.CHECKS, **arena.CHECKS, **sales.CHECKS, **lives.CHECKS, **supply.CHECKS, **closed.CHECKS, **world.CHECKS,
    **rooms.CHECKS, **brands.CHECKS, **loads.CHECKS,
    **platforms.CHECKS,
    **(indices.CHECKS if find_spec("SALib") else {}),
}  # fmt: skip
CHECKS = dict(sorted(_FOUND.items(), key=lambda item: (int(item[0].strip("Ab")), item[0])))
