"""How a place is named to a person."""

from pathlib import Path


def short(folder: Path) -> Path:
    """A folder as seen from here, where it lies below."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder
