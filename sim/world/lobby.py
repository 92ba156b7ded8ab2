"""What the coming span knows of live rooms, frozen: which item is a room, when it closes, who is called to it."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.core.units import TICKS_PER_MINUTE, TICKS_PER_SECOND
from sim.laws.staying import EXPONENTIAL, FIXED, LOGNORMAL
from sim.world.live_settings import LiveSettings

if TYPE_CHECKING:
    from sim.world.world import World

SPREADS = {"exponential": EXPONENTIAL, "lognormal": LOGNORMAL, "fixed": FIXED}


class Manners(NamedTuple):
    """The settings that say how viewers behave around rooms, as plain numbers."""

    enter_intercept: float
    enter_slope: float
    spread: int
    stay_ms: float
    stay_log_sd: float
    stay_slope: float
    heeded: float
    heeded_ms: float


class Lobby(NamedTuple):
    """Frozen for a span. Shapes: I items, C accounts, R rooms, in order of serial."""

    room: NDArray[np.int64]  # [I] the room that an item is, or -1
    item: NDArray[np.int64]  # [R] its row among the items, or -1 once that has retired
    serial: NDArray[np.int64]  # [R]
    opens_at: NDArray[np.int64]  # [R]
    closes_at: NDArray[np.int64]  # [R]
    first: NDArray[np.int64]  # [C + 1] where an account's rooms begin in `of_host`
    of_host: NDArray[np.int64]  # [R] rooms by account, in order of serial
    manners: Manners


def manners(settings: LiveSettings) -> Manners:
    """The settings as the engines read them."""
    return Manners(
        enter_intercept=float(settings.enter_intercept),
        enter_slope=float(settings.enter_slope),
        spread=SPREADS[settings.stay_spread],
        stay_ms=float(settings.stay_minutes * TICKS_PER_MINUTE),
        stay_log_sd=float(settings.stay_log_sd),
        stay_slope=float(settings.stay_slope),
        heeded=float(settings.heeded),
        heeded_ms=float(settings.heeded_minutes * TICKS_PER_MINUTE),
    )


def preview_ms(settings: LiveSettings) -> int:
    """Length of the preview."""
    return round(settings.preview_seconds * TICKS_PER_SECOND)


def _frozen(values: NDArray[np.integer]) -> NDArray[np.int64]:
    array = np.array(values, dtype=np.int64)
    array.flags.writeable = False
    return array


_NONE = _frozen(np.zeros(0, dtype=np.int64))
NO_LOBBY = Lobby(_NONE, _NONE, _NONE, _NONE, _NONE, _NONE, _NONE, manners(LiveSettings()))


def lobby(world: "World") -> Lobby:
    """The rooms of the coming span; none where nobody goes live."""
    if world.live is None:
        return NO_LOBBY
    rooms, item = world.live.rooms, world.live.item_rows(world.items)
    room = np.full(len(world.items), -1, dtype=np.int64)
    there = np.flatnonzero(item >= 0)
    room[item[there]] = there
    count = np.bincount(rooms.creator, minlength=len(world.creators))
    return Lobby(
        room=_frozen(room),
        item=_frozen(item),
        serial=_frozen(rooms.serial),
        opens_at=_frozen(rooms.opens_at),
        closes_at=_frozen(rooms.closes_at),
        first=_frozen(np.concatenate([[0], np.cumsum(count)])),
        of_host=_frozen(np.argsort(rooms.creator, kind="stable")),
        manners=manners(world.live.settings),
    )
