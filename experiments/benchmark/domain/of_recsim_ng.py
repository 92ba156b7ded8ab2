"""RecSim NG: its ecosystem of users and providers. Slates of the three nearest items, of which a user takes one.

Every provider brings five items a step. Set-up is compiling the graph and step 0, in which users and items are drawn: a
run of no steps is timed and taken off.
"""

from time import process_time

import numpy as np
import tensorflow as tf
from meter import size, tell
from recsim_ng.applications.ecosystem_simulation import simulation_config
from recsim_ng.applications.ecosystem_simulation.user import init_random_provider_clusters
from recsim_ng.core import network
from recsim_ng.lib.tensorflow.runtime import TFRuntime

SLATE, TOPICS, IN_CLUSTER, ITEMS_EACH = 3, 2, 2, 5
SPREAD, BOOST = 64.0, 1.2  # of the clusters of providers, and of small providers, as in the system's example
PAIRS, MOST = 200_000_000, 100  # of users and items to be scored, in at most so many steps

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
np.random.seed(1)  # noqa: NPY002  # the system draws its providers from NumPy's global state
tf.random.set_seed(1)

users, items = size()
clusters = max(items // (IN_CLUSTER * ITEMS_EACH), 1)
providers = init_random_provider_clusters(SPREAD, IN_CLUSTER, clusters, TOPICS)
parts = simulation_config.create_viable_provider_simulation_network(
    providers, num_users=users, provider_boost_cap=BOOST
)
system = TFRuntime(network=network.Network(variables=parts))


@tf.function
def lived(steps):
    """What users have of so many steps, on average."""
    _, reward = network.find_unique_field(system.execute(num_steps=steps), field_name="cumulative_reward")
    return tf.reduce_mean(reward)


def seconds(steps):
    """CPU seconds of so many steps."""
    start = process_time()
    float(lived(tf.constant(steps)))
    return process_time() - start


seconds(0)
steps = min(max(PAIRS // (users * items), 1), MOST)
cost = seconds(steps) - seconds(0)
tell("recsim_ng", "ecosystem", users, clusters * IN_CLUSTER * ITEMS_EACH, users * SLATE * steps, cost)
