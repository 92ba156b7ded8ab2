"""The rule of thumb: how many users an answer takes, dealt to which worlds, and what cannot be had from small ones."""

import math
from collections.abc import Mapping
from typing import NamedTuple

from scipy import stats

from experiments.world_size.bias import Scaling, Size
from experiments.world_size.noise import SELF_AVERAGING
from sim.analysis.contrast import CONFIDENCE

NEAR = 0.1  # an exponent that close to the half is one: dealt to worlds a hundred times as large, sds change by 1.6
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


def plans(found: Mapping[str, Scaling], cpu: Mapping[int, float], half: float) -> list[Plan]:
    """For every size from which on no bias is shown: worlds enough for all estimands, by the sds of their laws."""
    laws = [one.law for one in found.values()]
    if not laws or None in laws:
        return []
    settled = max(one.settled.users for one in found.values())
    good = [size.users for size in next(iter(found.values())).sizes if size.users >= settled]
    needed = {users: max(worlds_needed(law.sd(users).value, half) for law in laws if law) for users in good}
    return [Plan(users, worlds, worlds * cpu[users]) for users, worlds in needed.items()]


def sentences(found: Mapping[str, Scaling], cpu: Mapping[int, float]) -> list[str]:
    """The rule of thumb for some estimands together: noise, bias, users."""
    return [
        f"Noise. {'; '.join(noise(name, one) for name, one in found.items())}.",
        f"Bias. {'; '.join(bias(name, one) for name, one in found.items())}.",
        f"Users. {'; '.join(users(found, cpu, half) for half in HALVES)}.",
    ]


def noise(name: str, found: Scaling) -> str:
    """Whether users in all are what counts, or how they are dealt."""
    if found.law is None:
        return f"{name}: not known from so few worlds"
    b = found.law.exponent
    if b.low > SELF_AVERAGING:
        deals = "one large world tells more than small ones of as many users in all"
    elif b.high < SELF_AVERAGING:
        deals = "small worlds tell more than a large one of as many users in all"
    elif b.low > SELF_AVERAGING - NEAR and b.high < SELF_AVERAGING + NEAR:
        deals = "users in all count, however they are dealt to worlds"
    else:
        deals = "too few worlds to say whether few large or many small ones tell more"
    fits = "" if found.law.misfit >= 1.0 - CONFIDENCE else f" (but no straight line, p = {found.law.misfit:.3f})"
    return f"{name}: sd of one world ~ users^-b, b = {b.value:.2f} [{b.low:.2f}, {b.high:.2f}]{fits}, {deals}"


def bias(name: str, found: Scaling) -> str:
    """From which size on no bias is shown, what is ruled out there, and where it is shown."""
    if len(found.sizes) < 2:
        return f"{name}: not known from so few worlds"
    off = [f"{size.gap.value:+.3f} at {size.users:,}" for size in found.sizes if size.biased]
    shown = f" (shown: {', '.join(off)})" if off else ""
    settled, largest = found.settled, found.sizes[-1]
    if settled is largest:
        return f"{name}: no size below {largest.users:,} users is known to do{shown}"
    if math.isnan(settled.open):
        return f"{name}: not known from so few worlds"
    return (
        f"{name}: from {settled.users:,} users on no difference from the largest is shown; there it is "
        f"{settled.gap.value:+.3f}, and up to {settled.open:.3f} is not ruled out{_part(settled)}{shown}"
    )


def _part(size: Size) -> str:
    """A difference that is not ruled out as a part of the level, where there is one."""
    return f", {size.open / abs(size.level.value):.0%} of the level" if size.level.value else ""


def users(found: Mapping[str, Scaling], cpu: Mapping[int, float], half: float) -> str:
    """Users in all for a half-width of all estimands, in the cheapest worlds and in the dearest."""
    choices = plans(found, cpu, half)
    if not choices:
        return f"+-{half:.2f}: not known from so few worlds"
    best, worst = (pick(choices, key=lambda plan: plan.cpu_seconds) for pick in (min, max))
    said = f"+-{half:.2f} of {' and '.join(found)} takes {_deal(best)}"
    said += f" at the cheapest, {_deal(worst)} at the dearest" if worst != best else ""
    open_ = max(
        (size.open for one in found.values() for size in one.sizes if size.users == best.users), default=math.nan
    )
    return f"{said}, beside a bias of up to {open_:.3f} that is not ruled out" if math.isfinite(open_) else said


def _deal(plan: Plan) -> str:
    return f"{plan.worlds} x {plan.users:,} = {plan.people:,} users ({plan.cpu_seconds:,.0f} CPU s)"
