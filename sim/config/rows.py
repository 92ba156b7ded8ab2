"""Every parameter as a row: for `--parameters`, for tables, and for drawing the assumptions."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from sim.config.choices import choices, content
from sim.config.schema import Config
from sim.config.targets import Spec, all_kinds, target
from sim.config.wording import allowed
from sim.platform.policy import Policy
from sim.traffic import Schedule
from sim.traffic.settings import TrafficSettings


class Row(NamedTuple):
    """One parameter. `choice` says what must be chosen for the key to exist; empty if it always does.

    `needs` is the switch without which it has no effect: a key that must not be 0 or false, or `key=value`.
    """

    key: str
    choice: str
    default: Any
    unit: str
    allowed: str
    plausible: tuple[float, float] | None
    grade: str
    source: str
    doc: str
    needs: str = ""

    def matters(self, config: Config) -> bool:
        """Whether the parameter has an effect under a configuration: whether its switch is on."""
        key, _, value = self.needs.partition("=")
        found: Any = config
        for name in key.split(".") if key else ():
            found = getattr(found, name)
        return not key or (str(found) == value if value else bool(found))


def schema_rows() -> list[Row]:
    """Every parameter there is: of the fixed groups, then of each learner, policy file and schedule.

    A schedule's parameters stand under `traffic.ad_load`; they are the same under any schedule of traffic.
    """
    from sim.recommender.learner import Learner  # late: it brings the compiler

    rows = list(_rows(Config, "", ""))
    for learner in all_kinds(Learner):
        rows += _rows(learner, "recommender.learner.", f"recommender={_file(learner)}")
    for name in choices("policy"):
        spec = content("policy", name)[name]
        rows += _rows(target(Policy, spec["_target_"]), f"policy.{name}.", f"policy={name}")
    for schedule in all_kinds(Schedule):
        name = f"{schedule.__module__}.{schedule.__name__}"
        rows += _rows(schedule, "traffic.ad_load.", f"traffic.ad_load._target_={name}")
    return rows


def assumptions(config: Config) -> list[Row]:
    """The parameters without a source that a configuration has: what its assumption interval is drawn over."""
    chosen = {"", f"recommender={_module(config.recommender.learner)}", *(f"policy={name}" for name in config.policy)}
    return [row for row in schema_rows() if row.grade == "assumption" and row.choice in chosen and row.matters(config)]


def _module(spec: Spec) -> str:
    return str(spec["_target_"]).split(".")[-2]


def _rows(model: type[BaseModel], prefix: str, choice: str) -> Iterator[Row]:
    for name, field in model.model_fields.items():
        nested = field.annotation
        if isinstance(nested, type) and issubclass(nested, BaseModel) and not issubclass(nested, Schedule):
            yield from _rows(nested, f"{prefix}{name}.", choice)
        else:
            yield _row(f"{prefix}{name}", choice, field)


def _row(key: str, choice: str, field: FieldInfo) -> Row:
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    plausible: Any = extra.get("plausible")
    return Row(
        key=key,
        choice=choice,
        default="required" if field.is_required() else _plain(field.default),
        unit=str(extra.get("unit", "1")),
        allowed="a schedule, or a number" if key in _SCHEDULES else allowed(field),
        plausible=tuple(plausible) if plausible else None,
        grade=str(extra.get("grade", "design")),
        source=str(extra.get("source", "")),
        doc=field.description or "",
        needs=str(extra.get("needs", "")),
    )


_SCHEDULES = {f"traffic.{name}" for name in TrafficSettings.SCHEDULES}


def _plain(default: Any) -> Any:
    """A default as a user would write it."""
    if isinstance(default, Schedule):
        low, high = default.bounds()
        return low if low == high else repr(default)
    return list(default) if isinstance(default, tuple) else default


def _file(kind: type[Any]) -> str:
    return kind.__module__.rpartition(".")[2]
