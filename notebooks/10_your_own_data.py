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
# # Can it live in my data?
#
# A population can be built from logs: who saw what of whom, when, and what they did. Levels stay those of the
# configuration; the data says who differs from whom. Here the "data" is made up, so that you can see the format.

# %%
import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

draw = np.random.default_rng(1)
n = 4_000
item = draw.integers(0, 300, n)

# %%
log = pd.DataFrame({"user": draw.zipf(1.6, n) % 150, "item": item, "creator": item % 40, "topic": item % 40 % 8})
log["time"] = 1_700_000_000 + draw.integers(0, 14 * 86_400, n)
log["action"] = draw.choice(["view", "like", "follow"], n, p=[0.9, 0.08, 0.02])
folder = Path(tempfile.mkdtemp())
log.to_csv(folder / "log.csv", index=False)
log.head(3)

# %% [markdown]
# One key in the configuration, and everything else is as ever: runs, comparisons, policies.

# %%
import sim

own = ["scenario=quick", f"population.from_data.path={folder}", "traffic=drying"]
run = sim.simulate(own, progress=True)
run

# %% [markdown]
# Followers in the world are drawn from the data's own distribution:

# %%
axes = run.creators["first_followers"].plot.hist(bins=30, figsize=(8, 3), title="followers of accounts at the start")
axes.set(xlabel="followers")

# %% [markdown]
# `python -m experiments.data_card population.from_data.path=FOLDER` prints what was inferred, what was assumed, and how
# far the population is from its source. A bad cell is named by file, line and column.
