"""What an analyst would compute of an experiment: one group's outcome over another's, less one.

An estimate is the naive one of each design, the difference in means, as a share of the control's mean. Where nobody
interferes with anybody it is right on average; its error elsewhere is the design's bias. The truth is the same ratio of
two whole platforms.

Source: multiple randomisation: Bajari et al., arXiv 2112.13495; bias of one- and two-sided designs: Johari, Li,
    Liskovich and Weintraub, Management Science 68 (2022).
"""

import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.platform.trial import Design, Trial
from sim.trials.living import Lived
from sim.trials.record import Floats, Ints, Seen

Mask = NDArray[np.bool_]
FIRST_DAYS = 3.0  # in which an upload succeeds or not
UPPER = 0.75  # uploads above this quantile of the control platform's succeed


class Arms(NamedTuple):
    """Who is treated. Shapes: users [U], creators [C], days [D], requests [N] of impressions."""

    users: Mask
    creators: Mask
    days: Mask
    requests: Mask

    @classmethod
    def of(cls, lived: Lived, days: int) -> "Arms":
        """The arms as they were dealt."""
        return cls._of(lived.trial, lived.seen.arm.astype(bool), days)

    @classmethod
    def dealt_again(cls, lived: Lived, days: int, lot: int) -> "Arms":
        """Other arms in the same world, for a treatment that changes nothing."""
        trial, seen = lived.trial, lived.seen
        other = Trial.deal(
            trial.design, trial.treatment, trial.users.size, trial.creators.size, trial.key, trial.share, lot,
            trial.period_days, trial.since,
        )  # fmt: skip
        coins = np.random.default_rng([*trial.key, lot]).random(int(seen.request.max(initial=0)) + 1)
        return cls._of(other, coins[seen.request] < trial.share, days)

    @classmethod
    def _of(cls, trial: Trial, requests: Mask, days: int) -> "Arms":
        treated = np.array([trial.treated_now(day) for day in range(days)])
        return cls(trial.users.astype(bool), trial.creators.astype(bool), treated, requests)


class Sides(NamedTuple):
    """Impressions of the treated and of the control [N], how large each side is, and the share of viewing it has."""

    treated: Mask
    control: Mask
    sizes: tuple[float, float]
    viewing: tuple[float, float]


def sides(design: Design, seen: Seen, arms: Arms, days: int, makers: Mask) -> Sides:
    """The two groups that a design compares, of the accounts that the outcome is about."""
    users = arms.users[seen.user]
    creators = arms.creators[seen.creator]
    split = float(arms.users.mean())
    viewing = (split, 1.0 - split)
    if design is Design.USER:
        return Sides(users, ~users, viewing, viewing)
    dealt = float((arms.creators & makers).sum()), float((~arms.creators & makers).sum())
    if design is Design.CREATOR:
        return Sides(creators, ~creators, dealt, (1.0, 1.0))
    if design is Design.TWO_SIDED:  # treated accounts before treated users, against the other two halves
        sizes = dealt[0] * viewing[0], dealt[1] * viewing[1]
        return Sides(users & creators, ~users & ~creators, sizes, viewing)
    if design is Design.SWITCHBACK:
        today = arms.days[np.minimum(seen.day, arms.days.size - 1).astype(np.int64)]
        on = float(arms.days[:days].sum())
        return Sides(today, ~today, (on, days - on), (1.0, 1.0))
    asked = float(_requests(seen, arms.requests)), float(_requests(seen, ~arms.requests))
    share = asked[0] / max(sum(asked), 1.0)
    return Sides(arms.requests, ~arms.requests, asked, (share, 1.0 - share))


def _requests(seen: Seen, mask: Mask) -> int:
    return int(np.count_nonzero(np.bincount(seen.request[mask])))


class Outcome(NamedTuple):
    """Something to be measured: of which accounts, and how much an impression adds to it."""

    name: str
    text: str
    makers: Callable[[Seen], Mask]
    amount: Callable[[Seen], Floats]


def _float(mask: Mask) -> Floats:
    return mask.astype(np.float64)


OUTCOMES = (
    Outcome(
        "exposure", "natural impressions of niche, small accounts", lambda s: s.target, lambda s: _float(s.natural)
    ),
    Outcome("watch", "seconds watched", lambda s: s.there, lambda s: s.watched),
    Outcome("plays", "valid plays", lambda s: s.there, lambda s: _float(s.play)),
)
SUCCESS = "success"  # share of uploads that are played often enough in their first days: not a sum
NAMES = (*(one.name for one in OUTCOMES), SUCCESS)


def estimate(outcome: str, design: Design, seen: Seen, arms: Arms, days: int, enough: float) -> float:
    """What an experiment says of an outcome after some days: treated over control, less 1; nan if there is nothing."""
    if outcome == SUCCESS:
        return _success(design, seen, arms, days, enough)
    which = next(one for one in OUTCOMES if one.name == outcome)
    makers = which.makers(seen)
    groups = sides(design, seen, arms, days, makers)
    amount = which.amount(seen) * (makers[seen.creator] & (seen.day < days))
    sums = (float(amount @ mask) for mask in (groups.treated, groups.control))
    return _over(*(part / size if size else math.nan for part, size in zip(sums, groups.sizes, strict=True)))


def total(outcome: str, seen: Seen, days: int, enough: float) -> float:
    """The outcome of a whole platform."""
    if outcome == SUCCESS:
        born = _counted(seen, days)
        return float((_played(seen, born, np.ones(seen.day.size, dtype=bool))[born] >= enough).mean())
    which = next(one for one in OUTCOMES if one.name == outcome)
    return float(which.amount(seen) @ (which.makers(seen)[seen.creator] & (seen.day < days)))


def truth(outcome: str, everybody: Seen, nobody: Seen, days: int, enough: float) -> float:
    """The effect on a whole platform against a whole platform, as a share."""
    return _over(*(total(outcome, seen, days, enough) for seen in (everybody, nobody)))


def enough_plays(nobody: Seen, days: int) -> float:
    """How often an upload must be played to be above three quarters of the control platform's."""
    born = _counted(nobody, days)
    played = _played(nobody, born, np.ones(nobody.day.size, dtype=bool))[born]
    return float(np.quantile(played, UPPER)) + 0.5 if played.size else math.inf


def _success(design: Design, seen: Seen, arms: Arms, days: int, enough: float) -> float:
    """Success is judged by as many plays as fall to a side's share of viewing."""
    born = _counted(seen, days)
    groups = sides(design, seen, arms, days, seen.there)
    rates = []
    for treated, mask, viewing in zip((True, False), groups[:2], groups.viewing, strict=True):
        mine = born.copy()
        if design in {Design.CREATOR, Design.TWO_SIDED}:
            mine &= arms.creators[seen.maker] == treated
        if design is Design.SWITCHBACK:
            day = np.clip(np.where(np.isfinite(seen.born), seen.born, 0), 0, arms.days.size - 1).astype(np.int64)
            mine &= arms.days[day] == treated
            mask = np.ones(seen.day.size, dtype=bool)  # an upload is played by whoever comes, whatever the day
        played = _played(seen, born, mask)[mine]
        rates.append(float((played >= enough * viewing).mean()) if played.size else math.nan)
    return _over(*rates)


def _counted(seen: Seen, days: int) -> Mask:
    """Uploads whose first days lie inside the experiment, [J]."""
    return np.asarray((seen.born >= 0.0) & (seen.born + FIRST_DAYS <= days))


def _played(seen: Seen, born: Mask, mask: Mask) -> Ints:
    """Plays of each upload in its first days, [J]."""
    known = seen.upload >= 0
    young = known & seen.play & mask & (seen.day < np.where(known, seen.born[seen.upload], 0.0) + FIRST_DAYS)
    return np.bincount(seen.upload[young], minlength=born.size)


def _over(treated: float, control: float) -> float:
    return treated / control - 1.0 if control > 0 else math.nan
