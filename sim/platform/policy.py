"""The protocol of a traffic-allocation policy, its state, and policies in sequence."""

import copy
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, ClassVar, Protocol

from sim.core.parameters import Parameters
from sim.platform.observed import Observed
from sim.platform.plan import TrafficPlan, check, compose


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

    def start(self, observed: Observed) -> State:
        """The state before the first span."""
        return State()

    def allocate(self, observed: Observed, state: State) -> tuple[TrafficPlan, State]:
        """The plan for the coming span, and the state after it."""
        raise NotImplementedError


class Allocator(Protocol):
    """What the refresh needs of a policy or of several in sequence."""

    def start(self, observed: Observed) -> Any: ...

    def allocate(self, observed: Observed, state: Any) -> tuple[TrafficPlan, Any]: ...


class Composed:
    """Several policies whose plans compose; each keeps its own state."""

    def __init__(self, policies: Sequence[Policy], names: Sequence[str]) -> None:
        self.policies = tuple(policies)
        self.names = tuple(names)

    def start(self, observed: Observed) -> tuple[State, ...]:
        """The states before the first span."""
        return tuple(policy.start(observed) for policy in self.policies)

    def allocate(self, observed: Observed, state: tuple[State, ...]) -> tuple[TrafficPlan, tuple[State, ...]]:
        """One plan out of all, each checked.

        Raises:
            PolicyError: if a plan is malformed, or two policies write a field that only one may write.
        """
        plans, states = [], []
        for policy, name, own in zip(self.policies, self.names, state, strict=True):
            plan, after = policy.allocate(observed, own)
            check(plan, observed, name)
            plans.append(plan)
            states.append(after)
        return compose(plans, self.names), tuple(states)
