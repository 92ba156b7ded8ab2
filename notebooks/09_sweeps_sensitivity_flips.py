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
# # What does the answer hang on?
#
# Many numbers of a model have no source. An honest answer says which of them it depends on, and which change of them
# would reverse it. A *store* keeps runs in a folder: each is lived once, and asked for again it is there already.

# %%
import tempfile

import sim

store = sim.store(tempfile.mkdtemp())
tiny = ["scenario=quick", "population.users=60", "population.creators=24", "record.metrics=[parity,match_quality]"]
asked = [*tiny, "policy=interest,niche_boost", "platform.explore_share=0.02,0.2"]
store.sweep(asked)

# %% [markdown]
# The same command again has nothing left to do. After an interruption it would live only what is missing.

# %%
store.sweep(asked)

# %%
parity = store.metrics("parity").query("group == 'all'")
parity.pivot_table(index="policy", columns="platform.explore_share", values="value").round(3)

# %% [markdown]
# Now everything without a source at once: a comparison draws all assumptions within their stated ranges.

# %%
small = ["scenario=quick", "population.users=60", "population.creators=24", "horizon_days=12", "traffic=step"]
comparison = sim.compare(small, policies=["interest", "creator_floor"], replications=2, draws=24, processes=1)
comparison.table[["protection", "protection_assumptions_low", "protection_assumptions_high", "beats"]].round(3)

# %% [markdown]
# Which assumptions does protection follow? Rank correlations over the draws; 24 draws only show the largest.

# %%
from sim.analysis.pairs import drawn

protection = drawn(comparison.pairs.protection("creator_floor"))
cases = comparison.assumptions.pivot_table(index="draw", columns="parameter", values="value")
ranks = cases.rank().corrwith(protection.rank()).dropna()
ranks[ranks.abs().sort_values().index[-8:]].plot.barh(figsize=(8, 3.2), xlim=(-1, 1), title="rank correlation")

# %% [markdown]
# And what would flip the recommendation? A box of assumptions, if there is one that stands out from chance:

# %%
print(comparison.flip_sentence)

# %% [markdown]
# `make run-full` draws 128 times at full size; its report shows the same with lines for what chance alone would give.
