"""T-RECS: content filtering that learns anew at each step. Slates of ten, of which each user takes one.

Items are bits of twenty attributes and a tenth as many accounts publish with chance 0.1, as in the system's examples.
"""

from time import process_time

import numpy as np
from meter import size, tell
from trecs.components import Creators, Users
from trecs.metrics import InteractionSpread
from trecs.models import ContentFiltering

ATTRIBUTES, SLATE = 20, 10

users, items = size()
draw = np.random.default_rng(1)
model = ContentFiltering(
    num_attributes=ATTRIBUTES,
    actual_user_representation=Users(actual_user_profiles=draw.random((users, ATTRIBUTES)), num_users=users, seed=1),
    actual_item_representation=draw.integers(0, 2, (ATTRIBUTES, items)),
    creators=Creators(draw.random((max(items // 10, 1), ATTRIBUTES)), creation_probability=0.1, seed=1),
    num_items_per_iter=SLATE,
    measurements=[InteractionSpread()],
    seed=1,
)
start = process_time()
model.run(timesteps=1, disable_tqdm=True)
tell("trecs", "content filtering", users, items, users * SLATE, process_time() - start)
