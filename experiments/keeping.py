"""What a command keeps in its folder: tables, pages and figures, each whole or as it was before."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results.whole import whole

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


def keep_table(table: "pd.DataFrame", path: Path, index: bool = False) -> None:
    """Write a table as CSV, with its index if asked to.

    Raises:
        DataError: naming the file, if it cannot be written.
    """
    whole(path, lambda file: table.to_csv(file, index=index))


def keep_text(text: str, path: Path) -> None:
    """Write a page.

    Raises:
        DataError: naming the file, if it cannot be written.
    """
    whole(path, lambda file: file.write_text(text, encoding="utf-8"))


def keep_figure(figure: "Figure", path: Path, **options: Any) -> None:
    """Write a figure in the format that the file's name ends in; `options` are those of `savefig`.

    Raises:
        DataError: naming the file, if it cannot be written.
    """
    whole(path, lambda file: figure.savefig(file, format=path.suffix.removeprefix("."), **options))
