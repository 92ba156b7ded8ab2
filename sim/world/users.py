"""The table of users. Every column but the fixed ones is the user's own row, live inside a span."""

import numpy as np
from numpy.typing import NDArray

from sim.core.table import Column, Table

RECENT_PLACES = 16  # creators a user can be tired of at once; one place per creator number modulo this
SEEN_PLACES = 64  # items a user remembers; one place per item number modulo this
FOLLOW_PLACES = (
    32  # accounts a user can follow; the place taken longest ago gives way, an unfollow leaves its own empty
)
TRUST_PLACES = 64  # accounts a user can trust; of two with the same number modulo this the more trusted stays

OUTBOX_PLACES = 8  # shares of a span that reach friends; later ones reach nobody
INBOX_PLACES = 16  # letters from friends that wait to be looked at; the oldest gives way
LIKED_PLACES = 16  # items liked lately that friends see; the oldest gives way


def schema(
    topics: int, *, trust: bool = False, letters: bool = False, ads: bool = False, likes: bool = False
) -> dict[str, Column]:
    """Columns of the table for so many topics; those of a mechanism that is off have no places."""
    k = (topics,)
    trusts = (TRUST_PLACES if trust else 0,)
    seen_ads, felt_ads = (2 if ads else 0,), (3 if ads else 0,)
    outbox, inbox = (OUTBOX_PLACES if letters else 0,), (INBOX_PLACES if letters else 0,)
    liked = (LIKED_PLACES if likes else 0,)
    return {
        "visits_per_day": Column("f8", "1/day", "shared", "mean visits a day"),
        "home_logit": Column("f4", "1", "shared", "interest logits that drift returns to", k),
        "logit": Column("f4", "1", "row", "interest logits", k),
        "match": Column("f4", "1", "row", "standardised taste score by topic", k),
        "pull": Column("f4", "1", "row", "reinforcement by topic since the last drift", k),
        "drift_day": Column("i4", "day", "row", "day of the last drift"),
        "tired_topic": Column("f4", "impressions", "row", "weariness by topic, as of tired_at", k),
        "recent_creator": Column("i4", "creator", "row", "creators seen lately", (RECENT_PLACES,), -1),
        "tired_creator": Column("f4", "impressions", "row", "weariness of them, as of tired_at", (RECENT_PLACES,)),
        "tired_at": Column("i8", "tick", "row", "reference time of weariness"),
        "seen_item": Column("i4", "item serial", "row", "items seen lately", (SEEN_PLACES,), -1),
        "seen_times": Column("u1", "1", "row", "how often", (SEEN_PLACES,)),
        "follows": Column("i4", "creator", "row", "accounts followed", (FOLLOW_PLACES,), -1),
        "follows_ever": Column("i4", "1", "row", "follows ever made; the next takes this modulo the places"),
        "belief_shown": Column("f4", "impressions", "row", "the platform's count of impressions by topic", k),
        "belief_played": Column("f4", "plays", "row", "the platform's count of valid plays by topic", k),
        "hazard_left": Column("f8", "1", "row", "unit-exponential hazard left until the next visit"),
        "counted_to": Column("i8", "tick", "row", "time up to which that hazard has been spent"),
        "visit": Column("i4", "1", "row", "visits so far"),
        "request": Column("i4", "1", "row", "requests so far"),
        "in_session": Column("u1", "flag", "row", "1 inside a session"),
        "away": Column("u1", "flag", "row", "1 after leaving the platform"),
        "clock": Column("i8", "tick", "row", "time of the next action in the session"),
        "session_utility": Column("f8", "logit", "row", "utility of the session so far"),
        "session_impressions": Column("i4", "impressions", "row", "impressions of the session so far"),
        "satisfaction": Column("f8", "logit", "row", "moving average of session utility"),
        "active_day": Column("i4", "day", "row", "last day with an impression", (), -1),
        "trusted": Column("i4", "creator", "row", "accounts trusted", trusts, -1, optional=True),
        "trust": Column("f4", "1", "row", "trust in them, as of trust_at", trusts, optional=True),
        "trust_at": Column("i8", "tick", "row", "reference time of trust", trusts, optional=True),
        "ads": Column("i4", "1", "row", "impressions and paid ones since she last reckoned", seen_ads, optional=True),
        "ad_share": Column(
            "f8", "1", "row", "ad share that she meets, felt over days, over months", felt_ads, optional=True
        ),
        "outbox": Column("i4", "item serial", "row", "items shared in the span", outbox, -1, optional=True),
        "sent": Column("i4", "1", "row", "how many of them", optional=True),
        "inbox": Column("i4", "item serial", "row", "items that friends shared", inbox, -1, optional=True),
        "received": Column("i4", "1", "row", "letters ever; the next takes this modulo the places", optional=True),
        "room": Column("i4", "item serial", "row", "the live room that she is in or about to enter", (), -1, True),
        "room_from": Column("i8", "tick", "row", "when she went into the last one", optional=True),
        "room_until": Column("i8", "tick", "row", "when she left it, or will", optional=True),
        "heeded": Column("i8", "tick", "row", "the last call to a room that she followed", (), -1, True),
        "liked": Column("i4", "item serial", "row", "items liked lately, seen by friends", liked, -1, optional=True),
        "liked_ever": Column("i4", "1", "row", "such likes ever; the next takes this modulo the places", optional=True),
    }


class Users(Table):
    """Users, one row each. Shapes: U rows, K topics."""

    visits_per_day: NDArray[np.float64]
    home_logit: NDArray[np.float32]
    logit: NDArray[np.float32]
    match: NDArray[np.float32]
    pull: NDArray[np.float32]
    drift_day: NDArray[np.int32]
    tired_topic: NDArray[np.float32]
    recent_creator: NDArray[np.int32]
    tired_creator: NDArray[np.float32]
    tired_at: NDArray[np.int64]
    seen_item: NDArray[np.int32]
    seen_times: NDArray[np.uint8]
    follows: NDArray[np.int32]
    follows_ever: NDArray[np.int32]
    belief_shown: NDArray[np.float32]
    belief_played: NDArray[np.float32]
    hazard_left: NDArray[np.float64]
    counted_to: NDArray[np.int64]
    visit: NDArray[np.int32]
    request: NDArray[np.int32]
    in_session: NDArray[np.uint8]
    away: NDArray[np.uint8]
    clock: NDArray[np.int64]
    session_utility: NDArray[np.float64]
    session_impressions: NDArray[np.int32]
    satisfaction: NDArray[np.float64]
    active_day: NDArray[np.int32]
    trusted: NDArray[np.int32]
    trust: NDArray[np.float32]
    trust_at: NDArray[np.int64]
    ads: NDArray[np.int32]
    ad_share: NDArray[np.float64]
    outbox: NDArray[np.int32]
    sent: NDArray[np.int32]
    inbox: NDArray[np.int32]
    received: NDArray[np.int32]
    room: NDArray[np.int32]
    room_from: NDArray[np.int64]
    room_until: NDArray[np.int64]
    heeded: NDArray[np.int64]
    liked: NDArray[np.int32]
    liked_ever: NDArray[np.int32]

    def __init__(
        self,
        count: int,
        topics: int,
        *,
        trust: bool = False,
        letters: bool = False,
        ads: bool = False,
        likes: bool = False,
    ) -> None:
        super().__init__(schema(topics, trust=trust, letters=letters, ads=ads, likes=likes), count)
