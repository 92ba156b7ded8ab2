"""How much memory the records of a run take, before it is lived."""

import shutil
import tempfile

from sim.config.settings import RecordSettings
from sim.results.accounting import WINDOW_DAYS
from sim.results.ledger import ROW
from sim.results.pages import IN_MEMORY
from sim.results.rows import MOST_ROWS
from sim.world.tally import LANES, LOG

TABLE_ROW = 60  # bytes of a row of the ledger as a table, while it is summed
SORTED = 150  # bytes of a recorded impression while those of its span are sorted, or it is in a table
SEEN = 0.5  # of the lanes of accounts in which anything is shown on a day


def record_bytes(
    record: RecordSettings, accounts: float, items: float, impressions: float, days: int, spans: float
) -> dict[str, float]:
    """Bytes by part of what a run has recorded, at the largest moment; what is on disk is not in it.

    `impressions` are those of a day, which has so many spans. Results are read off the ledger's last days as a table;
    recorded impressions are sorted span by span, and become a table in parts.
    """
    rows = SEEN * min(2.0 * items, accounts * LANES) if record.ledger else 0.0  # of the ledger, a day
    kept = {"ledger": rows * days * ROW.itemsize}
    if record.impressions:
        kept["recorded impressions"] = impressions * days * LOG.itemsize
    if _room() > sum(kept.values()):
        kept = {name: min(size, float(IN_MEMORY)) for name, size in kept.items()}
    if record.impressions:
        kept["recorded impressions"] += SORTED * max(impressions / spans, min(impressions * days, MOST_ROWS))
    kept["ledger"] += rows * min(days, WINDOW_DAYS) * TABLE_ROW
    return kept


def _room() -> int:
    """Bytes that the folder for temporary files has room for."""
    try:
        return shutil.disk_usage(tempfile.gettempdir()).free
    except OSError:
        return 0
