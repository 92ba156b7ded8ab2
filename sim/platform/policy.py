"""The protocol of a traffic-allocation policy, its state, and policies in sequence."""

import copy
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, ClassVar

from sim.core.parameters import Parameters
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan, check, compose

FAMILIES = (  # what a gallery shows first, in this order
    "random", "interest", "popularity", "ladder", "new-item quota", "floor", "quota", "niche boost", "follower cap",
    "alpha-fair", "max-min", "amortised fairness", "diversity", "creator-aware",
)  # fmt: skip


class State(SimpleNamespace):
    """What a policy remembers: levels, duals, integrators, as arrays or numbers. Plain data only."""

    def copy(self) -> "State":
        """An independent copy, for a checkpoint or a branch."""
        return copy.deepcopy(self)


class Policy(Parameters):
    """Base of every policy: frozen parameters, a state, and a rule from the observed world to a plan.

    The docstring of a policy says what it *Gives*, what it *Takes*, its *Limits* and its *Source*.
    """

    sees_truth: ClassVar[bool] = False  # a policy that reads more than `Observed` must declare it
    neutral: ClassVar[dict[str, Any] | None] = None  # parameters at which it is `interest` to the bit, if there are any
    moves: ClassVar[tuple[str, str, int] | None] = (
        None  # raising this parameter moves this quantity up (1) or down (-1)
    )
    family: ClassVar[str] = ""  # the one of `FAMILIES` that it belongs to, if any
    world: ClassVar[tuple[str, ...]] = ()  # overrides of a world that has what it asks for, if not every one has
    reads_sales: ClassVar[bool] = False  # it asks what an impression is expected to sell
    reads_friends: ClassVar[bool] = False  # it asks what a user's friends have liked
    gamed_by: ClassVar[str] = ""  # who could gain by a pretence, and how

    def start(self, observed: Observed) -> State:
        """The state before the first span."""
        return State()

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The plan for the coming span, and the state after it."""
        raise NotImplementedError


class Composed:
    """Several policies whose plans compose; each keeps its own state."""

    def __init__(self, policies: Sequence[Policy], names: Sequence[str]) -> None:
        self.policies = tuple(policies)
        self.names = tuple(names)
        self.reads_sales = any(getattr(policy, "reads_sales", False) for policy in policies)
        self.reads_friends = any(getattr(policy, "reads_friends", False) for policy in policies)

    def allocate(self, observed: Observed, states: dict[str, State]) -> tuple[TrafficPlan, dict[str, State]]:
        """One plan out of all, each checked. A policy without a state by its name is started.

        Raises:
            PolicyError: if a plan is malformed, or two policies write a field that only one may write.
        """
        plans, after = [], {}
        for policy, name in zip(self.policies, self.names, strict=True):
            state = states[name] if name in states else policy.start(observed)
            plan, after[name] = policy.allocate(observed, state)
            check(plan, observed, name)
            plans.append(plan)
        return compose(plans, self.names), after
