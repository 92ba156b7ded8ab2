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
# # Why did this creator lose?
#
# Two different questions hide in this one. *Where was the loss booked?* is answered exactly by accounting. *Which
# mechanism did it?* needs lives in which a mechanism is switched off, from the same past.

# %%
import sim

world = ["scenario=quick", "traffic=step", "careers=standard", "population.users=200", "population.creators=60"]
past = sim.simulate([*world, "horizon_days=60", "warmup_days=20"], until_day=20, progress=True)
run = sim.branch(past, [])[0]

# %% [markdown]
# Take the account that lost most of all that were there at onset and stayed.

# %%
free = run.ledger[run.ledger["lane"] != "paid"]
before = free[free["day"] < 20].groupby("creator")["impressions"].sum() / 20
after = free[free["day"] >= 50].groupby("creator")["impressions"].sum() / 10
stayed = run.creators.loc[run.creators["left_day"].isna(), "creator"]
loser = int((after - before).reindex(stayed).idxmin())
run.explain(creator=loser)

# %% [markdown]
# The lines sum to the change, to the last impression. They say through which factor it came, not who moved the factor.
#
# So now the mechanisms, each switched off at onset with everything else as it was, the luck included:

# %%
from sim.analysis.shapley import shapley, subsets

off = {
    "drying": ["traffic=steady"],
    "others giving up": ["careers.exit=false"],
    "newcomers": ["careers.entrants_per_month=0.0"],
}

# %% [markdown]
# Effects of mechanisms do not simply add up: what one does depends on which others are on. The Shapley value lives all
# eight combinations and shares the difference fairly.

# %%
exposure = {}
for on in subsets(list(off)):
    changes = [line for name, lines in off.items() if name not in on for line in lines]
    shown = sim.branch(past, changes)[0].ledger.query("day >= 50 and lane != 'paid'")
    exposure[on] = float(shown.loc[shown["creator"] == loser, "impressions"].sum()) / 10
reasons = shapley(list(off), exposure.get)
{name: round(value, 2) for name, value in reasons.items()}

# %% [markdown]
# Impressions a day that each mechanism adds to this account; together they are all on less all off:

# %%
print(round(sum(reasons.values()), 2), round(exposure[frozenset(off)] - exposure[frozenset()], 2))

# %% [markdown]
# It is one life in one world. The page of stories beside every report (`stories.html`) follows six accounts like this,
# and `python -m experiments.stories` gives accounts with a name five mechanisms each.
