"""The networks of a run as networkx sees them, without a Python object for every node.

Functions that `sim.results.graph_backend` knows run on the compressed rows; others can be asked of the copy that
`to_networkx` makes of a small network.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sim.core.errors import DataError
from sim.world.csr import Rows
from sim.world.world import World

MOST_COPIED = 1_000_000  # edges of a network that may be copied into networkx's own classes


class Graph:
    """A read-only network. Nodes are whole numbers: user u is u; in the follow graph account c is `users` + c."""

    __networkx_backend__ = "interest_sim"

    def __init__(self, rows: Rows, users: int, accounts: int = 0, *, directed: bool = True) -> None:
        self.rows, self.users, self.accounts, self.directed = rows, users, accounts, directed
        self.count = users + accounts
        self.graph: dict[str, Any] = {}

    @cached_property
    def matrix(self) -> "sparse.csr_array":
        """Adjacency, [N, N], ones where there is an edge from row to column."""
        start = np.concatenate([self.rows.start, np.full(self.count - self.users, self.rows.start[-1])])
        target = self.rows.target + (self.users if self.accounts else 0)
        return sparse.csr_array((np.ones(target.size), target, start), shape=(self.count, self.count))

    @cached_property
    def columns(self) -> "sparse.csc_array":
        """The same by column: who points at a node."""
        return self.matrix.tocsc()

    def account(self, creator: int) -> int:
        """The node of an account."""
        return self.users + creator

    def is_directed(self) -> bool:
        return self.directed

    def is_multigraph(self) -> bool:
        return False

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.count))

    def __contains__(self, node: object) -> bool:
        return isinstance(node, int | np.integer) and bool(0 <= node < self.count)

    def __getitem__(self, node: int) -> dict[int, dict[str, Any]]:
        return {other: {} for other in self.neighbors(node)}

    @property
    def nodes(self) -> range:
        """All nodes."""
        return range(self.count)

    @property
    def edges(self) -> Iterator[tuple[int, int]]:
        """All edges; each once where they have no direction."""
        for node in range(self.users):
            for other in self.neighbors(node):
                if self.directed or node < other:
                    yield node, other

    def number_of_nodes(self) -> int:
        return self.count

    def order(self) -> int:
        return self.count

    def number_of_edges(self) -> int:
        return int(self.rows.target.size) // (1 if self.directed else 2)

    def size(self) -> int:
        return self.number_of_edges()

    def has_node(self, node: object) -> bool:
        return node in self

    def has_edge(self, one: int, other: int) -> bool:
        return other in self.neighbors(one)

    def neighbors(self, node: int) -> Iterator[int]:
        """Whom a user follows, or who her friends are."""
        return iter(self.matrix.indices[self.matrix.indptr[node] : self.matrix.indptr[node + 1]].tolist())

    successors = neighbors

    def predecessors(self, node: int) -> Iterator[int]:
        """Who follows an account."""
        return iter(self.columns.indices[self.columns.indptr[node] : self.columns.indptr[node + 1]].tolist())

    def out_degree(self, node: int | None = None) -> Any:
        """Edges from each node, [N], or from one."""
        return self._one(np.diff(self.matrix.indptr), node)

    def in_degree(self, node: int | None = None) -> Any:
        """Edges to each node, [N], or to one."""
        return self._one(np.bincount(self.matrix.indices, minlength=self.count), node)

    def degree(self, node: int | None = None) -> Any:
        """Edges at each node, [N], or at one."""
        return self._one(self.out_degree() + (self.in_degree() if self.directed else 0), node)

    def to_networkx(self) -> nx.Graph:
        """A copy in networkx's own class, for functions that do not know this one.

        Raises:
            DataError: if the network is too large for it.
        """
        if self.number_of_edges() > MOST_COPIED:
            raise DataError(
                f"the network has {self.number_of_edges():,} edges, allowed in a copy for networkx are {MOST_COPIED:,}"
            )
        copy = nx.DiGraph() if self.directed else nx.Graph()
        copy.add_nodes_from(self.nodes)
        copy.add_edges_from(self.edges)
        return copy

    @staticmethod
    def _one(values: NDArray[np.integer], node: int | None) -> Any:
        return values if node is None else int(values[node])


def follow_graph(world: World) -> Graph:
    """Users and the accounts they follow now.

    Raises:
        DataError: if networkx does not know the backend.
    """
    _need_backend()
    return Graph(Rows.of_lists(world.users.follows), len(world.users), len(world.creators))


def friend_graph(world: World) -> Graph:
    """Users and their friends.

    Raises:
        DataError: if nobody has friends, or networkx does not know the backend.
    """
    _need_backend()
    if world.friends is None:
        raise DataError("population.friends is 0: there is no network of friends, allowed is at least 2")
    return Graph(world.friends, len(world.users), directed=False)


def _need_backend() -> None:
    if Graph.__networkx_backend__ not in nx.utils.backends.backends:
        raise DataError(
            "networkx does not know how to read the networks of a run: install the package (pip install -e .), "
            "so that its entry point is found"
        )
