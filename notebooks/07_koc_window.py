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
# # How long is the KOC window?
#
# Brands found that small creators (key opinion consumers, KOCs) sell at a good return, and journalists gave that window
# "about a year". It is a forecast, so nothing here is fitted to it. What would close the window? Others come for the
# same return, contracts become dearer, and viewers tire of being sold to.

# %%
from sim.market.window import months_of_window

ways = {
    "all three": {},
    "viewers do not tire": {"kappa_n0": 0.0},
    "contracts stay cheap": {"phi": 0.0},
    "money comes twice as fast": {"doubling_months": 3.0},
}
{name: round(months_of_window(**change), 1) for name, change in ways.items()}

# %% [markdown]
# That is algebra with four numbers, in months. How much do they decide? Its length over two of them:

# %%
import pandas as pd

grid = {
    f"first return {r0}": {months: months_of_window(r0=r0, doubling_months=months) for months in (3.0, 6.0, 9.0, 12.0)}
    for r0 in (2.0, 3.0, 4.0)
}
axes = pd.DataFrame(grid).plot(figsize=(8, 3.4), marker="o", xlabel="months in which brands' money doubles")
axes.set(ylabel="window, months", ylim=(0, None))

# %% [markdown]
# And in a world of agents, where brands learn, bid and sign contracts? A small one, for five months:

# %%
import sim

world = ["scenario=quick", "market=standard", "market.commerce.brands=6", "refresh_minutes=720"]
run = sim.simulate([*world, "horizon_days=150", "record.metrics=[roi]", "population.creators=60"], progress=True)
roi = run.metrics[run.metrics["metric"] == "roi"].pivot_table(index="day", columns="group", values="value")
axes = roi.filter(like="bucket=").plot(figsize=(8, 3.4), ylabel="return over 28 days", xlabel="day")
axes.axhline(1.0, color="black", linewidth=1)

# %% [markdown]
# The window counts from when the return on KOCs holds above 1 and above the e-commerce department's, to when it holds
# below, two periods of 28 days in a row. One that is still open at the end is *censored*: at least this long.

# %%
from sim.analysis.window import of_metrics

of_metrics(run.metrics)

# %% [markdown]
# Five months of one small world are a look, not an answer. `python -m experiments.koc_window` lives a year and a half
# in six worlds and switches the three causes off one at a time; what was expected and what came is in its README.
