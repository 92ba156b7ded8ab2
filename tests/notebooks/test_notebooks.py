"""Every notebook runs from top to bottom, and stands on what its text says."""

import re
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient

FOLDER = Path(__file__).parents[2] / "notebooks"
SOURCES = sorted(FOLDER.glob("*.py"))
LONGEST_CELL = 10  # lines
A_POLICY = re.compile(r"class \w+\(Policy\):\n")
WORDS = re.compile(r'""".*?"""', re.DOTALL)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_notebook_runs(source: Path, tmp_path: Path) -> None:
    notebook = jupytext.read(source)
    NotebookClient(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_notebook_and_its_text_are_the_same(source: Path) -> None:
    cells = [(cell.cell_type, cell.source) for cell in jupytext.read(source).cells]
    paired = nbformat.read(source.with_suffix(".ipynb"), as_version=4)
    assert [(cell.cell_type, cell.source) for cell in paired.cells] == cells


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_cells_are_short_and_define_no_functions(source: Path) -> None:
    """But for a policy, of which a notebook may hold what its file would."""
    for cell in jupytext.read(source).cells:
        if cell.cell_type == "code" and A_POLICY.match(cell.source):
            lines = [line for line in WORDS.sub("", cell.source).splitlines() if line.strip()]
            assert len(lines) <= LONGEST_CELL
        elif cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= LONGEST_CELL
            assert not re.search(r"^\s*(def|class) ", cell.source, re.MULTILINE)
