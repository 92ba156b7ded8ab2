"""Tuning: as many evaluations for every policy, in worlds that are not those it is judged in.

An evaluation is a setting lived in every tuning world under both schedules. The first is the policy as its file has
it, the others are drawn over the plausible ranges of its parameters, a Latin hypercube (numbers above zero on the
log scale). The best is that with the most protection among those that keep to the guardrails of the headline.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from experiments.command import Job
from experiments.gallery.entries import REFERENCE, Entry
from sim.analysis.assumptions import draws
from sim.analysis.pairs import MATCH_KEPT, USERS_KEPT, Pairs, base
from sim.comparison import compare
from sim.config.schema import Config
from sim.core.errors import ConfigError

HELD_OUT = 1_000_000  # added to seed and replication: worlds that no evaluation of the tuned policies meets


class Tuned(NamedTuple):
    """The setting chosen for a policy, as overrides beside `policy=NAME`; none at its default."""

    policy: str
    overrides: tuple[str, ...]
    protection: float  # in the tuning worlds, as the next two
    match_kept: float
    users_kept: float
    evaluations: int

    @property
    def within(self) -> bool:
        """Whether it keeps to the guardrails."""
        return self.match_kept >= MATCH_KEPT and self.users_kept >= USERS_KEPT


def settings(entry: Entry, evaluations: int, config: Config) -> list[tuple[str, ...]]:
    """The settings tried: the default, then draws over the plausible ranges; the default alone where none is known."""

    def allowed(draw: dict[str, float]) -> bool:
        try:
            config.changed([f"policy={entry.name}", *written(draw)])
        except ConfigError:
            return False
        return True

    def written(draw: dict[str, float]) -> tuple[str, ...]:
        return tuple(f"{key}={value:.6g}" for key, value in draw.items())

    drawn = draws(list(entry.tunable), evaluations - 1, config.seed + HELD_OUT, allowed)
    return [(), *(written(draw) for draw in drawn)]


def tune(entries: Sequence[Entry], job: Job, evaluations: int, worlds: int) -> dict[str, Tuned]:
    """The best setting of every policy but the reference, by name."""
    config = job.config
    held_out = {"seed": config.seed + HELD_OUT, "replication": config.replication + HELD_OUT}
    asked = config.model_copy(update=held_out | {"draws": 0})
    tried = {entry.name: settings(entry, evaluations, config) for entry in entries if entry.name != REFERENCE}
    arms = {REFERENCE: (f"policy={REFERENCE}",)}
    for name, each in tried.items():
        if len(each) > 1:  # a policy without a choice has nothing to learn from the tuning worlds
            arms |= {_label(name, place): (f"policy={name}", *said) for place, said in enumerate(each)}
    if len(arms) == 1:
        return {name: _untried(name) for name in tried}
    found = compare(asked, policies=arms, replications=worlds, progress=job.alone, keep=job.unfinished)
    return {
        name: best(_judged(found.pairs, name, each)) if len(each) > 1 else _untried(name)
        for name, each in tried.items()
    }


def best(tried: Iterable[Tuned]) -> Tuned:
    """The most protection within the guardrails; if none keeps to them, the one that strays least."""
    tried = list(tried)
    safe = [one for one in tried if one.within]
    if safe:
        return max(safe, key=lambda one: one.protection)
    return max(tried, key=lambda one: min(one.match_kept / MATCH_KEPT, one.users_kept / USERS_KEPT))


def _judged(pairs: Pairs, name: str, settings: Sequence[tuple[str, ...]]) -> list[Tuned]:
    found = []
    for place, overrides in enumerate(settings):
        label = _label(name, place)
        means = (
            float(base(values).mean())
            for values in (
                pairs.protection(label),
                pairs.kept("match_quality", label),
                pairs.kept("active_users", label),
            )
        )
        found.append(Tuned(name, overrides, *means, evaluations=len(settings)))
    return found


def _untried(name: str) -> Tuned:
    return Tuned(name, (), float("nan"), float("nan"), float("nan"), 0)


def _label(name: str, place: int) -> str:
    return f"{name} #{place}"
