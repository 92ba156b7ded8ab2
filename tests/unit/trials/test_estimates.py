"""Estimates on hand-made impressions: where nobody interferes with anybody, every design says the truth exactly."""

import numpy as np
import pytest

from sim.platform.trial import EXPERIMENTS, Design
from sim.trials.estimates import Arms, estimate, truth
from sim.trials.record import Seen

USERS, CREATORS, DAYS = 40, 20, 4
ALL = np.ones(CREATORS, dtype=bool)


def seen(user, creator, day, request) -> Seen:
    """Impressions, each watched for a second and played; no uploads."""
    count = len(user)
    return Seen(
        day=np.asarray(day, dtype=float), user=np.asarray(user), creator=np.asarray(creator),
        upload=np.full(count, -1), request=np.asarray(request), watched=np.ones(count),
        play=np.ones(count, dtype=bool), natural=np.ones(count, dtype=bool), arm=np.zeros(count, dtype=np.uint8),
        born=np.zeros(0), maker=np.zeros(0, dtype=np.int64), users=USERS, target=ALL, there=ALL,
    )  # fmt: skip


GRID = np.stack(np.meshgrid(np.arange(USERS), np.arange(CREATORS), np.arange(DAYS), indexing="ij"), -1)
USER, CREATOR, DAY = GRID.reshape(-1, 3).T
REQUEST = np.arange(USER.size)
ARMS = Arms(
    users=np.arange(USERS) % 4 == 0,
    creators=np.arange(CREATORS) % 5 < 2,
    days=np.arange(DAYS) % 2 == 1,
    requests=np.zeros(0, dtype=bool),
)
TREATED = {
    Design.USER: ARMS.users[USER],
    Design.CREATOR: ARMS.creators[CREATOR],
    Design.TWO_SIDED: ARMS.users[USER] & ARMS.creators[CREATOR],
    Design.SWITCHBACK: ARMS.days[DAY],
    Design.INTERLEAVED: REQUEST % 3 == 0,
}


def platform(treated) -> Seen:
    """One impression of each pair of user and account each day; those under treatment come three times."""
    times = np.repeat(REQUEST, 1 + 2 * treated)
    return seen(USER[times], CREATOR[times], DAY[times] + 0.5, REQUEST[times])


@pytest.mark.parametrize("design", EXPERIMENTS)
@pytest.mark.parametrize("outcome", ["exposure", "watch", "plays"])
def test_without_interference_every_design_says_the_truth(design, outcome) -> None:
    world = platform(TREATED[design])
    arms = ARMS._replace(requests=world.request % 3 == 0)
    everybody, nobody = (platform(np.full(USER.size, on)) for on in (True, False))
    assert truth(outcome, everybody, nobody, DAYS, 1.0) == pytest.approx(2.0)
    assert estimate(outcome, design, world, arms, DAYS, 1.0) == pytest.approx(2.0)


def test_accounts_that_take_from_one_another_look_twice_as_good_as_they_are() -> None:
    """Slots are fixed, so the truth is nothing; what the treated gain the others lose."""
    world = platform(np.zeros(USER.size, dtype=bool))
    moved = np.where(ARMS.creators[world.creator] | (world.request % 2 == 0), world.creator, 0)  # account 0 is treated
    assert ARMS.creators[0]
    said = estimate("exposure", Design.CREATOR, world._replace(creator=moved), ARMS, DAYS, 1.0)
    assert said == pytest.approx((8 + 0.5 * 12) / 8 / 0.5 - 1.0)
