"""The arms of a comparison: what each policy and each schedule changes, and what all of them share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim.analysis.assumptions import Draw, has, put
from sim.analysis.estimand import METRICS, horizons, primary
from sim.config import overrides as lines
from sim.config.choices import choices, listed, refusal
from sim.config.load import load, validate
from sim.config.schema import Config
from sim.config.wording import show
from sim.core.errors import ConfigError
from sim.traffic.settings import TrafficSettings
from sim.traffic.steady import Steady

Choice = Sequence[str] | Mapping[str, Sequence[str]]  # names, or labels with their overrides
Raw = dict[str, Any]
BASE = -1
AS_CONFIGURED = "configured"  # the schedule of a configuration that has no file of its own


@dataclass(frozen=True)
class Arms:
    """Everything that the runs of a comparison are made of. Plain data: it is sent to other processes.

    `policies` and `schedules` map a name to the plain configuration it stands for; of a schedule only the group
    `traffic` counts. `fixed` are keys that no draw may change, by policy.
    """

    base: Config  # the warm-up: world, behaviour, platform, and the policy that the past was lived under
    policies: dict[str, Raw]
    schedules: dict[str, Raw]
    fixed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    draws: tuple[Draw, ...] = ()

    @cached_property
    def horizons(self) -> tuple[int, ...]:
        """Horizons of the base, in days after onset."""
        return horizons(self.base.horizon_days - self.base.warmup_days)

    def warm(self, draw: int, replication: int) -> Config:
        """The configuration of the past that a replication's branches share."""
        return validate(self._lived(self.base.model_dump(mode="json"), draw, replication, ()))

    def branch(self, draw: int, replication: int, policy: str, schedule: str) -> Config:
        """The configuration of one branch."""
        raw = self.policies[policy] | {"traffic": self.schedules[schedule]}
        return validate(self._lived(raw, draw, replication, self.fixed.get(policy, ())))

    def _lived(self, raw: Raw, draw: int, replication: int, fixed: Sequence[str]) -> Raw:
        pair = {"seed": self.base.seed + replication, "replication": self.base.replication + replication}
        if draw == BASE:
            return raw | pair
        reach = {"horizon_days": self.base.warmup_days + primary(self.horizons)}
        return put(raw, self.draws[draw], fixed) | pair | reach

    def has(self, key: str) -> bool:
        """Whether any branch has a parameter of this name: a draw of another one would change nothing."""
        traffics = self.schedules.values()
        return any(has(raw | {"traffic": traffic}, key) for raw in self.policies.values() for traffic in traffics)

    def can_live(self, draw: Draw) -> bool:
        """Whether every branch's configuration allows these values."""
        try:
            for policy, raw in self.policies.items():
                for traffic in self.schedules.values():
                    validate(put(raw | {"traffic": traffic}, draw, self.fixed.get(policy, ())))
        except ConfigError:
            return False
        return True


def arms(
    config: Config,
    policies: Choice | None,
    schedules: Choice | None,
    warmup_policy: str = "interest",
    at_once: bool = True,
) -> Arms:
    """The arms of a comparison of these policies and schedules; those of the configuration where none are given.

    A policy takes its parameters from `config.policy` where it is chosen there, else its defaults. A
    configuration whose traffic changes over time gives the drying arm, unless schedules are named. The past is
    lived under what the first schedule says of the days before onset; another one takes over at onset. Each run has
    one thread where several are lived `at_once`, else those of the configuration.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    steady = _plain(config, schedules, at_once)
    base = steady.model_copy(update={"policy": _spec(config, warmup_policy)})
    chosen = _policy_arms(base, config, config.policies if policies is None else policies)
    traffic = _schedule_arms(base, config, schedules)
    base = base.model_copy(update={"traffic": next(iter(traffic.values()))})
    if len(traffic) < 2:
        raise ConfigError(
            f"schedules is [{','.join(traffic)}], allowed are at least two: the steady one and one that dries up"
        )
    return Arms(
        base=base,
        policies={name: one.model_dump(mode="json") for name, (one, _) in chosen.items()},
        schedules={name: one.model_dump(mode="json") for name, one in traffic.items()},
        fixed={name: keys for name, (_, keys) in chosen.items()},
    )


def _plain(config: Config, schedules: Choice | None, at_once: bool) -> Config:
    """The configuration as its pairs share it: steady traffic, only the metrics that are needed."""
    if config.platforms:
        raise ConfigError(
            f"platform is [{','.join(config.platforms)}], allowed in a comparison is one platform\n"
            "  several platforms: sim.simulate or python -m experiments.run, one run for each policy"
        )
    names = config.schedules if schedules is None else tuple(schedules)
    steady = names[0] if names and names[0] in choices("traffic") else "steady"
    update = {
        "traffic": _shared(config.traffic, _traffic(steady)),
        "engine": config.engine.one_of_many(at_once),
        "record": config.record.model_copy(update={"metrics": list(METRICS), "ledger": True, "impressions": False}),
    }
    return validate(config.model_copy(update=update).model_dump(mode="json"))


def _spec(config: Config, name: str) -> dict[str, Any]:
    """A policy with its parameters: as the configuration has it, or its defaults."""
    return {name: config.policy[name]} if name in config.policy else dict(load([f"policy={name}"]).policy)


def _policy_arms(base: Config, config: Config, policies: Choice) -> dict[str, tuple[Config, tuple[str, ...]]]:
    if isinstance(policies, Mapping):
        return {
            name: (base.changed(list(changes)), tuple(lines.parse(line).key_or_group for line in changes))
            for name, changes in policies.items()
        }
    _check_names("policies", policies, choices("policy"))
    return {name: (base.model_copy(update={"policy": _spec(config, name)}), ()) for name in policies}


def _schedule_arms(base: Config, config: Config, schedules: Choice | None) -> dict[str, TrafficSettings]:
    if isinstance(schedules, Mapping):
        return {name: _traffic_alone(base, name, list(changes)) for name, changes in schedules.items()}
    names = config.schedules if schedules is None else tuple(schedules)
    _check_names("schedules", names, choices("traffic"))
    found = {name: _shared(config.traffic, _traffic(name)) for name in names}
    if not _changes(config.traffic) or config.traffic in found.values():
        return found
    own = next((name for name in choices("traffic") if _same(config.traffic, name)), AS_CONFIGURED)
    if schedules is not None or names != Config.model_fields["schedules"].default:  # a saved one says its default
        raise ConfigError(
            f"traffic is {own}, allowed beside schedules=[{','.join(names)}] is traffic that does not change over "
            "time: name it among the schedules, or name none"
        )
    return {names[0]: found[names[0]], own: config.traffic}


def _traffic_alone(base: Config, name: str, changes: list[str]) -> TrafficSettings:
    """The traffic that a schedule's own changes make: what else they change would be left out unsaid."""
    changed = base.changed(changes)
    if changed.model_copy(update={"traffic": base.traffic}) != base.changed([]):
        raise ConfigError(f"schedules has {show(changes)} for {name}, allowed are changes of traffic alone")
    return changed.traffic


def _check_names(key: str, names: Sequence[str], known: Sequence[str]) -> None:
    for name in names:
        if name not in known:
            raise ConfigError(refusal(key, name, known))
        if list(names).count(name) > 1:
            raise ConfigError(f"{key} names {name} twice, allowed is once")
    if not names:
        raise ConfigError(f"{key} is empty, allowed are {listed(known)}")


def _traffic(name: str) -> TrafficSettings:
    return load([f"traffic={name}"]).traffic


def _same(traffic: TrafficSettings, name: str) -> bool:
    try:
        return _shared(traffic, _traffic(name)) == traffic
    except ConfigError:  # a schedule that needs more than its file says
        return False


def _changes(traffic: TrafficSettings) -> bool:
    """Whether any schedule moves."""
    return any(low != high for low, high in (one.bounds() for one in _schedules(traffic).values()))


def _schedules(traffic: TrafficSettings) -> dict[str, Any]:
    every = {name: getattr(traffic, name) for name in TrafficSettings.SCHEDULES}
    return {name: one for name, one in every.items() if one is not None}


def _shared(config: TrafficSettings, arm: TrafficSettings) -> TrafficSettings:
    """An arm with all that the configuration holds constant and the arm itself leaves at its default.

    Who buys paid slots, how many accounts come and go: what does not change over time is no part of the drying.
    """
    default, update = TrafficSettings(), {}
    for name in TrafficSettings.model_fields:
        ours, theirs = getattr(config, name), getattr(arm, name)
        constant = name not in TrafficSettings.SCHEDULES or isinstance(ours, Steady)
        if constant and ours != getattr(default, name) and theirs == getattr(default, name):
            update[name] = ours
    return arm.model_copy(update=update)
