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

    name: Literal["compiled", "reference", "sharded"] = parameter(
        "compiled",
        "compiled: parallel and fast; reference: slow and legible, for small worlds; sharded: compiled, users spread "
        "over machines",
    )
    threads: int = parameter(1, "threads of the compiled engine, or of each shard", unit="threads", ge=1, le=1024)
    shards: int = parameter(2, "sharded: parts that users are dealt to", unit="shards", ge=1, le=4096)
    place: Literal["ray", "here"] = parameter(
        "ray",
        "sharded: where shards are: each an actor of the Ray cluster at RAY_ADDRESS, or else of one started for the "
        "run; or all in this process",
    )
    copy_spans: int = parameter(
        8,
        "sharded: spans between two copies of users' rows, from which a lost shard is built anew",
        unit="spans",
        ge=1,
        le=10_000,
    )

    def one_of_many(self, at_once: bool = True) -> "EngineSettings":
        """The engine of one of many runs: on one thread where several are lived at once, each on a core of its own.

        Raises:
            ConfigError: if runs would each want a cluster.
        """
        if self.name == "sharded" and self.place == "ray":
            raise ConfigError(
                "engine.name is sharded, allowed where many runs are lived at once are compiled and reference\n"
                "  one run over a cluster: sim.simulate or python -m experiments.run"
            )
        return self.model_copy(update={"threads": 1}) if at_once else self


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
