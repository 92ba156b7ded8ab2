"""The groups that only the configuration knows: how to run, what to record, which learner."""

from typing import Any, Literal

from pydantic import field_validator

from sim.config.choices import refusal
from sim.config.targets import Spec, complete
from sim.core.errors import ConfigError
from sim.core.parameters import Parameters, parameter
from sim.recommender.settings import RetrievalSettings


class RecommenderSettings(Parameters):
    """What ranks: a learner, and how candidates are found for it."""

    learner: Spec = parameter(..., "the learner: `_target_`, a class of sim.recommender, and its parameters")
    retrieval: RetrievalSettings = parameter(RetrievalSettings(), "how candidates are found")

    @field_validator("learner", mode="before")
    @classmethod
    def _buildable(cls, spec: Any) -> Spec:
        from sim.recommender.learner import Learner  # late: it brings the compiler

        return complete(Learner, spec, "recommender.learner")


class EngineSettings(Parameters):
    """What executes the spans. The numbers do not depend on it."""

    name: Literal["compiled", "reference"] = parameter(
        "compiled", "compiled: parallel and fast; reference: slow and legible, for small worlds"
    )
    threads: int = parameter(1, "threads of the compiled engine", unit="threads", ge=1, le=1024)


class RecordSettings(Parameters):
    """What a run keeps."""

    metrics: Literal["all"] | list[str] = parameter("all", "metrics to compute: all, or a list of names")
    ledger: bool = parameter(True, "keep impressions by day, account and lane")
    impressions: bool = parameter(False, "keep every impression: large")
    checkpoint_days: int = parameter(
        30, "days between two checkpoints of a run that keeps them; 0 for none but the last", unit="days", ge=0
    )

    @field_validator("metrics")
    @classmethod
    def _known(cls, names: Any) -> Any:
        if names == "all":
            return names
        from sim.metrics import discover  # late: it brings pandas

        known = sorted(discover())
        for name in names:
            if name not in known:
                raise ConfigError(refusal("record.metrics", name, known))
            if names.count(name) > 1:
                raise ValueError(f"names {name} twice, allowed is once")
        return names
