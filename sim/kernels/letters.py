"""Deliver what was shared in a span to the friends who will look at it: compiled, for users may be many."""

from sim.core import streams
from sim.core.law import loop
from sim.core.noise import philox, unit
from sim.core.units import TICKS_PER_MINUTE
from sim.laws.sharing import reached
from sim.world.users import INBOX_PLACES
from sim.world.world import World

SHARE, LETTER = streams.SHARE, streams.LETTER
FRIEND_BITS = 16  # a letter is named by its place in the outbox and the friend's place in the list


@loop
def _deliver(seed, replication, minute, outbox, sent, inbox, received, start, friend, mean, opened):  # type: ignore[no-untyped-def]  # compiled
    delivered = 0
    for u in range(sent.size):
        for place in range(sent[u]):
            serial = outbox[u, place]
            outbox[u, place] = -1
            circle = start[u + 1] - start[u]
            left = min(reached(unit(philox(seed, replication, u, minute, place, SHARE)[0]), mean), circle)
            for n in range(circle):
                if left == 0:
                    break
                w = philox(seed, replication, u, minute, place << FRIEND_BITS | n, LETTER)
                if unit(w[0]) * (circle - n) >= left:
                    continue
                left -= 1
                if unit(w[1]) < opened:
                    other = friend[start[u] + n]
                    inbox[other, received[other] % INBOX_PLACES] = serial
                    received[other] += 1
                    delivered += 1
        sent[u] = 0
    return delivered


def deliver(world: World) -> int:
    """Empty every outbox into friends' inboxes, user by user; how many letters will be looked at.

    A share reaches a Poisson number of distinct friends, at most all of them, each as likely as another; each looks
    at it with a probability of its own. A full inbox forgets its oldest letter.
    """
    if world.friends is None:
        return 0
    users, settings = world.users, world.behaviour_settings
    return int(
        _deliver(
            world.key.seed, world.key.luck, world.now // TICKS_PER_MINUTE, users.outbox, users.sent,
            users.inbox, users.received, world.friends.start, world.friends.target,
            settings.share_reach, settings.share_opened,
        )
    )  # fmt: skip
