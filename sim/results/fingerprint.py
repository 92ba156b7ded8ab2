"""One short word for a whole run: the digest of its final state and its ledger."""

import hashlib

import numpy as np

from sim.core.table import Table
from sim.results.ledger import Ledger
from sim.world.world import World


def fingerprint(world: World, ledger: Ledger) -> str:
    """Hex digest of every table (users, accounts, careers, agencies, items, rooms, what is sold, money) and the ledger.

    Names, types and shapes of the columns count too. What a run was asked to record does not, nor do the columns
    of a mechanism that is off.
    """
    digest = hashlib.sha256()
    sold: tuple[Table, ...] = tuple(world.commerce.tables().values()) if world.commerce else ()
    for table in (world.users, world.creators, world.items, *sold):
        _add(digest, table)
    if len(world.campaigns) or world.money.paid.any():
        _add(digest, world.campaigns)
        if world.bidders is not None:
            _add(digest, world.bidders)
        for name, amounts in world.money.arrays():
            digest.update(f"{name} {amounts.shape}\n".encode())
            digest.update(np.ascontiguousarray(amounts).data)
    if world.careers is not None:
        _add(digest, world.careers)
    if world.live is not None:
        _add(digest, world.live.hosts)
        _add(digest, world.live.rooms)
    if world.agencies is not None:
        _add(digest, world.agencies)
    digest.update(np.array([world.now, world.next_serial], dtype="<i8").data)
    digest.update(ledger.digest)
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", table: Table) -> None:
    for name, array in table.columns():
        if table.schema[name].optional and (array == table.schema[name].fill).all():
            continue
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)
