"""Exposure games: the more is explored, the less creators find it worth to serve a minority."""

import numpy as np
from numpy.typing import NDArray

from experiments.replications.finding import Finding, Study, near, positive, spread
from sim.arena import arena

CREATORS, MAJORITY = 10, 0.7
STEPS, PACE = 1_500, 0.2  # of an even length, ever shorter: a slope may be tiny far from everybody
Floats = NDArray[np.float64]


def unit(x: Floats) -> Floats:
    """Points brought back to the sphere, by rows."""
    return np.asarray(x / np.linalg.norm(x, axis=-1, keepdims=True))


def audience(draw: np.random.Generator, users: int) -> Floats:
    """Users on the sphere: seven in ten near one pole, the rest near another, [U, 3]."""
    pole = np.where(draw.random(users) < MAJORITY, 0, 1)
    return unit(np.eye(3)[pole] + draw.normal(0.0, 0.15, (users, 3)))


def exposures(users: Floats, creators: Floats, temperature: float) -> Floats:
    """Each user's attention to each creator under a softmax of closeness, [U, C]."""
    score = users @ creators.T / temperature
    share = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(share / share.sum(axis=1, keepdims=True))


def settle(users: Floats, temperature: float, draw: np.random.Generator) -> Floats:
    """Where creators end who all climb their own exposure, [C, 3]."""
    creators = unit(draw.normal(size=(CREATORS, 3)))
    for step in range(STEPS):
        share = exposures(users, creators, temperature)
        slope = (share * (1.0 - share)).T @ users / len(users) / temperature
        slope -= (slope * creators).sum(axis=1, keepdims=True) * creators
        size = np.linalg.norm(slope, axis=1, keepdims=True)
        creators = unit(creators + PACE / (1.0 + 0.02 * step) * slope / np.maximum(size, 1e-12))
    return creators


def world(seed: int, temperature: float, users: int) -> dict[str, float]:
    """How far apart creators end, how many serve the minority, and how well the minority is served."""
    draw = np.random.default_rng(seed)
    people = audience(draw, users)
    creators = settle(people, temperature, draw)
    gaps = np.linalg.norm(creators[:, None] - creators[None], axis=2)[np.triu_indices(CREATORS, 1)]
    best = (people @ creators.T).max(axis=1)
    minority = people[:, 1] > people[:, 0]
    return {
        "distance": float(gaps.mean()),
        "minority": float((creators[:, 1] > creators[:, 0]).mean()),
        "served": float(best[minority].mean()),
        "gap": _as_served(people, creators, temperature),
    }


def _as_served(people: Floats, creators: Floats, temperature: float) -> float:
    """Largest difference between the game's exposures and those that the arena's softmax serves, in standard errors."""
    times = 4
    relevance = 1.0 + people @ creators.T
    served = arena("interest", relevance, requests=times * len(people), refresh=times * len(people), select="softmax",
                   temperature=temperature)  # fmt: skip
    share = exposures(people, creators, temperature)
    expected = times * share.sum(axis=0)
    error = np.sqrt(times * (share * (1.0 - share)).sum(axis=0))
    return float(np.abs((served["impressions"].to_numpy() - expected) / np.maximum(error, 1.0)).max())


def run(small: bool) -> list[Finding]:
    """The game at four temperatures."""
    lives, users = (4, 300) if small else (12, 1_000)
    found: dict[float, list[dict[str, float]]] = {
        t: [world(seed, t, users) for seed in range(lives)] for t in (1.0, 0.3, 0.1)
    }

    def of(temperature: float, name: str) -> Floats:
        return np.array([row[name] for row in found[temperature]])

    return [
        near("distance between creators, temperature 1", of(1.0, "distance"), 0.0, 0.02, "0.000"),
        near("creators on the minority's side, temperature 1", of(1.0, "minority"), 0.0, 0.0, "0"),
        near("the minority's best match, temperature 1", of(1.0, "served"), 0.392, 0.08, "0.392"),
        near("distance between creators, temperature 0.3", of(0.3, "distance"), 0.663, 0.1, "0.663 +- 0.014"),
        near("distance between creators, temperature 0.1", of(0.1, "distance"), 0.742, 0.1, "0.742 +- 0.018"),
        near("the minority's best match, temperature 0.1", of(0.1, "served"), 0.978, 0.03, "0.978"),
        positive("the minority's best match, little exploration less much", of(0.1, "served") - of(1.0, "served"),
                 "above 0"),
        Finding("largest gap to the exposures that the arena serves, standard errors", "size", "luck alone", 0.0, 4.5,
                spread([row["gap"] for rows in found.values() for row in rows])[0]),
    ]  # fmt: skip


STUDY = Study(
    "exposure_game",
    "Hron, Krauth, Jordan, Kilbertus and Dean 2023, ICLR (arXiv 2206.13102)",
    run,
    "the arena's softmax, judged at the equilibrium; creators who climb a gradient on a sphere are written out here",
)
