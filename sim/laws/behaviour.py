"""The behaviour parameters in the two forms that laws read: a record for kernels, plain floats otherwise."""

from types import SimpleNamespace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_DAY, TICKS_PER_HOUR
from sim.laws.settings import BehaviourSettings

NAMES = tuple(BehaviourSettings.model_fields)
RECORD = np.dtype([(name, np.float64) for name in NAMES])


def record(settings: BehaviourSettings) -> NDArray[np.void]:
    """The parameters as a read-only array of one record, which compiled code reads by attribute."""
    array = np.zeros(1, dtype=RECORD)
    for name in NAMES:
        array[name] = float(getattr(settings, name))
    array.flags.writeable = False
    return array


def floats(settings: BehaviourSettings) -> Any:
    """The same numbers as plain Python floats."""
    return SimpleNamespace(**{name: float(getattr(settings, name)) for name in NAMES})


def topic_half_life_ticks(settings: BehaviourSettings) -> float:
    """Half-life of weariness of a topic, in ticks."""
    return settings.topic_half_life_hours * TICKS_PER_HOUR


def creator_half_life_ticks(settings: BehaviourSettings) -> float:
    """Half-life of weariness of a creator, in ticks."""
    return settings.creator_half_life_days * TICKS_PER_DAY


def trust_half_life_ticks(settings: BehaviourSettings) -> float:
    """Half-life of trust, in ticks."""
    return settings.trust_half_life_days * TICKS_PER_DAY
