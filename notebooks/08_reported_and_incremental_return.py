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
# # Is the reported return the real one?
#
# A brand's books credit a contract with all that its item sells. Part of it would have been sold anyway: the account
# would have shown something else of the brand's, and buyers would have found the product. What the money really brought
# is the difference to a world without it, the *incremental* return.

# %%
import sim

world = ["scenario=quick", "market=standard", "market.commerce.brands=6", "refresh_minutes=720"]
config = sim.load([*world, "horizon_days=100", "warmup_days=40", "population.users=300", "population.creators=60"])
past = sim.simulate(config, until_day=40, progress=True)
signing, silent = sim.branch(past, [], ["market.brands.sponsoring=false"])

# %% [markdown]
# From the same past with the same luck, brands go on signing contracts in one world and stop in the other. First the
# books of the world with contracts, from the branch on: what was laid out, and the margin on what the contracts sold.

# %%
then, now = (one.warm.world.commerce.brands for one in (past, signing))
contracts = [0, 1]  # budgets for head accounts and for KOCs
spent = float((now.spent_fen - then.spent_fen)[:, contracts].sum()) / 100
earned = float((now.earned_fen - then.earned_fen)[:, contracts].sum()) / 100
print(f"laid out {spent:,.0f} RMB, margin by the books {earned:,.0f} RMB")

# %% [markdown]
# Then the margin on *everything* that brands sold, with contracts and without:

# %%
margin = {}
for name, run in {"contracts": signing, "silent": silent}.items():
    products = run.warm.world.commerce.products
    net = products.gmv_fen - products.refunded_fen
    margin[name] = float((net * products.margin).sum()) / 10_000 / 100
incremental = margin["contracts"] - margin["silent"]

# %%
import pandas as pd

found = pd.Series({"reported": earned / spent, "incremental": incremental / spent}, name="return on a RMB")
axes = found.plot.barh(figsize=(8, 2.2), color=["#8a8a8a", "#0072b2"])
axes.axvline(1.0, color="black", linewidth=1)
found.round(2)

# %% [markdown]
# The two bars are different quantities, and money should follow the second. In one small world the difference is mostly
# luck: `python -m experiments.incrementality` asks six larger ones, with intervals, and asks one brand alone too.
