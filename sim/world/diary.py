"""What accounts notice of what happens to them: counts of their own uploads, views and feedback."""

import numpy as np
from numpy.typing import NDArray

from sim.core.law import loop
from sim.world.careers import Careers
from sim.world.items import Items
from sim.world.tally import ACTS, LANES, Act, Tally

FEEDBACK = (Act.LIKE, Act.COMMENT, Act.SHARE, Act.FOLLOW)


@loop
def _count_views(  # type: ignore[no-untyped-def]  # compiled
    by_item, shown, creator, topic, lanes, acts, noticed, views, feedback, topic_views
):
    for i in shown:
        seen = 0
        for lane in range(lanes):
            seen += by_item[i, lane]
        c = creator[i]
        views[c] += seen
        topic_views[c, topic[i]] += np.float32(seen)
        for n in range(noticed.size):
            column = lanes + noticed[n]
            feedback[c] += by_item[i, column] + by_item[i, column + acts]


@loop
def _count_uploads(creator, topic, visible_from, uploads, topic_uploads):  # type: ignore[no-untyped-def]  # compiled
    for i in range(creator.size):
        if visible_from[i] >= 0:
            uploads[creator[i]] += 1
        topic_uploads[creator[i], topic[i]] += np.float32(1.0)


def count_views(careers: Careers, items: Items, tally: Tally) -> None:
    """Add a span's views and feedback, paid ones included, to each account's own counts."""
    careers.thaw()
    _count_views(
        tally.by_item, tally.shown, items.creator, items.topic, LANES, ACTS, np.array(FEEDBACK, dtype=np.int64),
        careers.views, careers.feedback, careers.topic_views,
    )  # fmt: skip
    careers.freeze()


def count_uploads(careers: Careers, fresh: Items) -> None:
    """Add new items to each account's own counts.

    The catalogue that was there before the start is among the uploads behind each account already: it is not the work
    of the first day. Its topics count, for it is still seen.
    """
    careers.thaw()
    _count_uploads(fresh.creator, fresh.topic, fresh.visible_from, careers.uploads, careers.topic_uploads)
    careers.freeze()


def count_rooms(careers: Careers, fresh: Items) -> None:
    """Add new live rooms to each account's own count."""
    careers.thaw()
    np.add.at(careers.sessions, fresh.creator, 1)
    careers.freeze()


def begin_spell(careers: Careers, rows: NDArray[np.int64], joined_at: NDArray[np.int64]) -> None:
    """A newcomer's first day, or the first after a break: what came before does not count as recent, and was rest."""
    careers.thaw()
    careers.first_joined_at[rows] = np.minimum(careers.first_joined_at[rows], joined_at)
    careers.days[rows] = 0
    for name in ("drive", "lift", "usual_feedback", "recent_views", "recent_uploads", "load", "income"):
        getattr(careers, name)[rows] = 0.0
    for now, then in (("views", "views_then"), ("feedback", "feedback_then"), ("uploads", "uploads_then")):
        getattr(careers, then)[rows] = getattr(careers, now)[rows]
    careers.money_then[rows] = careers.money[rows].sum(axis=1)
    careers.freeze()
