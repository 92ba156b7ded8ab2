"""A comparison on disk: what cannot be computed again from the rest is read, the rest is there for others to read."""

from collections.abc import Callable, Iterable
from pathlib import Path

from sim.comparison.result import Comparison
from sim.config.saved import validate_saved
from sim.results import folder

UNFINISHED = "comparison.unfinished"  # the runs that are done of a comparison that is not; it goes when all is saved
READ = ("runs", "daily", "decomposition", "assumptions", "failures")
FORM = folder.Form(
    noun="comparison",
    format=1,
    tables={
        "runs.parquet": ("draw", "replication", "policy", "schedule", "horizon_day"),
        "daily.parquet": ("draw", "replication", "policy", "schedule", "day", "quadrant", "natural"),
        "decomposition.parquet": ("policy", "schedule", "quadrant", "cause", "change"),
        "assumptions.parquet": ("draw", "parameter", "value"),
        "failures.parquet": ("draw", "replication", "policy", "schedule", "error"),
        "table.parquet": ("policy", "protection"),
        "pairing.parquet": ("horizon", "policy", "correlation", "variance_ratio"),
        "flip.parquet": ("parameter", "low", "high"),
    },
    keys={"fingerprint": str, "policies": list, "schedules": list},
    guests=("report.html", "stories.html", UNFINISHED),
)


def save(
    comparison: Comparison,
    path: str | Path,
    guests: Callable[[Path], object] | None = None,
    staying: Iterable[str] = (),
) -> Path:
    """Write a comparison to a folder, all or nothing; an earlier comparison in it is replaced.

    `guests` writes what lies beside its tables, to the folder that it is given: it appears with them. What is
    `staying` of an earlier folder stays.

    Raises:
        DataError: if the path is a file, or a folder that holds anything but a comparison.
    """
    tables = {f"{name}.parquet": getattr(comparison, name) for name in (*READ, "pairing", "flip")}
    tables["table.parquet"] = comparison.table.reset_index()
    marks = {"policies": comparison.policies, "schedules": comparison.schedules}
    plain = comparison.config.model_dump(mode="json")
    return folder.write(FORM, path, plain, tables, comparison.manifest | marks, guests, staying)


def open_comparison(path: str | Path) -> Comparison:
    """Read a comparison from its folder. Parameters that were removed since it was saved are left out, and named.

    Raises:
        DataError: if it is not a whole comparison, naming the file and what is wrong with it.
    """
    place = Path(path)
    manifest = folder.open_manifest(FORM, place)
    return Comparison(
        config=validate_saved(folder.plain_config(place / folder.CONFIG), f"{place / folder.CONFIG}"),
        **{name: folder.table(FORM, place / f"{name}.parquet") for name in READ},
        policies=[str(name) for name in manifest["policies"]],
        schedules=[str(name) for name in manifest["schedules"]],
        manifest={key: value for key, value in manifest.items() if key not in folder.OWN},
    )


def is_comparison(place: Path) -> bool:
    """Whether a folder holds a comparison and nothing else."""
    return folder.holds(FORM, place)
