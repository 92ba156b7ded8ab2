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
# # A first run
#
# A small platform: users with tastes, accounts that publish short videos, and a recommender that learns who
# likes what from what they watch. For ten days it only learns (the warm-up). Then the natural traffic begins to
# dry up: more and more slots are sold. Who is still seen?

# %%
import sim

config = sim.load(["scenario=quick", "traffic=drying", "population.users=600", "population.creators=120"])
run = sim.simulate(config, progress=True)
run

# %% [markdown]
# Everything about the run is a table. `metrics` is tidy: a row for each day, metric and group.

# %%
run.metrics.sample(5, random_state=1)

# %% [markdown]
# Natural impressions a day, by lane. *Lane* is where an impression comes from; all lanes but `paid` are natural.

# %%
impressions = run.metrics[run.metrics["metric"] == "impressions"]
lanes = impressions[impressions["group"].str.startswith("lane=")].pivot(index="day", columns="group", values="value")
axes = lanes.plot.area(figsize=(8, 3.5), linewidth=0)
axes.set(xlabel="day", ylabel="impressions a day", title="Where impressions come from")
axes.axvline(config.warmup_days, color="black", linewidth=1)

# %% [markdown]
# The exposure ledger counts every impression exactly once, by day, account and lane. So a change in exposure can be
# split exactly into its causes. This is *accounting*, in impressions a day for each group of accounts: it says where
# the change is booked, not which mechanism made it.

# %%
causes = run.decomposition
causes[causes["group"] == "niche-small"]

# %% [markdown]
# And one account's own story:

# %%
run.explain(creator=7)

# %% [markdown]
# The same configuration gives the same numbers, to the last bit. The fingerprint is a digest of the final state.

# %%
again = sim.simulate(config)
print(again.fingerprint == run.fingerprint, run.fingerprint)
