"""The checks by number, in the order of the model's list; `NOT_BUILT` says what the simulator cannot show yet."""

from experiments.verification.checks import arena, closed, crowd, lives, rooms, sales, supply, world
from experiments.verification.figure import Check

NOT_BUILT = {
    "A28 (Sobol)": "indices of sensitivity; of A28 only the common random numbers are shown",
    "A32": "two platforms: users have one",
    "A33": "a funnel with a number of steps: a purchase has a click and an order",
}
_FOUND: dict[str, Check] = {
    **crowd.CHECKS, **arena.CHECKS, **sales.CHECKS, **lives.CHECKS, **supply.CHECKS, **closed.CHECKS, **world.CHECKS,
    **rooms.CHECKS,
}  # fmt: skip
CHECKS = dict(sorted(_FOUND.items(), key=lambda item: (int(item[0].strip("Ab")), item[0])))
