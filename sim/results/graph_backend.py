"""What networkx's functions do with a network of a run: the same answers, from compressed rows.

networkx finds it by the entry point in pyproject.toml, when it is imported: the package must be installed.
"""

from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from sim.results.graph import Graph

NAME = Graph.__networkx_backend__


def pagerank(
    G: Graph,
    alpha: float = 0.85,
    personalization: Any = None,
    max_iter: int = 100,
    tol: float = 1.0e-6,
    nstart: Any = None,
    weight: str | None = "weight",  # noqa: ARG001  # networkx's signature; these networks have no weights
    dangling: Any = None,
) -> dict[int, float]:
    """PageRank by power iteration (Page, Brin, Motwani and Winograd 1999), as networkx defines its ends.

    Raises:
        PowerIterationFailedConvergence: after `max_iter` steps.
    """
    count = len(G)
    jump = _shares(personalization, count)
    lost_to = jump if dangling is None else _shares(dangling, count)
    rank = _shares(nstart, count)
    degree = G.out_degree().astype(np.float64)
    out = np.divide(1.0, degree, out=np.zeros(count), where=degree > 0)
    incoming = G.columns.T.tocsr() if G.directed else G.matrix
    for _ in range(max_iter):
        before = rank
        rank = alpha * (incoming @ (before * out) + before[degree == 0].sum() * lost_to) + (1.0 - alpha) * jump
        if np.abs(rank - before).sum() < count * tol:
            return _by_node(rank)
    raise nx.PowerIterationFailedConvergence(max_iter)


def in_degree_centrality(G: Graph) -> dict[int, float]:
    """Share of the other nodes that point at each."""
    return _by_node(G.in_degree() / max(len(G) - 1, 1))


def out_degree_centrality(G: Graph) -> dict[int, float]:
    """Share of the other nodes that each points at."""
    return _by_node(G.out_degree() / max(len(G) - 1, 1))


def degree_centrality(G: Graph) -> dict[int, float]:
    """Share of the other nodes that each is joined to."""
    return _by_node(G.degree() / max(len(G) - 1, 1))


def clustering(G: Graph, nodes: Any = None, weight: Any = None) -> Any:
    """Share of the pairs of a node's neighbours that are neighbours (Watts and Strogatz 1998)."""
    if G.directed or weight is not None:
        raise NotImplementedError("clustering is known here for networks without directions and weights")
    degree = G.degree().astype(np.float64)
    closed = np.asarray((G.matrix @ G.matrix).multiply(G.matrix).sum(axis=1)).ravel()
    pairs = degree * (degree - 1.0)
    local = np.divide(closed, pairs, out=np.zeros(len(G)), where=pairs > 0)
    if nodes is None:
        return _by_node(local)
    return float(local[nodes]) if nodes in G else {node: float(local[node]) for node in nodes}


def average_clustering(G: Graph, nodes: Any = None, weight: Any = None, count_zeros: bool = True) -> float:
    """Mean of `clustering` over nodes."""
    values = [value for value in clustering(G, nodes, weight).values() if count_zeros or abs(value) > 0]
    return float(sum(values) / len(values))


def convert_to_nx(graph: Any, *_args: Any, **_kwargs: Any) -> Any:
    """The copy of a small network; what is no network stays as it is."""
    return graph.to_networkx() if isinstance(graph, Graph) else graph


def convert_from_nx(graph: Any, *_args: Any, **_kwargs: Any) -> Any:
    """Networks are made by runs alone.

    Raises:
        NotImplementedError: always.
    """
    raise NotImplementedError(f"{NAME} makes networks from runs, not from networkx graphs")


def _shares(given: Any, count: int) -> NDArray[np.float64]:
    values = np.full(count, 1.0 / count)
    if given is not None:
        values = np.zeros(count)
        values[list(given)] = list(given.values())
        values /= values.sum()
    return values


def _by_node(values: NDArray[np.float64]) -> dict[int, float]:
    return dict(enumerate(values.tolist()))
