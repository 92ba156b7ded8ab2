# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # Writing a policy
#
# A traffic-allocation policy looks at what a platform can see and says what its plan may hold. Everything there is:

# %%
import sim

sim.policies()[["family", "what", "gamed_by"]].head(6)

# %% [markdown]
# One's own takes a dozen lines. This one weighs the items of accounts with few followers higher. The docstring is
# part of it: who gains, who pays, where it ends, where it comes from.

# %%
import numpy as np

from sim.core.parameters import parameter
from sim.platform.plan import TrafficPlan
from sim.platform.policy import Policy


# %%
class Mine(Policy):
    """Weigh the items of accounts with few followers higher.

    Gives:  exposure to accounts below 10,000 followers.
    Takes:  exposure from everybody else.
    Limits: boost 0 is the neutral policy; who grows past the line loses it at once.
    Source: support for small creators as platforms describe it.
    """

    gamed_by = "whoever splits an audience over several small accounts."
    boost: float = parameter(0.5, "log weight of a small account's items", ge=0, le=5)

    def allocate(self, observed, state):
        small = observed.creators.followers < 10_000
        boost = np.where(small[observed.items.creator], self.boost, 0.0)
        return TrafficPlan(boost=boost), state


# %% [markdown]
# An object of it can be lived at once, beside `interest` in the same world with the same luck:

# %%
quick = ["scenario=quick", "population.users=300"]
lives = {"interest": sim.simulate(quick), "mine": sim.simulate(quick, policies={"mine": Mine(boost=1.0)})}
for name, run in lives.items():
    print(f"{name:9} natural impressions by tier", run.creators.groupby("tier")["natural"].sum().to_dict())

# %% [markdown]
# At zero strength it says nothing, and the run is that of `interest` to the last bit:

# %%
nothing = sim.simulate(quick, policies={"mine": Mine(boost=0.0)})
nothing.fingerprint, lives["interest"].fingerprint

# %% [markdown]
# A malformed plan is refused with the name of the policy, the field and the value:

# %%
from sim.core.errors import PolicyError

try:
    sim.simulate(quick, policies={"mine": Mine.model_construct(boost=99.0)})
except PolicyError as error:
    print(error)

# %% [markdown]
# Saved in a checkout as `sim/policies/mine.py`, with one YAML file, `configs/policy/mine.yaml`,
#
# ```yaml
# mine:
#   _target_: sim.policies.mine.Mine
# ```
#
# it takes part in everything. The contract tests find it and ask what they ask of every policy: finite, in range,
# repeatable, blind to the truth, indifferent to names, the same in both engines.
#
# ```sh
# python -m pytest tests/contracts/test_policies.py -k mine
# python -m experiments.compare 'policies=[interest,mine]'
# python -m experiments.gallery 'policies=[interest,mine]'
# ```
