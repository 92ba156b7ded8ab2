"""A policy alone, in a controlled arena without agents: `sim.arena("alpha_fair", relevance, alpha=2.0)`.

A relevance matrix [users, items] stays as it is, users arrive in turn, and one request is served after another;
the policy allocates anew every `refresh` requests. What it should do can often be said in closed form: here it
is judged, at a refresh of one.
"""

import inspect
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.arena.facts import NAMES, Facts, facts
from sim.arena.scene import Scene
from sim.arena.serving import Serving
from sim.config.choices import choices, content, did_you_mean, refusal
from sim.config.targets import build
from sim.core.errors import ConfigError
from sim.core.listing import make_callable
from sim.platform.policy import Composed, Policy, State

Choice = str | Policy | Sequence[str | Policy]


def arena(
    policy: Choice,
    relevance: ArrayLike,
    creator_of_item: ArrayLike | None = None,
    slots: int = 1,
    requests: int = 10_000,
    refresh: int = 1,
    seed: int = 0,
    **parameters_and_facts: Any,
) -> pd.DataFrame:
    """Serve requests under a policy; one row for each item: item, creator, impressions, level, payout.

    `policy` is a name, a policy, or a list of them that composes. A further keyword is a parameter of the
    policy or else a fact:

    - by item: `topic`, `niche`, `born` (request at which it appears), `play_prob`, `complete_prob`, `like_prob`,
      `comment_prob`, `share_prob`, `follow_prob`, `sales` (RMB an impression brings);
    - by pair of users: `friends`, 1 where the row has the column as a friend;
    - by creator: `followers`, `region`, `merit` (without it the mean relevance of her items);
    - by slot: `position_weight`, `beta` (backward rewards);
    - what the platform does where the policy leaves it open: `select` (argmax), `temperature` (of softmax),
      `score_scale` (linear);
    - `requests_per_day` (50): the clock of policies that know days.

    `level` counts the gates an item has passed, where the policy has gates. `payout` is the attention received,
    or backward rewards on relevance if `beta` is given. Without `creator_of_item` each item has its own creator.

    Raises:
        ConfigError: if a name, a shape or a value is not allowed; it says what is.
        PolicyError: if the policy says what a plan cannot hold.
    """
    scene, states = serve(policy, relevance, creator_of_item, slots, requests, refresh, seed, **parameters_and_facts)
    return scene.table(_level(states))


def serve(
    policy: Choice,
    relevance: ArrayLike,
    creator_of_item: ArrayLike | None = None,
    slots: int = 1,
    requests: int = 10_000,
    refresh: int = 1,
    seed: int = 0,
    **parameters_and_facts: Any,
) -> tuple[Scene, dict[str, State]]:
    """As `arena`, but return everything: what was counted, and the states of the policies at the end."""
    composed, given = _ready(policy, relevance, creator_of_item, (slots, requests, refresh, seed), parameters_and_facts)
    scene = Scene(given)
    states: dict[str, State] = {}
    users = len(given.relevance)
    for start in range(0, given.requests, given.refresh):
        observed = scene.observe(start)
        plan, states = composed.allocate(observed, states)
        serving = Serving(scene, plan, observed.items.count)
        for request in range(start, min(start + given.refresh, given.requests)):
            user = request % users
            scene.credit(request, user, serving.slate(request, user))
    _, states = composed.allocate(scene.observe(given.requests), states)  # gates that the last request decided
    return scene, states


def error_by_refresh(
    policy: Choice,
    relevance: ArrayLike,
    shares: ArrayLike,
    refreshes: Iterable[int] = (1, 4, 16, 64, 256),
    **options: Any,
) -> pd.DataFrame:
    """How far each refresh length lands from the closed form: one row for each, refresh and error.

    `shares` [I] are the shares of impressions that the closed form gives; the error is the largest difference
    of any item's share. `options` are those of `arena`.
    """
    expected = np.asarray(shares, dtype=np.float64)
    rows = []
    for refresh in refreshes:
        served = arena(policy, relevance, refresh=refresh, **options)["impressions"].to_numpy()
        rows.append((refresh, float(np.abs(served / max(int(served.sum()), 1) - expected).max())))
    return pd.DataFrame(rows, columns=["refresh", "error"])


def _ready(
    policy: Choice,
    relevance: ArrayLike,
    creator: ArrayLike | None,
    counts: tuple[int, int, int, int],
    named: dict[str, Any],
) -> tuple[Composed, Facts]:
    """The policies with their parameters, and the facts: what is left."""
    chosen = [policy] if isinstance(policy, str | Policy) else list(policy)
    specs = [_specification(one) if isinstance(one, str) else (type(one).__name__, one) for one in chosen]
    kinds = [type(spec) if isinstance(spec, Policy) else type(build(Policy, spec, name)) for name, spec in specs]
    left = dict(named)
    for (_, spec), kind in zip(specs, kinds, strict=True):
        if isinstance(spec, dict):
            mine = {name: value for name, value in named.items() if name in kind.model_fields}
            spec.update(mine)
            left = {name: value for name, value in left.items() if name not in mine}
    unknown = [name for name in left if name not in NAMES]
    if unknown:
        own = [name for kind in kinds for name in kind.model_fields]
        raise ConfigError(
            f"{unknown[0]} is neither a parameter of the policy nor a fact{did_you_mean(unknown[0], [*own, *NAMES])}\n"
            f"  allowed: {', '.join(own) or 'no parameters'}; {', '.join(NAMES)}"
        )
    policies = [spec if isinstance(spec, Policy) else build(Policy, spec, name) for name, spec in specs]
    names = [name for name, _ in specs]
    unlike = [name if names.count(name) == 1 else f"{name} {place}" for place, name in enumerate(names, start=1)]
    return Composed(policies, unlike), facts(relevance, creator, *counts, named=left)


def _specification(name: str) -> tuple[str, Any]:
    """What the configuration file of a policy says."""
    if name not in choices("policy"):
        raise ConfigError(refusal("policy", name, choices("policy")))
    return name, dict(content("policy", name)[name])


def _level(states: dict[str, State]) -> NDArray[np.int64]:
    """The level of each item, from the first policy that has levels."""
    for state in states.values():
        if hasattr(state, "level"):
            return np.asarray(state.level, dtype=np.int64)
    return np.zeros(0, dtype=np.int64)


make_callable(__name__, arena)
__signature__ = inspect.signature(arena)
