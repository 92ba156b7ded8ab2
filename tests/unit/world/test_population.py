import numpy as np
import pytest

from sim.config.load import load
from sim.simulation import set_stage
from sim.world.population import build_creators
from sim.world.settings import PopulationSettings
from sim.world.topics import niche_topics, topics
from sim.world.world import Key, World


def settings(*overrides: str) -> PopulationSettings:
    return load([f"population.{one}" for one in overrides]).population


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("share", [0.0, 0.1, 0.25, 1.0])
def test_as_many_accounts_are_niche_as_asked_and_none_by_chance(seed: int, share: float) -> None:
    asked = settings(f"niche_share={share}")
    tree = topics(asked)
    accounts = build_creators(asked, tree, seed, horizon_days=180.0)
    on_niche = accounts.topic_mix[:, tree.niche].sum(axis=1)
    assert accounts.niche[: asked.creators].sum() == round(share * asked.creators)
    assert (on_niche[accounts.niche == 1] > 0.999).all()
    assert (on_niche[accounts.niche == 0] < asked.niche_mass).all()
    assert np.allclose(accounts.topic_mix.sum(axis=1), 1.0, atol=1e-6)
    entrants = accounts.niche[asked.creators :]
    assert abs(entrants.mean() - share) < 4 * np.sqrt(0.25 / entrants.size)


def test_a_mainstream_account_with_nothing_mainstream_left_follows_demand() -> None:
    asked = settings("niche_coverage=0.05", "generalist_concentration=0.001", "specialist_concentration=0.001")
    tree = topics(asked)
    accounts = build_creators(asked, tree, 0, horizon_days=0.0)
    mainstream = accounts.topic_mix[accounts.niche == 0]
    assert np.allclose(mainstream.sum(axis=1), 1.0)
    assert (mainstream[:, tree.niche].sum(axis=1) < asked.niche_mass).all()


def test_definitions_of_niche_have_their_number() -> None:
    tree = topics(settings())
    for definition, key in (("share", "niche_share_below"), ("depth", "niche_depth_below")):
        sizes = [
            int(
                niche_topics(
                    tree.demand, tree.vertical, settings(f"niche_definition={definition}", f"{key}={at}")
                ).sum()
            )
            for at in (0.2, 0.5, 1.0)
        ]
        assert sizes == sorted(set(sizes))


def test_the_follower_scale_is_what_a_follow_stands_for() -> None:
    behaviour = load().behaviour
    plain, twice = (
        World(settings("users=50", "creators=10", f"follower_scale={scale}"), behaviour, Key(0, 0)) for scale in (1, 2)
    )
    follows = np.minimum(plain.users.follows_ever, plain.users.follows.shape[1]).sum()
    assert plain.followers_per_follow * follows == pytest.approx(plain.creators.first_followers[:10].sum())
    assert twice.followers_per_follow == 2 * plain.followers_per_follow
    assert (twice.creators.followers == plain.creators.followers).all()


def test_drawing_again_fills_the_places_that_were_asked_for() -> None:
    """Where every draw is a new account at last, each follows as many as drawn; nobody follows an account twice."""
    few = ["scenario=quick", "population.users=300", "population.first_follows=8"]
    once, again = (set_stage(load([*few, f"population.first_follow_attempts={n}"])).world.users for n in (1, 400))
    assert again.follows_ever.mean() > 1.2 * once.follows_ever.mean()
    assert again.follows_ever.mean() == pytest.approx(8.0, rel=0.1)
    for row in again.follows:
        followed = row[row >= 0]
        assert np.unique(followed).size == followed.size
    first = once.follows[:, 0] == again.follows[:, 0]
    assert first.all(), "whom the first draw gave is still followed"
