"""Which item of an account is its newest, and when the former one retires."""

from sim.core.law import loop
from sim.core.search import row_of
from sim.world.creators import Creators
from sim.world.items import Items


@loop
def _succeed(  # type: ignore[no-untyped-def]  # compiled
    creator, serial, appears, window, serials, visible_from, visible_to, newest
):
    for i in range(creator.size):
        row = row_of(serials, newest[creator[i]])
        if row >= 0:
            visible_to[row] = max(visible_from[row] + window, appears[i])
        newest[creator[i]] = serial[i]


def succeed(items: Items, creators: Creators, more: Items, window: int) -> None:
    """Let each new item take the place of its account's newest one.

    That one retires after its `window` of ticks, or when its successor appears, if that is later. New items are among
    the items already; both come in order of their serials.
    """
    with items.writing("visible_to"), creators.writing("newest_serial"):
        _succeed(
            more.creator, more.serial, more.visible_from, window,
            items.serial, items.visible_from, items.visible_to, creators.newest_serial,
        )  # fmt: skip
