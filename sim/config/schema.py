"""The root of the configuration: every parameter of a run, with its default, unit, limits and meaning.

This is the one place where defaults are declared; the YAML files only say what differs from them.
"""

import re
from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Annotated, Any, Self

from pydantic import BeforeValidator, Strict, field_validator, model_validator

from sim.config.choices import choices, content, listed, refusal
from sim.config.platforms import settled
from sim.config.settings import EngineSettings, RecommenderSettings, RecordSettings
from sim.config.targets import Spec, build, complete, target
from sim.config.wording import show
from sim.core.errors import ConfigError
from sim.core.limits import MOST_LIVES
from sim.core.parameters import Parameters, parameter
from sim.laws.settings import BehaviourSettings
from sim.market.settings import MarketSettings
from sim.platform.policy import Policy
from sim.platform.settings import PlatformSettings
from sim.platforms.settings import BetweenSettings
from sim.traffic import Schedule
from sim.traffic.settings import TrafficSettings
from sim.traffic.steady import Steady
from sim.world.career_settings import CareerSettings
from sim.world.live_settings import LiveSettings
from sim.world.settings import PopulationSettings
from sim.world.stories import StorySettings

if TYPE_CHECKING:
    from sim.recommender.learner import Learner

MINUTES_PER_DAY = 1440
SHORTEST_LOGGED_PAUSE = 0.1  # seconds: bounds what one user can add to the log in a span
LONGEST = 60  # letters of the name of an account
NAME = re.compile(rf"\w[\w-]{{0,{LONGEST - 1}}}")  # that of an account: a file is named after it
LARGEST_SEED = 2**32 - 2  # one more key word is kept for the noise of making the world

Names = Annotated[tuple[str, ...], Strict(False)]  # YAML has lists, a frozen configuration has tuples


def _schedules(raw: Any) -> Any:
    """The traffic group with its schedules built: a number is steady, a part of a schedule changes the default."""
    if not isinstance(raw, dict):
        return raw
    built = dict(raw)
    for name in TrafficSettings.SCHEDULES:
        if raw.get(name) is not None:
            built[name] = _schedule(name, raw[name])
    return built


def _schedule(name: str, spec: Any) -> Schedule:
    key, default = f"traffic.{name}", TrafficSettings.model_fields[name].default
    if isinstance(spec, int | float) and not isinstance(spec, bool) and isfinite(spec):
        spec = {"_target_": f"{Steady.__module__}.{Steady.__name__}", "value": spec}
    elif isinstance(spec, dict) and "_target_" not in spec and isinstance(default, Steady):
        spec = default.model_dump() | spec
    elif not isinstance(spec, dict | Schedule):
        raise ConfigError(
            f"{key} is {show(spec)}, allowed is a number, {TrafficSettings.RANGES[name]}, or a schedule: `_target_`, "
            "a class of sim.traffic, and its parameters"
        )
    return build(Schedule, spec, key)


class Config(Parameters):
    """A run, or the base of a comparison."""

    scenario: str = parameter("none", "name of the scenario, a world with a name")
    experiment: str = parameter("none", "name of the experiment, a sweep with a name")
    seed: int = parameter(0, "the world: population, graph, products", ge=0, le=LARGEST_SEED)
    replication: int = parameter(0, "the noise of living in the world", ge=0, le=LARGEST_SEED)
    horizon_days: int = parameter(210, "length of the run, warm-up included", unit="day", ge=1, le=36_500)
    warmup_days: int = parameter(30, "days before metrics count; their end is onset", unit="day", ge=0)
    refresh_minutes: int = parameter(
        360, "time between two refreshes of the platform, a divisor of a day", unit="min", ge=1, le=MINUTES_PER_DAY
    )
    candidates_per_slot: int = parameter(8, "items retrieved and ranked for each slot", unit="items", ge=1, le=64)
    slate_size: int = parameter(10, "slots of a request", unit="slots", ge=1, le=30)

    population: PopulationSettings = parameter(PopulationSettings(), "who lives in the world")
    behaviour: BehaviourSettings = parameter(BehaviourSettings(), "how users respond")
    recommender: RecommenderSettings = parameter(..., "what ranks")
    platform: PlatformSettings = parameter(
        PlatformSettings(), "the platform; of several, what their own files leave out"
    )
    platforms: dict[str, PlatformSettings] = parameter({}, "the platforms, by name, where there are several")
    between: BetweenSettings = parameter(BetweenSettings(), "what crosses between several platforms")
    policy: dict[str, Spec] = parameter(..., "the traffic-allocation policies, by name, in the order they compose")
    traffic: Annotated[TrafficSettings, BeforeValidator(_schedules)] = parameter(
        TrafficSettings(), "how natural traffic changes"
    )
    market: MarketSettings = parameter(MarketSettings(), "the market for paid traffic")
    careers: CareerSettings = parameter(CareerSettings(), "whether and how accounts live from what they do")
    live: LiveSettings = parameter(LiveSettings(), "whether and how accounts go live")
    stories: StorySettings = parameter(StorySettings(), "accounts with a name")
    engine: EngineSettings = parameter(EngineSettings(), "what executes the run")
    record: RecordSettings = parameter(RecordSettings(), "what the run keeps")

    policies: Names = parameter(
        ("interest", "random", "popularity", "ladder", "creator_floor", "niche_boost"),
        "comparisons only: the policies; the first is the reference",
    )
    schedules: Names = parameter(("steady", "drying"), "comparisons only: the traffic; the first is the reference")
    replications: int = parameter(5, "comparisons only: pairs of seed and replication", ge=1, le=MOST_LIVES)
    draws: int = parameter(0, "comparisons only: draws of the assumptions", ge=0, le=MOST_LIVES)

    @model_validator(mode="before")
    @classmethod
    def _one_or_several(cls, raw: Any) -> Any:
        return settled(raw) if isinstance(raw, dict) else raw

    @field_validator("policy", mode="before")
    @classmethod
    def _policies_buildable(cls, specs: Any) -> Any:
        if not isinstance(specs, dict) or not specs:
            raise ValueError("names no policy, allowed is at least one, such as policy=interest")
        for name, spec in specs.items():
            if isinstance(spec, dict) and "_target_" in spec:
                continue
            if name not in choices("policy"):
                raise ConfigError(refusal("policy", name, choices("policy")))
            known = content("policy", name)[name]
            if not isinstance(spec, dict):
                names = [f"policy.{name}.{one}" for one in target(Policy, known["_target_"]).model_fields]
                raise ConfigError(
                    f"policy.{name} is {show(spec)}, allowed are its parameters ({listed(names) or 'it has none'}); "
                    f"policy={name} chooses it"
                )
            complete(Policy, known | spec, f"policy.{name}")  # a bad value is the first thing to say
            one, value = next(iter(spec.items()), ("", ""))
            others = [other for other, its in specs.items() if isinstance(its, dict) and "_target_" in its]
            raise ConfigError(
                f"policy.{name}.{one} is {show(value)} but {name} is not chosen, allowed with "
                f"policy=[{','.join((*others, name))}]"
            )
        return {name: complete(Policy, spec, f"policy.{name}") for name, spec in specs.items()}

    @field_validator("policies", "schedules")
    @classmethod
    def _chosen_once(cls, names: tuple[str, ...], info: Any) -> tuple[str, ...]:
        known = choices("policy" if info.field_name == "policies" else "traffic")
        for name in names:
            if name not in known:
                raise ConfigError(refusal(info.field_name, name, known))
            if names.count(name) > 1:
                raise ValueError(f"names {name} twice, allowed is once")
        if not names:
            raise ValueError(f"is empty, allowed are {listed(known)}")
        return names

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if self.warmup_days >= self.horizon_days:
            raise ValueError(f"warmup_days is {self.warmup_days}, allowed is below horizon_days ({self.horizon_days})")
        if MINUTES_PER_DAY % self.refresh_minutes:
            raise ValueError(
                f"refresh_minutes is {self.refresh_minutes}, allowed is a divisor of {MINUTES_PER_DAY} minutes"
            )
        if self.record.impressions and self.behaviour.pause_seconds < SHORTEST_LOGGED_PAUSE:
            raise ValueError(
                f"behaviour.pause_seconds is {self.behaviour.pause_seconds:g}, allowed with record.impressions is at "
                f"least {SHORTEST_LOGGED_PAUSE:g}"
            )
        highest = self.traffic.entrants_per_month.bounds()[1]
        if highest > self.population.entrants_at_most:
            place = self.traffic.entrants_per_month.place(highest)
            raise ValueError(
                f"traffic.entrants_per_month reaches {highest:g}{place}, allowed is at most "
                f"population.entrants_at_most ({self.population.entrants_at_most:g})"
            )
        if len(self.stories.accounts) > self.population.creators:
            raise ValueError(
                f"stories.accounts are {len(self.stories.accounts)}, allowed are at most population.creators "
                f"({self.population.creators})"
            )
        if strange := [name for name in self.stories.accounts if not NAME.fullmatch(name)]:
            raise ValueError(
                f"stories.accounts holds {strange[0][:LONGEST]!r}, allowed are names of letters, digits, - and _, "
                f"at most {LONGEST}"
            )
        careers = self.careers
        if careers.enabled and careers.entry and careers.entrants_per_month > self.population.entrants_at_most:
            raise ValueError(
                f"careers.entrants_per_month is {careers.entrants_per_month:g}, allowed is at most "
                f"population.entrants_at_most ({self.population.entrants_at_most:g})"
            )
        if self.traffic.follow_share is not None:
            total = self.traffic.follow_share.bounds()[1] + self.platform.explore_share + self.platform.social_share
            if total > 1:
                raise ValueError(
                    f"traffic.follow_share + platform.explore_share + platform.social_share reaches {total:g}, "
                    "allowed is at most 1"
                )
        return self

    def changed(self, overrides: Sequence[str]) -> "Config":
        """The same configuration but for some overrides.

        Raises:
            ConfigError: naming the key, its value and what is allowed.
        """
        from sim.config.load import change

        return change(self, overrides)

    def build_policies(self) -> dict[str, Policy]:
        """The policies of the run, by name, in the order they compose."""
        return {name: build(Policy, spec, f"policy.{name}") for name, spec in self.policy.items()}

    def build_learner(self) -> "Learner":
        """A fresh learner."""
        from sim.recommender.learner import Learner

        return build(Learner, self.recommender.learner, "recommender.learner")  # type: ignore[type-abstract]  # a protocol by name
