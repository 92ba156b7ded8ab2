"""Search for settings that nothing beats on both counts, within limits: ask and tell, with the Pareto front.

Source: multi-objective tree-structured Parzen estimator, Ozaki et al. 2022, Journal of Artificial Intelligence Research
    73, as Optuna has it (Akiba et al. 2019), the extra `study`.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sim.core.errors import ConfigError

Setting = dict[str, float]


class Knob(NamedTuple):
    """A parameter that may be turned. A range above zero is searched on the log scale."""

    key: str
    low: float
    high: float
    whole: bool = False


class Tried(NamedTuple):
    """A setting, and what came of it: `gain` and `keep`, better the more, `room` to each limit, below 0 past it."""

    setting: Setting
    gain: float
    keep: float
    room: tuple[float, ...]

    @property
    def within(self) -> bool:
        """Whether it keeps to every limit."""
        return all(one >= 0.0 for one in self.room)


Answer = Callable[[Sequence[Setting]], Sequence[tuple[float, float, tuple[float, ...]]]]


def search(
    knobs: Sequence[Knob], answer: Answer, trials: int, at_once: int, seed: int, first: Setting | None = None
) -> list[Tried]:
    """Try so many settings, `at_once` of them together; what was answered guides the next ones.

    `first` is tried before all others. A setting whose answer is missing counts as tried, and is not in the list.

    Raises:
        ConfigError: if Optuna is not installed, or there is nothing to search.
    """
    optuna = _optuna()
    if not knobs or trials < 1 or at_once < 1:
        raise ConfigError(f"trials is {trials} of {len(knobs)} parameters, allowed is at least 1 of each")
    study = optuna.create_study(
        directions=["maximize", "maximize"],
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=max(2 * len(knobs), 4)),
    )
    if first:
        study.enqueue_trial(first)
    ranges = _ranges(optuna, knobs)
    found: list[Tried] = []
    left = trials
    while left > 0:
        asked = [study.ask(ranges) for _ in range(min(at_once, left))]
        left -= len(asked)
        answers = answer([dict(one.params) for one in asked])
        for trial, (gain, keep, room) in zip(asked, answers, strict=True):
            if not all(map(math.isfinite, (gain, keep, *room))):
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
                continue
            for number, one in enumerate(room):
                trial.set_constraint(str(number), -one)
            study.tell(trial, (gain, keep))
            found.append(Tried(dict(trial.params), gain, keep, tuple(room)))
    return found


def front(tried: Sequence[Tried]) -> list[Tried]:
    """Those within all limits that no other such one beats or equals on both counts, the most gain first."""
    best, found = -math.inf, []
    for one in sorted((one for one in tried if one.within), key=lambda one: (-one.gain, -one.keep)):
        if one.keep > best:
            found.append(one)
            best = one.keep
    return found


def _ranges(optuna: Any, knobs: Sequence[Knob]) -> Mapping[str, Any]:
    whole, real = optuna.distributions.IntDistribution, optuna.distributions.FloatDistribution
    return {
        knob.key: whole(int(knob.low), int(knob.high)) if knob.whole else real(knob.low, knob.high, log=knob.low > 0)
        for knob in knobs
    }


def _optuna() -> Any:
    try:
        import optuna
    except ImportError:
        raise ConfigError(
            "Optuna is not installed, allowed with the extra `study`: pip install interest-sim[study]"
        ) from None
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    return optuna
