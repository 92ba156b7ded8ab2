"""The rule of thumb: how many users an answer takes, dealt to which worlds, and what cannot be had from small ones."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from scipy import stats

from experiments.world_size.bias import Scaling
from experiments.world_size.noise import SELF_AVERAGING
from sim.analysis.contrast import CONFIDENCE

WIDE = 0.4  # an interval of b that says nothing of the half
HALVES = (0.02, 0.01)  # half-widths of a 95 % interval
MOST = 10_000_000  # worlds; nobody lives more


class Plan(NamedTuple):
    """Enough worlds of one size for an interval."""

    users: int
    worlds: int
    cpu_seconds: float

    @property
    def people(self) -> int:
        """Users of all worlds together."""
        return self.users * self.worlds


def worlds_needed(sd: float, half: float) -> int:
    """The fewest worlds whose 95 % t interval is expected to reach no further than `half` on either side."""
    if not (sd > 0 and math.isfinite(sd)):
        return 2
    fewest, most = 1, 2  # the first is too few
    while not _enough(sd, half, most):
        fewest, most = most, 2 * most
        if most > MOST:
            return most
    while most - fewest > 1:
        middle = (fewest + most) // 2
        fewest, most = (fewest, middle) if _enough(sd, half, middle) else (middle, most)
    return most


def _enough(sd: float, half: float, worlds: int) -> bool:
    quantile = float(stats.t.ppf(0.5 + CONFIDENCE / 2.0, worlds - 1))
    return quantile * sd <= half * math.sqrt(worlds)


def plans(found: Scaling, cpu: Mapping[int, float], half: float) -> list[Plan]:
    """For every size from which on no bias is shown: worlds that are enough, and what they cost. By the law's sd."""
    if found.law is None:
        return []
    good = [size.users for size in found.sizes if size.users >= found.settled.users]
    counts = {users: worlds_needed(found.law.sd(users).value, half) for users in good}
    return [Plan(users, worlds, worlds * cpu[users]) for users, worlds in counts.items()]


def said_of_noise(name: str, found: Scaling) -> str:
    """Whether users in all are what counts, or how they are dealt."""
    if found.law is None:
        return f"{name}: noise by size is not known from so few worlds"
    b = found.law.exponent
    if b.low > SELF_AVERAGING:
        deals = "one large world tells more than small ones of as many users in all"
    elif b.high < SELF_AVERAGING:
        deals = "small worlds tell more than a large one of as many users in all"
    elif b.high - b.low > WIDE:
        deals = "too few worlds to say whether few large or many small ones tell more"
    else:
        deals = "users in all count, however they are dealt to worlds"
    fits = "" if found.law.misfit >= 1.0 - CONFIDENCE else f" (no straight line, p = {found.law.misfit:.3f})"
    return f"{name}: sd of one world ~ users^-b, b = {b.value:.2f} [{b.low:.2f}, {b.high:.2f}]{fits}: {deals}"


def said_of_bias(name: str, found: Scaling) -> str:
    """From which size on no bias is shown, what is ruled out there, and where it is shown."""
    if len(found.sizes) < 2 or (math.isnan(found.settled.open) and found.settled is not found.sizes[-1]):
        return f"{name}: bias is not known from so few worlds"
    off = [f"{size.users:,}: {size.gap.value:+.3f}" for size in found.sizes if size.biased]
    settled, largest = found.settled, found.sizes[-1]
    shown = f"; it is shown at {', '.join(off)}" if off else ""
    if settled is largest:
        return f"{name}: no size below {largest.users:,} users is known to do{shown}"
    return (
        f"{name}: from {settled.users:,} users on no difference from {largest.users:,} is shown, and at "
        f"{settled.users:,} one above {settled.open:.3f} is ruled out{shown}"
    )


def said_of_cost(name: str, found: Scaling, cpu: Mapping[int, float]) -> str:
    """Users in all and the cheapest deal, for each half-width."""
    parts = []
    for half in HALVES:
        choices = plans(found, cpu, half)
        if not choices:
            return f"{name}: how many users it takes is not known from so few worlds"
        best, worst = (pick(choices, key=lambda plan: plan.cpu_seconds) for pick in (min, max))
        against = f", {worst.worlds} x {worst.users:,} {worst.cpu_seconds:,.0f} s" if worst != best else ""
        parts.append(
            f"+-{half:.2f} takes {best.people:,} users in all, cheapest as {best.worlds} x {best.users:,} "
            f"({best.cpu_seconds:,.0f} CPU s{against})"
        )
    return f"{name}: {'; '.join(parts)}"
