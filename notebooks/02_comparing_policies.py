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
# # Comparing policies as traffic dries up
#
# Two policies can only be compared on the same world with the same luck. `sim.compare` lets one warmed-up world go
# on under every policy and under two schedules: `steady` (nothing changes) and `drying` (more and more slots are
# sold). What a policy *protects* is how much less its small niche accounts lose than those under `interest`.

# %%
import sim

base = ["scenario=quick", "population.users=600", "population.creators=120", "horizon_days=60", "warmup_days=20"]
comparison = sim.compare(
    sim.load(base), policies=["interest", "random", "creator_floor", "niche_boost"], replications=3, processes=1
)
comparison

# %% [markdown]
# Three replications show what the table looks like, not who wins: read the intervals. Exposure of the small niche
# accounts against dryness (natural slots per account, relative to the onset):

# %%
comparison.plot()

# %% [markdown]
# The frames behind it are plain tables. How much did pairing help? The correlation of paired runs, and the variance
# of their difference relative to unpaired runs:

# %%
comparison.pairing

# %% [markdown]
# The same past can also be branched by hand, to ask what a change would do from a given day on:

# %%
warm = sim.simulate([*base, "traffic=drying"], until_day=40)
runs = sim.branch(warm, [], ["policy=niche_boost"], ["policy=random"])
for name, run in zip(["as before", "niche boost", "random"], runs, strict=True):
    print(f"{name:12}", run.headline()["value"].round(2).iloc[:2].to_dict())

# %% [markdown]
# A page that a colleague can open without installing anything:

# %%
import tempfile
from pathlib import Path

page = Path(tempfile.mkdtemp()) / "report.html"
comparison.report(page)
f"{page.name}: {page.stat().st_size / 1e6:.1f} MB"
