"""Friends are clustered, a share reaches as many as it should, and word of mouth multiplies by 1 / (1 - R) (A29)."""

import numpy as np
import pytest
from scipy import stats

from experiments.verification.checks.world import SPREADING, TREE, multiplier
from sim.config.load import load
from sim.kernels.letters import deliver
from sim.simulation import set_stage
from sim.world import friends
from sim.world.csr import Rows
from sim.world.settings import PopulationSettings
from sim.world.users import INBOX_PLACES


def circle(**settings: object) -> Rows:
    rows = friends.build(PopulationSettings(users=4_000, creators=10, friends=16, **settings), 3)
    assert rows is not None
    return rows


def clustering(rows: Rows) -> float:
    near = [set(rows.target[rows.start[i] : rows.start[i + 1]].tolist()) for i in range(len(rows.start) - 1)]
    closed = [sum(len(near[j] & mine) for j in mine) / max(len(mine) * (len(mine) - 1), 1) for mine in near]
    return float(np.mean(closed))


@pytest.mark.parametrize("moved", [0.0, 0.1, 0.3])
def test_clustering_is_that_of_watts_and_strogatz(moved: float) -> None:
    rows = circle(friend_rewiring=moved)
    ring = 3.0 * (16 - 2) / (4.0 * (16 - 1))
    assert clustering(rows) == pytest.approx(ring * (1.0 - moved) ** 3, abs=0.02)
    assert rows.degree.mean() == pytest.approx(16.0, abs=0.1)


def test_friendship_is_mutual_and_with_others() -> None:
    rows = circle(friend_rewiring=0.5)
    ties = set(zip(np.repeat(np.arange(4_000), rows.degree).tolist(), rows.target.tolist(), strict=True))
    assert all((b, a) in ties and a != b for a, b in ties)


def test_a_share_reaches_so_many_friends_and_each_as_likely() -> None:
    stage = set_stage(load([*SPREADING, "behaviour.share_reach=3", "behaviour.share_opened=0.5"]))
    world, users, shares = stage.world, stage.world.users, 0
    hits = np.zeros(16)
    for minute in range(8):
        world.now = minute * 60_000
        users.inbox[:], users.received[:] = -1, 0
        users.outbox[::25, 0], users.sent[::25] = np.arange(100), 1
        delivered = deliver(world)
        assert delivered == users.received.sum()
        assert not users.sent.any()
        shares += delivered
        sender = users.inbox[users.inbox >= 0] * 25
        reader = np.nonzero(users.inbox >= 0)[0]
        for one, other in zip(sender, reader, strict=True):
            mine = world.friends.target[world.friends.start[one] : world.friends.start[one + 1]]
            assert other in mine
            if mine.size == hits.size:
                hits[np.searchsorted(mine, other)] += 1
    expected = 8 * 100 * 3 * 0.5
    assert shares == pytest.approx(expected, abs=4.0 * np.sqrt(expected))
    assert stats.chisquare(hits).pvalue > 1e-3


def test_a_full_inbox_forgets_its_oldest_letter() -> None:
    stage = set_stage(load([*SPREADING, "behaviour.share_reach=90", "behaviour.share_opened=1"]))
    users = stage.world.users
    reader = 7
    for serial in range(INBOX_PLACES + 3):
        users.outbox[8, 0], users.sent[8] = serial, 1
        stage.world.now += 60_000
        deliver(stage.world)
    assert sorted(users.inbox[reader]) == list(range(3, INBOX_PLACES + 3))


@pytest.mark.parametrize(("share", "reach", "opened", "expected"), [(0.02, 3, 0.5, 1.0309), (0.15, 4, 0.5, 1.4286)])
def test_word_of_mouth_multiplies(share: float, reach: int, opened: float, expected: float) -> None:
    """1 / (1 - R) among friends of whom hardly any are friends of one another."""
    found, error = multiplier(share, reach, opened, *TREE)
    assert found == pytest.approx(expected, abs=4.0 * error + 0.02 * (expected - 1.0))


def test_clustered_friends_tell_one_another_what_they_know() -> None:
    """The same branching number multiplies less where friends of friends are friends."""
    tree, _ = multiplier(0.15, 4, 0.5, *TREE)
    found, error = multiplier(0.15, 4, 0.5)
    assert found < tree - 4.0 * error
