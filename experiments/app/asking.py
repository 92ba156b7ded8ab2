"""What a page may ask, checked value by value, and the answer."""

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sim.config.choices import choices, refusal
from sim.config.rows import Row, schema_rows
from sim.core.errors import ConfigError

if TYPE_CHECKING:
    from sim.comparison import Comparison

SIZE = (
    "population.users=150", "population.creators=50", "warmup_days=14", "horizon_days=54", "refresh_minutes=720",
    "replications=2",
)  # fmt: skip  # an answer in seconds
SCENARIOS = {  # what a scenario of the app says of the world
    "paid slots given by followers": ("scenario=quick", "market=none"),
    "paid slots sold": ("scenario=quick", "market=standard", "market.commerce.brands=6"),
}
SLIDERS = ("traffic.paid_elasticity", "platform.explore_share", "platform.follow_share")
SOON = ("traffic.ad_load.midpoint_days=20", "traffic.ad_load.days_5_to_95=30")
DRIEST = (0.12, 0.6)  # ad load in the end; 0.10 at the start


class Asked(NamedTuple):
    """A question: the scenario, two policies, how dry it gets, and values of the sliders."""

    scenario: str
    policies: tuple[str, str]
    ad_load: float
    values: tuple[tuple[str, float], ...]

    @property
    def overrides(self) -> list[str]:
        """The configuration in Hydra's words."""
        drying = ("traffic=drying", f"traffic.ad_load.end={self.ad_load}", *SOON)
        own = (f"{key}={value}" for key, value in self.values)
        return [*SCENARIOS[self.scenario], *SIZE, *drying, f"policies=[{','.join(self.policies)}]", *own]


def sliders() -> dict[str, Row]:
    """The assumptions that have a slider, each over its plausible range."""
    rows = {row.key: row for row in schema_rows() if row.plausible and not row.choice}
    return {key: rows[key] for key in SLIDERS}


def asked(raw: Any) -> Asked:
    """The question in what a page sent.

    Raises:
        ConfigError: naming the key, its value and what is allowed.
    """
    if not isinstance(raw, Mapping) or set(raw) != {"scenario", "policies", "ad_load", "values"}:
        raise ConfigError("the question has other keys than scenario, policies, ad_load, values")
    if not isinstance(raw["scenario"], str) or raw["scenario"] not in SCENARIOS:
        raise ConfigError(refusal("scenario", str(raw["scenario"])[:40], list(SCENARIOS)))
    names, known = raw["policies"], choices("policy")
    if not isinstance(names, list) or len(names) != 2 or names[0] == names[1]:
        raise ConfigError("policies are not two different names")
    for name in names:
        if name not in known:
            raise ConfigError(refusal("policies", str(name), known))
    values, rows = raw["values"], sliders()
    if not isinstance(values, Mapping) or set(values) != set(rows):
        raise ConfigError(f"values are not those of {', '.join(rows)}")
    ranges = {key: row.plausible or (0.0, 0.0) for key, row in rows.items()}
    checked = tuple((key, _within(key, values[key], *ranges[key])) for key in rows)
    return Asked(str(raw["scenario"]), (names[0], names[1]), _within("ad_load", raw["ad_load"], *DRIEST), checked)


def _within(key: str, value: Any, low: float, high: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise ConfigError(f"{key} is {str(value)[:40]}, allowed is a number from {low} to {high}")
    return float(value)


@lru_cache(maxsize=32)
def compared(question: Asked) -> "Comparison":
    """The comparison that a question asks for; a question asked again is answered at once."""
    import sim

    found = sim.compare(question.overrides, processes=1)
    found.manifest["command"] = " ".join(["python -m experiments.compare", *(f"'{one}'" for one in question.overrides)])
    return found


def answer(question: Asked) -> dict[str, str | bool]:
    """The answer, the recommendation, and whether it is another one with every slider at its default."""
    from sim.report.evidence import Evidence
    from sim.report.verdict import verdict
    from sim.report.words import answer as words

    default = tuple((key, float(row.default)) for key, row in sliders().items())
    told, picks = "", []
    for one in (question, question._replace(values=default)):
        evidence = Evidence(compared(one))
        found = verdict(evidence)
        told = told or words(evidence, found)
        picks.append(found.policy or evidence.reference)
    return {"answer": told, "pick": picks[0], "default": picks[1], "flips": picks[0] != picks[1]}
