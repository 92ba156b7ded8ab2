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
# # An A/B test that gets the sign wrong
#
# A platform boosts niche content for half of its accounts and compares them with the other half. The boosted are
# watched more, so the boost is a success? Viewers have only so much time: what the boosted gain the others may lose,
# and the comparison counts that loss as a gain. Inside a simulated world the truth is known, so the test can be judged.

# %%
import sim
from sim.trials.judging import Question, judge

control = sim.load(["experiment=design_ab", "population.users=200", "population.creators=60", "horizon_days=22"])
control = control.changed(["warmup_days=10"])
boost = control.changed(["policy=niche_boost", "policy.niche_boost.boost=2.0"]).build_policies()
found = judge(Question(control, boost), worlds=2, processes=1)

# %% [markdown]
# Every design was run in the same worlds with the same luck, next to a platform where *everybody* is under the boost
# and
# one where nobody is. The difference of those two is the truth.

# %%
rows = found.rows[(found.rows["days"] == found.rows["days"].max()) & found.rows["kind"].isin(["truth", "estimate"])]
says = rows.pivot_table(index="design", columns="outcome", values="value", aggfunc="mean")
says.map("{:+.1%}".format)

# %% [markdown]
# Compare the row `truth` with the others, outcome by outcome: a design whose sign differs from the truth would have
# led to the wrong decision, however small its p value. Look at `watch`: accounts compared with accounts say that the
# boost adds to the time watched, since the boosted half takes viewers from the other half; in truth people watch less.

# %%
wrong = says.drop("truth").mul(says.loc["truth"]) < 0
wrong

# %% [markdown]
# Two small worlds show how to ask. `python -m experiments.design_ab policy=niche_boost` asks enough of them, and says
# which design has the right sign at the least cost, and how long it takes; its README gives expectations written
# beforehand, and the misses.
