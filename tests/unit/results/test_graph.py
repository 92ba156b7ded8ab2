"""The networks of a run through networkx: the same answers as from its own classes, and quickly."""

import networkx as nx
import numpy as np
import pytest

import sim
from sim.core.errors import DataError
from sim.results.graph import Graph, follow_graph
from sim.world.csr import Rows

USERS, ACCOUNTS = 60, 25


@pytest.fixture(scope="module")
def graph() -> Graph:
    draw = np.random.default_rng(3)
    lists = np.full((USERS, 8), -1, dtype=np.int32)
    for row in lists:
        number = draw.integers(0, 7)
        row[draw.choice(8, number, replace=False)] = draw.choice(ACCOUNTS, number, replace=False)
    return Graph(Rows.of_lists(lists), USERS, ACCOUNTS)


@pytest.fixture(scope="module")
def friends() -> Graph:
    one, other = np.random.default_rng(4).integers(0, USERS, (2, 250))
    apart = one != other
    one, other = np.append(one[apart], other[apart]), np.append(other[apart], one[apart])
    return Graph(Rows.of_pairs(one, other, USERS), USERS, directed=False)


def test_it_reads_as_its_copy_does(graph, friends) -> None:
    for network in (graph, friends):
        copy = network.to_networkx()
        assert (len(network), network.number_of_edges()) == (len(copy), copy.number_of_edges())
        assert set(network) == set(copy)
        assert network.degree().tolist() == [degree for _, degree in copy.degree()]
        assert all(set(network[node]) == set(copy[node]) for node in copy)
        assert all(network.has_edge(*edge) for edge in copy.edges)
        assert (len(network) in network, 0 in network, "0" in network) == (False, True, False)
    copy = graph.to_networkx()
    assert graph.in_degree().tolist() == [degree for _, degree in copy.in_degree()]
    assert all(set(graph.predecessors(node)) == set(copy.predecessors(node)) for node in copy)
    assert graph.in_degree(graph.account(3)) == copy.in_degree(USERS + 3)


@pytest.mark.parametrize("ask", [nx.pagerank, nx.in_degree_centrality, nx.out_degree_centrality, nx.degree_centrality])
def test_networkx_gives_the_answers_of_its_own_classes(ask, graph) -> None:
    assert ask(graph) == pytest.approx(ask(graph.to_networkx()), abs=1e-12)


def test_pagerank_may_favour_some(graph) -> None:
    some = {"personalization": {1: 2.0, USERS + 2: 1.0}, "dangling": {5: 1.0}, "alpha": 0.7, "nstart": {0: 1.0}}
    assert nx.pagerank(graph, **some) == pytest.approx(nx.pagerank(graph.to_networkx(), **some), abs=1e-12)
    with pytest.raises(nx.PowerIterationFailedConvergence):
        nx.pagerank(graph, max_iter=1)


def test_clustering_of_friends(friends) -> None:
    copy = friends.to_networkx()
    assert nx.clustering(friends) == pytest.approx(nx.clustering(copy))
    assert nx.clustering(friends, 3) == pytest.approx(nx.clustering(copy, 3))
    assert nx.average_clustering(friends) == pytest.approx(nx.average_clustering(copy))
    assert nx.pagerank(friends) == pytest.approx(nx.pagerank(copy), abs=1e-12)


def test_what_it_does_not_know_can_be_asked_of_a_small_copy(graph) -> None:
    with pytest.raises(NotImplementedError, match="interest_sim"):
        nx.betweenness_centrality(graph)
    assert len(nx.betweenness_centrality(graph.to_networkx())) == len(graph)


def test_a_large_network_is_read_but_not_copied() -> None:
    users, accounts = 100_000, 10_000
    lists = np.random.default_rng(0).integers(0, accounts, (users, 12)).astype(np.int32)
    large = Graph(Rows.of_lists(lists), users, accounts)
    assert sum(nx.pagerank(large).values()) == pytest.approx(1.0)
    with pytest.raises(DataError, match="1,200,000 edges"):
        large.to_networkx()


def test_the_follows_of_a_run(tmp_path) -> None:
    run = sim.simulate(["scenario=quick", "population.users=60", "horizon_days=2", "warmup_days=1"])
    graph = run.graph()
    world = run.warm.world
    assert graph.number_of_edges() == (world.users.follows >= 0).sum()
    user = int(np.argmax((world.users.follows >= 0).sum(axis=1)))
    followed = world.users.follows[user]
    assert set(graph.successors(user)) == {graph.account(c) for c in followed[followed >= 0].tolist()}
    assert follow_graph(world).directed
    with pytest.raises(DataError, match="kind is enemies, allowed is follows or friends"):
        run.graph("enemies")
    with pytest.raises(DataError, match="there is no network of friends"):
        run.graph("friends")
    with pytest.raises(DataError, match="opened from disk"):
        sim.open_run(run.save(tmp_path / "run")).graph()


def test_the_friends_of_a_run() -> None:
    run = sim.simulate(
        ["scenario=quick", "population.users=200", "population.friends=8", "horizon_days=1", "warmup_days=0"]
    )
    friends = run.graph("friends")
    assert friends.number_of_edges() == pytest.approx(800, rel=0.02)
    assert nx.average_clustering(friends) > 0.3
