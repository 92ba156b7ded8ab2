"""The register of every random decision: who decides, when, about what, with which word.

A decision is a name for one uniform number. Two decisions that share a stream, an entity, a slot and
a word would secretly be the same number; that is refused when this module is imported.
"""

from typing import NamedTuple

from sim.core.errors import InvariantError


class Decision(NamedTuple):
    """One random decision: the coordinates of its number in the noise generator."""

    name: str
    stream: int
    entity: str
    tick: str
    slot: str
    words: tuple[int, ...]


# Living in the world: key (seed, replication).
ARRIVAL = 1
SLOT = 2
RETRIEVE = 3
CANDIDATE = 4
FOLLOW = 5
EXPLORE = 6
PAID = 7
RESPONSE = 8
ACTIONS = 9
TEMPERATURE = 10
PACE = 11
CHURN = 12
DRIFT = 13
MISJUDGE = 14
TRIAL = 15
SHARE = 18
LETTER = 19
ROOM = 20
CALL = 21
BUYING = 24
SEARCH = 25
SCOUT = 26
TEST = 27
BIDDER = 28
AUCTION = 29
BOOST = 30
CARRIER = 31
# Making the world: key (seed, WORLD).
INTERESTS = 32
ACTIVITY = 33
FIRST_FOLLOWS = 34
PRICE = 35
FRIENDS = 36
ACCOUNT_TOPICS = 40
ACCOUNT_TRAITS = 41
ACCOUNT_CHOICES = 42
ACCOUNT_LABELS = 43
ACCOUNT_CAREER = 44
PEERS = 45
TOPIC_MOVE = 46
PUBLISH = 48
ITEM = 49
ENTRY = 50
EXIT = 51
AGENCY = 71
VECTORS = 52
PRODUCT = 56
SELLER = 57
SHOPPER = 58
WARE = 59
MERCHANT = 60
HOST = 61
SESSION = 62
NATIVE = 63
# Between platforms: key (seed, WORLD), and (seed, replication) for what is decided while living.
PLATFORM = 53
HOMING = 54
# A policy alone in the arena: key (seed, 0).
ARENA_SLOT = 64
ARENA_EXPLORE = 65
ARENA_PACE = 66
ARENA_NOISE = 67
ARENA_TIES = 68
ARENA_RESPONSE = 69
ARENA_ACTIONS = 70

STREAM_BITS = 8  # the stream fills the low byte of its counter word; a repeat count may use the rest

REGISTER: tuple[Decision, ...] = (
    Decision("time to the next visit", ARRIVAL, "user", "visit", "0", (0,)),
    Decision("lane of a slot", SLOT, "user", "request", "position", (0,)),
    Decision("stay after an impression", SLOT, "user", "request", "position", (1,)),
    Decision("offset of systematic retrieval", RETRIEVE, "user", "request", "0", (0,)),
    Decision("item of an even candidate", CANDIDATE, "user", "request", "pair of draws", (0, 1)),
    Decision("item of an odd candidate", CANDIDATE, "user", "request", "pair of draws", (2, 3)),
    Decision("followed creator to look at", FOLLOW, "user", "request", "position, attempt", (0,)),
    Decision("item explored", EXPLORE, "user", "request", "position, attempt", (0, 1)),
    Decision("item paid for", PAID, "user", "request", "position, attempt", (0, 1)),
    Decision("even bidder drawn", BIDDER, "user", "request", "position, pair of draws", (0, 1)),
    Decision("odd bidder drawn", BIDDER, "user", "request", "position, pair of draws", (2, 3)),
    Decision("whether a campaign enters an auction", AUCTION, "user", "request", "campaign (and position)", (0,)),
    Decision("order of equal offers", AUCTION, "user", "request", "campaign (and position)", (1,)),
    Decision("worth of an impression to a bidder", AUCTION, "user", "request", "campaign (and position)", (2,)),
    Decision("order of buyers at a list price", AUCTION, "user", "request", "campaign (and position)", (3,)),
    Decision("whether an account buys a ticket", BOOST, "creator", "day", "0", (0,)),
    Decision("account that carries a merchant's campaign", CARRIER, "merchant", "day", "0", (0,)),
    Decision("watch time", RESPONSE, "user", "creator", "upload (and meeting)", (0,)),
    Decision("like", RESPONSE, "user", "creator", "upload (and meeting)", (1,)),
    Decision("comment", RESPONSE, "user", "creator", "upload (and meeting)", (2,)),
    Decision("share", RESPONSE, "user", "creator", "upload (and meeting)", (3,)),
    Decision("follow", ACTIONS, "user", "creator", "upload (and meeting)", (0,)),
    Decision("hide", ACTIONS, "user", "creator", "upload (and meeting)", (1,)),
    Decision("unfollow", ACTIONS, "user", "creator", "upload (and meeting)", (2,)),
    Decision("noise of soft selection", TEMPERATURE, "user", "creator", "upload (and request)", (0,)),
    Decision("eligible under a pace", PACE, "user", "creator", "upload (and request)", (0,)),
    Decision("whether a viewer goes into a room", ROOM, "user", "creator", "session (and meeting)", (0,)),
    Decision("how long she stays", ROOM, "user", "creator", "session (and meeting)", (1, 2, 3)),
    Decision("whether a follower heeds the call to a room", CALL, "user", "creator", "session", (0,)),
    Decision("how long after the opening", CALL, "user", "creator", "session", (1,)),
    Decision("leave or return", CHURN, "user", "day", "0", (0,)),
    Decision("interest drift", DRIFT, "user", "day", "four topics", (0, 1, 2, 3)),
    Decision("error of a noisy learner", MISJUDGE, "user", "0", "four topics", (0, 1, 2, 3)),
    Decision("arm of a user in an experiment", TRIAL, "user", "0", "lot", (0,)),
    Decision("arm of a request in an experiment", TRIAL, "user", "request", "lot", (1,)),
    Decision("arm of an account in an experiment", TRIAL, "creator", "0", "lot", (2,)),
    Decision("arm of a period in an experiment", TRIAL, "period", "0", "lot", (3,)),
    Decision("interests", INTERESTS, "user", "topic", "attempt", (0, 1, 2, 3)),
    Decision("how often a user visits", ACTIVITY, "user", "0", "0", (0, 1)),
    Decision("first visit", ACTIVITY, "user", "0", "0", (2,)),
    Decision("number of first follows", ACTIVITY, "user", "0", "0", (3,)),
    Decision("first creators followed", FIRST_FOLLOWS, "user", "attempt", "place", (0, 1)),
    Decision("rounding of the number of first follows", FIRST_FOLLOWS, "user", "0", "after the last place", (0,)),
    Decision("account proposed to a newcomer", PRICE, "user", "place", "attempt", (0, 1)),
    Decision("whether she follows it", PRICE, "user", "place", "attempt", (2,)),
    Decision("whether a tie of friendship is moved, and to whom", FRIENDS, "user", "0", "step on the ring", (0, 1)),
    Decision("friends a share reaches", SHARE, "user", "minute", "place in the outbox", (0,)),
    Decision("whether a friend is one of them", LETTER, "user", "minute", "place in the outbox, friend", (0,)),
    Decision("whether she looks at it", LETTER, "user", "minute", "place in the outbox, friend", (1,)),
    Decision("topic mix", ACCOUNT_TOPICS, "creator", "topic", "attempt", (0, 1, 2, 3)),
    Decision("quality and inconsistency", ACCOUNT_TRAITS, "creator", "0", "0", (0, 1)),
    Decision("followers within the tier", ACCOUNT_TRAITS, "creator", "0", "1", (0,)),
    Decision("authenticity", ACCOUNT_TRAITS, "creator", "0", "1", (1,)),
    Decision("cadence", ACCOUNT_TRAITS, "creator", "0", "2", (0, 1)),
    Decision("first upload", ACCOUNT_TRAITS, "creator", "0", "2", (2,)),
    Decision("tier", ACCOUNT_CHOICES, "creator", "0", "0", (0,)),
    Decision("niche account", ACCOUNT_CHOICES, "creator", "0", "0", (1,)),
    Decision("specialist", ACCOUNT_CHOICES, "creator", "0", "0", (2,)),
    Decision("account kind", ACCOUNT_CHOICES, "creator", "0", "0", (3,)),
    Decision("whether an account mis-tags", ACCOUNT_LABELS, "creator", "0", "0", (0,)),
    Decision("niche topic it claims", ACCOUNT_LABELS, "creator", "0", "0", (1,)),
    Decision("time to the next planned upload", PUBLISH, "creator", "upload", "0", (0,)),
    Decision("whether the planned upload appears", PUBLISH, "creator", "upload", "0", (1,)),
    Decision("topic of an item", ITEM, "creator", "upload", "0", (0,)),
    Decision("duration of an item", ITEM, "creator", "upload", "1", (0, 1)),
    Decision("quality of an item", ITEM, "creator", "upload", "1", (2, 3)),
    Decision("worth of a play and budget of a merchant", MERCHANT, "merchant", "0", "0", (0, 1)),
    Decision("time to the next entrant", ENTRY, "creator", "0", "0", (0,)),
    Decision("whether the entrant comes", ENTRY, "creator", "0", "0", (1,)),
    Decision("whether an account closes", EXIT, "creator", "day", "0", (0,)),
    Decision("first vector of a user or a topic", VECTORS, "row", "table", "four places", (0, 1, 2, 3)),
    Decision("whether an account goes live", HOST, "creator", "0", "0", (0,)),
    Decision("talent for it", HOST, "creator", "0", "1", (0, 1)),
    Decision("time to the first room", HOST, "creator", "0", "0", (1,)),
    Decision("how long a room is open", SESSION, "creator", "session", "0", (0,)),
    Decision("time to the next room", SESSION, "creator", "session", "0", (1,)),
    Decision("clicks without an order", BUYING, "user", "creator", "upload (and meeting)", (0,)),
    Decision("orders kept", BUYING, "user", "creator", "upload (and meeting)", (1,)),
    Decision("orders returned", BUYING, "user", "creator", "upload (and meeting)", (2,)),
    Decision("interest searched for", SEARCH, "user", "request", "position, attempt", (0,)),
    Decision("item found on the shelf", SEARCH, "user", "request", "position, attempt", (1, 2)),
    Decision("whom a brand asks", SCOUT, "creator", "brand's decision", "0", (0,)),
    Decision("clicks of a test that learns", TEST, "product under test", "brand's decision", "0", (0,)),
    Decision("best of equal products", TEST, "brand", "brand's decision", "1", (0,)),
    Decision("topic, origin, differentiation and launch of a product", PRODUCT, "product", "0", "0", (0, 1, 2, 3)),
    Decision("region, margin and brand of a product", PRODUCT, "product", "0", "1", (0, 1, 2)),
    Decision("price and appeal of a product", PRODUCT, "product", "0", "2", (0, 1)),
    Decision("whether an account sells", SELLER, "creator", "0", "0", (0,)),
    Decision("knack of a seller", SELLER, "creator", "0", "1", (0, 1)),
    Decision("region of a user", SHOPPER, "user", "0", "0", (0,)),
    Decision("whether an item sells, and what", WARE, "creator", "upload", "0", (0, 1)),
    Decision("why it closes", EXIT, "creator", "day", "0", (1,)),
    Decision("whether it comes back", EXIT, "creator", "day", "0", (2,)),
    Decision("full-time", ACCOUNT_CAREER, "creator", "0", "0", (0,)),
    Decision("second career", ACCOUNT_CAREER, "creator", "0", "0", (1,)),
    Decision("age", ACCOUNT_CAREER, "creator", "0", "0", (2,)),
    Decision("region", ACCOUNT_CAREER, "creator", "0", "1", (0,)),
    Decision("reservation wage and reliability", ACCOUNT_CAREER, "creator", "0", "2", (0, 1)),
    Decision("luck of living on one of several platforms", PLATFORM, "replication", "platform", "0", (0,)),
    Decision("platform an account is native to", NATIVE, "creator", "platform", "0", (0,)),
    Decision("whether an account thinks about a platform", HOMING, "creator", "week", "platform", (0,)),
    Decision("accounts it looks at there", HOMING, "creator", "week", "platform", (1, 2, 3)),
    Decision("accounts looked at", PEERS, "creator", "week", "place", (0, 1, 2, 3)),
    Decision("whether a full move is considered", TOPIC_MOVE, "creator", "week", "0", (0,)),
    Decision("accounts that an agency meets", AGENCY, "agency", "week", "place", (0, 1, 2, 3)),
    Decision("whether an agency opens in an empty place", AGENCY, "agency", "week", "after the last place", (0,)),
    Decision("lane of a slot in the arena", ARENA_SLOT, "position", "request", "0", (0,)),
    Decision("whether a slot is paid in the arena", ARENA_SLOT, "position", "request", "0", (1,)),
    Decision("item explored in the arena", ARENA_EXPLORE, "position, attempt", "request", "0", (0,)),
    Decision("eligible under a pace in the arena", ARENA_PACE, "item", "request", "0", (0,)),
    Decision("noise of soft selection in the arena", ARENA_NOISE, "item", "request", "0", (0,)),
    Decision("order of equals in the arena", ARENA_TIES, "item", "request", "0", (0,)),
    Decision("play in the arena", ARENA_RESPONSE, "item", "impression", "0", (0,)),
    Decision("complete in the arena", ARENA_RESPONSE, "item", "impression", "0", (1,)),
    Decision("like in the arena", ARENA_RESPONSE, "item", "impression", "0", (2,)),
    Decision("comment in the arena", ARENA_RESPONSE, "item", "impression", "0", (3,)),
    Decision("share in the arena", ARENA_ACTIONS, "item", "impression", "0", (0,)),
    Decision("follow in the arena", ARENA_ACTIONS, "item", "impression", "0", (1,)),
)


def check(register: tuple[Decision, ...]) -> None:
    """Refuse a register in which two decisions would read the same word.

    Raises:
        InvariantError: naming both decisions.
    """
    taken: dict[tuple[int, str, str, str, int], str] = {}
    for decision in register:
        for word in decision.words:
            place = (decision.stream, decision.entity, decision.tick, decision.slot, word)
            if place in taken:
                raise InvariantError(f"random decisions {taken[place]!r} and {decision.name!r} share {place}")
            taken[place] = decision.name


check(REGISTER)
