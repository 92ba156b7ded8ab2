"""Fit how users respond to published rates: `python -m experiments.calibrate.laws [key=value ...]`.

Source of the rates: a paired comparison published with KuaiRand-Pure (Gao et al., CIKM 2022).
"""

import sys
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares
from scipy.stats import norm

import sim
from experiments.command import Command, Job
from sim.core.errors import ConfigError
from sim.core.law import plain
from sim.core.units import FIXED_POINT
from sim.laws import acting, watching
from sim.simulation import run_stage, set_stage
from sim.world.tally import ACTS, BIN_HIGH, BIN_LOW, BINS, COLUMNS, LANES, Act, Lane

TEXT = """
How users respond is fitted to the rates of KuaiRand-Pure (Gao et al., CIKM 2022) under recommended and under randomly
inserted videos; policy `interest` with the default learner stands for the first column, policy `random` for the
second. The fit repeats: simulate both, take the histogram of true pulls of natural impressions, and move the
parameters so that the laws, integrated over histogram and durations, give the rates.

It prints the parameters as YAML, step by step, then which of them lie on a bound of the fit, so that the targets
would take them further, and the table of rates simulated with the last ones. Defaults of the group `behaviour` are
those of this command. Six worlds, twice in each of four rounds: some minutes.
"""
EXAMPLES = (
    ("", "the fit that the defaults come from"),
    ("population.users=300 population.creators=60", "a fifth of the world: how it works"),
)
RATES = {  # recommended, random
    "play": (0.4519, 0.1618),
    "long": (0.3371, 0.0795),
    "complete": (0.1526, 0.0294),
    "seconds": (23.58, 6.47),
    "like": (0.0186, 0.0047),
    "comment": (0.00256, 0.00035),
    "share": (0.00087, 0.00028),
    "follow": (0.00139, 0.00021),
    "hide": (0.00061, 0.00142),
}
POLICIES = ("interest", "random")
NAMES = ("play", "long", "complete", "like", "comment", "share", "follow", "hide")  # in the order of Act
FITTED = ("base", "match_weight", "skip_seconds", "dwell_shape", "dwell_scale", "dwell_slope", "dwell_duration")
LOW = np.array([-8.0, 0.1, 1.0, 0.5, -1.0, -0.2, 0.0])
HIGH = np.array([2.0, 6.0, 6.0, 2.0, 6.0, 0.6, 1.0])
CENTRES = BIN_LOW + (np.arange(BINS) + 0.5) * (BIN_HIGH - BIN_LOW) / BINS
BASE = ["horizon_days=210", "warmup_days=30"]  # the standard comparison, after its warm-up
SEEDS = (0, 1, 2, 3, 4, 5)
STEPS = 3
SLOPE_AT_MOST = 1.5  # of an action, either way
NEAR = 1e-3  # of its range: a parameter this close to a bound lies on it
OWN = ("policy", "seed")  # what the fit itself sets
ACTIONS = ("like", "comment", "share", "follow", "hide")


Aims = dict[str, list[float]]  # rates asked of the laws: targets, corrected for what the laws leave out


@dataclass
class Column:
    """What one policy gave: shares of natural impressions by pull [BINS], and rates."""

    pulls: NDArray[np.float64]
    rates: dict[str, float]
    utility: float


class Watcher:
    """A recorder that keeps only what the fit needs, after the warm-up."""

    def __init__(self, warmup_days: int) -> None:
        self.warmup_days, self.day = warmup_days, 0
        self.pulls = np.zeros((2, BINS), dtype=np.int64)
        self.sums: Any = 0

    def span(self, tally: Any, served: Any, ad_load: float) -> None:
        if self.day >= self.warmup_days:
            self.pulls += served.pulls
            self.sums = self.sums + tally.by_item.sum(axis=0)

    def end_of_day(self, day: int, world: Any, hands: Any = None) -> None:
        self.day = day + 1


def observe(policy: str, overrides: list[str], behaviour: dict[str, float]) -> Column:
    """Simulate one policy with these behaviour parameters in several worlds."""
    pulls, sums = np.zeros((2, BINS)), np.zeros(COLUMNS)
    for seed in SEEDS:
        config = sim.load([*BASE, f"policy={policy}", f"seed={seed}", *overrides])
        config = config.model_copy(update={"behaviour": config.behaviour.model_copy(update=behaviour)})
        stage = set_stage(config)
        watcher = stage.recorder = Watcher(config.warmup_days)
        run_stage(stage, range(1, config.horizon_days + 1))
        pulls += watcher.pulls
        sums += watcher.sums
    natural = sums[: Lane.PAID].sum()
    acts = sums[LANES : LANES + ACTS] / natural
    rates = {name: float(acts[act]) for name, act in zip(NAMES, list(Act)[:8], strict=True)}
    rates["seconds"] = float(acts[Act.WATCH_MS]) / 1000.0
    return Column(pulls[0] / natural, rates, float(acts[Act.UTILITY]) / FIXED_POINT)


def durations(config: Any, nodes: int = 12) -> NDArray[np.float64]:
    """Durations at equally likely quantiles, in ms, [nodes]."""
    p = config.population
    z = norm.ppf((np.arange(nodes) + 0.5) / nodes)
    seconds = p.duration_median_seconds * np.exp(p.duration_log_sd * z)
    return 1000.0 * np.clip(seconds, p.duration_shortest_seconds, p.duration_longest_seconds)  # type: ignore[no-any-return]  # untyped there


def watching_rates(b: SimpleNamespace, pulls: NDArray[np.float64], weights: NDArray[np.float64], lengths: Any) -> Any:
    """Valid play by pull, and play, long view, completion, seconds, share watched over pulls and durations."""
    survival = plain(watching.survival)
    used = weights > 1e-6
    play = np.zeros(pulls.size)
    total = np.zeros(5)
    for v in np.flatnonzero(used):
        rows = []
        for length in lengths:
            grid = np.geomspace(100.0, b.loops_at_most * length, 24)
            alive = np.array([survival(pulls[v], t, length, b) for t in grid])
            times, alive = np.r_[0.0, grid], np.r_[1.0, alive]
            within = times <= length
            whole = survival(pulls[v], length, length, b)
            part = np.trapezoid(np.r_[alive[within], whole], np.r_[times[within], length]) / length
            rows.append(
                (
                    survival(pulls[v], watching.VALID_PLAY_MS, length, b),
                    survival(pulls[v], watching.LONG_VIEW_MS, length, b),
                    whole,
                    np.trapezoid(alive, times) / 1000.0,
                    part,
                )
            )
        mean = np.mean(rows, axis=0)
        play[v] = mean[0]
        total += weights[v] * mean
    return play, total


def moved(b: SimpleNamespace, before: SimpleNamespace) -> NDArray[np.float64]:
    """Pulls of the bins if base and match weight had their new values."""
    return b.base + b.match_weight / before.match_weight * (CENTRES - before.base)  # type: ignore[no-any-return]  # untyped there


def fit_watching(columns: list[Column], before: SimpleNamespace, lengths: Any, aims: Aims) -> SimpleNamespace:
    """The watching parameters that give the rates over the observed pulls."""

    def trial(x: NDArray[np.float64]) -> SimpleNamespace:
        return SimpleNamespace(**{**vars(before), **dict(zip(FITTED, x.tolist(), strict=True))})

    def errors(x: NDArray[np.float64]) -> NDArray[np.float64]:
        b = trial(x)
        out = []
        for side, column in enumerate(columns):
            _, total = watching_rates(b, moved(b, before), column.pulls, lengths)
            out += [
                np.log(total[i] / aims[name][side]) for i, name in enumerate(("play", "long", "complete", "seconds"))
            ]
        return np.array(out)

    start = np.clip([getattr(before, name) for name in FITTED], LOW + 1e-3, HIGH - 1e-3)
    found = least_squares(errors, start, bounds=(LOW, HIGH), diff_step=1e-3, max_nfev=25)
    return trial(found.x)


def fit_action(
    name: str, columns: list[Column], b: SimpleNamespace, before: SimpleNamespace, lengths: Any, aims: Aims
) -> tuple[float, float]:
    """Intercept and slope of an action: two parameters for two rates."""
    probability = plain(acting.action_probability)
    sides = []
    for side, column in enumerate(columns):
        pulls = moved(b, before)
        play, _ = watching_rates(b, pulls, column.pulls, lengths)
        chance = 1.0 - play if name == "hide" else play
        sides.append((pulls, chance * column.pulls, aims[name][side]))

    def rate(side: int, intercept: float, slope: float) -> float:
        pulls, weight, _ = sides[side]
        return float(sum(w * probability(v, intercept, slope) for v, w in zip(pulls, weight, strict=True) if w > 0))

    def errors(x: NDArray[np.float64]) -> list[float]:
        return [np.log(rate(side, x[0], x[1]) / sides[side][2]) for side in (0, 1)]

    start = [getattr(before, f"{name}_intercept"), getattr(before, f"{name}_slope")]
    found = least_squares(errors, start, bounds=([-20.0, -SLOPE_AT_MOST], [10.0, SLOPE_AT_MOST]))
    return float(found.x[0]), float(found.x[1])


def on_bounds(found: SimpleNamespace) -> list[str]:
    """The parameters that a fit left on a bound of its range, with the bound."""
    ranges = dict(zip(FITTED, zip(LOW.tolist(), HIGH.tolist(), strict=True), strict=True))
    ranges |= {f"{name}_slope": (-SLOPE_AT_MOST, SLOPE_AT_MOST) for name in ACTIONS}
    near = {name: min(ends, key=lambda end: abs(end - getattr(found, name))) for name, ends in ranges.items()}
    return [
        f"{name} {bound:g}"
        for name, bound in near.items()
        if abs(getattr(found, name) - bound) <= NEAR * (ranges[name][1] - ranges[name][0])
    ]


def work(job: Job) -> None:
    """Fit, print the parameters and the table of rates."""
    overrides = [one for one in job.overrides if not one.lstrip("+").startswith("hydra")]
    for one in overrides:
        if one.lstrip("+").partition("=")[0] in OWN:
            raise ConfigError(f"{one} is set by the fit itself, allowed is all but {', '.join(OWN)}")
    config = sim.load([*BASE, *overrides])
    b = SimpleNamespace(**config.behaviour.model_dump())
    lengths = durations(config)
    aims: Aims = {name: list(pair) for name, pair in RATES.items()}
    found = b
    for step in range(STEPS + 1):
        columns = [observe(policy, overrides, vars(b)) for policy in POLICIES]
        ratio = {k: [c.rates[k] / r for c, r in zip(columns, pair, strict=True)] for k, pair in RATES.items()}
        shown = "  ".join(f"{k} {one:.2f} {two:.2f}" for k, (one, two) in ratio.items())
        print(f"step {step} of {STEPS}, simulated / target: {shown}", file=sys.stderr, flush=True)
        if step == STEPS:
            break
        for name in RATES:  # what the laws leave out, such as what ranking learns from
            aims[name] = [
                aim / max(r, 0.2) ** 0.6 if step else aim for aim, r in zip(aims[name], ratio[name], strict=True)
            ]
        before, b = b, fit_watching(columns, b, lengths, aims)
        found = SimpleNamespace(**vars(b))
        for name in FITTED:  # part of a step: ranking responds to what it ranks
            setattr(b, name, 0.6 * getattr(b, name) + 0.4 * getattr(before, name))
        for name in ACTIONS:
            intercept, slope = fit_action(name, columns, b, before, lengths, aims)
            for one in (b, found):
                setattr(one, f"{name}_intercept", intercept)
                setattr(one, f"{name}_slope", slope)
        _, total = watching_rates(b, moved(b, before), columns[0].pulls, lengths)
        b.reference_watch = float(total[4])
        b.reference_utility = columns[0].utility
        for name, value in vars(b).items():
            if getattr(config.behaviour, name) != value:
                print(f"  {name}: {value:.4g}", flush=True)
    print(f"\non a bound of the fit: {', '.join(on_bounds(found)) or 'no parameter'}")
    print(f"\n{'rate':10} {'recommended':>12} {'simulated':>10} {'random':>10} {'simulated':>10}")
    for name, (recommended, randomly) in RATES.items():
        first, second = (column.rates[name] for column in columns)
        print(f"{name:10} {recommended:12.5f} {first:10.5f} {randomly:10.5f} {second:10.5f}")


COMMAND = Command("calibrate.laws", TEXT, EXAMPLES, work)

if __name__ == "__main__":
    sys.exit(COMMAND.main())
