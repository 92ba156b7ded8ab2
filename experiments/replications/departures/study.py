"""Departures: who serves every user best at once may end with nobody."""

import numpy as np
from numpy.typing import NDArray

from experiments.replications.finding import Finding, Study, near, positive
from sim.arena import serve

BEARABLE = 0.6  # relevance to everybody of the account that all can live with
NEEDED = 0.5  # relevance below which a user leaves


def crowd(users: int, accounts: int, own: NDArray[np.int64]) -> NDArray[np.float64]:
    """Everybody bears account 0 and loves one of her own, [U, C]."""
    relevance = np.full((users, accounts), 0.01)
    relevance[:, 0] = BEARABLE
    relevance[np.arange(users), own] = 1.0
    return relevance


def life(policy: str, relevance: NDArray[np.float64], needed: int, rounds: int, **parameters: float) -> int:
    """Users engaged, summed over rounds. Each round the arena serves each user once; then both sides may leave.

    An account with fewer than `needed` viewers leaves, and a user who is shown nothing that she needs.
    """
    users, accounts = relevance.shape
    here, there, engaged = np.arange(users), np.arange(accounts), 0
    for _ in range(rounds):
        if not here.size or not there.size:
            break
        now = relevance[np.ix_(here, there)]
        scene, _ = serve(policy, now, requests=here.size, refresh=here.size, topic=np.arange(there.size), **parameters)
        shown = scene.watched.argmax(axis=1)
        content = now[np.arange(here.size), shown] >= NEEDED
        engaged += int(content.sum())
        kept = np.bincount(shown[content], minlength=there.size) >= needed
        here, there = here[content], there[kept]
    return engaged


def run(small: bool) -> list[Finding]:
    """The constructed crowd, and random ones."""
    users, accounts, rounds = (60, 6, 8) if small else (200, 10, 20)
    audience = 2 * users // accounts
    # who loves account 0 besides would muddle the count: its own are spread over the others
    own = 1 + np.arange(users) % (accounts - 1)
    relevance = crowd(users, accounts, own)
    ahead = {"strength": 1.0, "match": 1.0, "audience": float(audience * accounts / users), "users_asked": users}
    greedy = life("interest", relevance, audience, rounds)
    kept = life("stable_set", relevance, audience, rounds, **ahead)
    gains = []
    for seed in range(5 if small else 20):
        draw = np.random.default_rng(seed)
        loved = draw.choice(accounts, users, p=draw.dirichlet(np.ones(accounts)))  # some can live by it
        some = crowd(users, accounts, loved)
        gains.append((life("stable_set", some, audience, rounds, **ahead)
                      - life("interest", some, audience, rounds)) / (users * rounds))  # fmt: skip
    return [
        near("users engaged in all, each served her best", [greedy], float(users), 0.0, "N: all leave after one round"),
        near("users engaged in all, looking ahead", [kept], float(users * rounds), 0.0, "N T: all stay"),
        near("ratio", [greedy / kept], 1.0 / rounds, 1e-9, "1 / T"),
        positive("random crowds: engagement gained by looking ahead, of the most there is", gains, "above 0"),
    ]


STUDY = Study(
    "departures",
    "Huttenlocher, Li, Lyu, Ozdaglar and Siderius 2023, arXiv 2401.00313; the crowd is a construction in its spirit",
    run,
    "the arena, round by round: `interest` against `stable_set`, accounts and users leaving in between",
)
