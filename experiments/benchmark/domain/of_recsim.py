"""RecSim: its users whose interests evolve. Slates of five, of which a user clicks on one or none.

The fastest way it has: all users at once, a step, slates drawn before the clock starts, so that nothing is recommended.
And the way it is meant: one user after another, each slate chosen among all items by the greedy agent it comes with.
"""

from time import process_time

import numpy as np
from meter import size, tell
from recsim import choice_model
from recsim.agents.greedy_pctr_agent import GreedyPCTRAgent
from recsim.environments import interest_evolution as world
from recsim.simulator import environment

SLATE, REQUESTS = 5, 100


def at_once(users, items):
    """CPU seconds of a step of all users."""
    models = [
        world.IEvUserModel(SLATE, choice_model_ctor=choice_model.MultinomialProportionalChoiceModel, seed=user)
        for user in range(users)
    ]
    sampler = world.UtilityModelVideoSampler(doc_ctor=world.IEvVideo, seed=1)
    crowd = environment.MultiUserEnvironment(models, sampler, items, SLATE, resample_documents=False)
    crowd.reset()
    slates = list(np.random.default_rng(1).integers(0, items, (users, SLATE)))
    start = process_time()
    crowd.step(slates)
    return process_time() - start


def one_by_one(items):
    """CPU seconds of so many requests of users who come and go."""
    one = world.create_environment(
        {"num_candidates": items, "slate_size": SLATE, "resample_documents": False, "seed": 1}
    )
    seen = one.reset()
    belief = world.IEvUserState(seen["user"])
    agent = GreedyPCTRAgent(one.action_space, belief)
    start = process_time()
    for _ in range(REQUESTS):
        belief.user_interests = seen["user"]
        seen, _, done, _ = one.step(agent.step(0.0, seen))
        if done:
            seen = one.reset()
    return process_time() - start


users, items = size()
tell("recsim", "all users at once, random slates", users, items, users * SLATE, at_once(users, items))
tell("recsim", "user after user, greedy agent", users, items, REQUESTS * SLATE, one_by_one(items))
