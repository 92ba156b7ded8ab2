"""A run that has stopped at the end of a day: all that it needs to go on."""

import copy
from dataclasses import dataclass
from typing import Any, Self

from sim.config.schema import Config
from sim.platform.policy import State
from sim.platforms.state import Between
from sim.processes.stage import Stage
from sim.results.recorder import Recorder
from sim.traffic.ad_pursuit import Pursuit
from sim.world.world import World


@dataclass
class Past:
    """What a branch shares, and what a checkpoint holds."""

    config: Config
    day: int
    world: World
    recorder: Recorder
    policy_states: dict[str, State]
    learner_state: Any
    pursuit: Pursuit | None
    kept: Any
    seconds: dict[str, float]

    @classmethod
    def of(cls, config: Config, day: int, stage: Stage) -> Self:
        """The past of a stage at the end of a day. It is the stage's own: copy it, or let the stage rest."""
        return cls(
            config,
            day,
            stage.world,
            stage.recorder,  # type: ignore[arg-type]  # the stage knows it by its protocol
            stage.policy_states,
            stage.learner_state,
            stage.pursuit,
            stage.kept,
            stage.seconds,
        )

    def copy(self) -> "Past":
        """An independent copy."""
        return Past(
            self.config,
            self.day,
            self.world.copy(),
            self.recorder.copy(),
            copy.deepcopy(self.policy_states),
            copy.deepcopy(self.learner_state),
            self.pursuit,  # never changed, only replaced
            self.kept.copy(),
            dict(self.seconds),
        )


@dataclass
class Pasts:
    """The past of several platforms: that of each, by name, and what is known between them."""

    config: Config
    day: int
    parts: dict[str, Past]
    between: Between

    def copy(self) -> "Pasts":
        """An independent copy."""
        parts = {name: part.copy() for name, part in self.parts.items()}
        return Pasts(self.config, self.day, parts, self.between.copy())
