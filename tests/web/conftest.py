"""A browser, and reports of invented comparisons on disk."""

import runpy
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.report.page import write

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """The system's Chromium."""
    playwright = pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright")
    if CHROMIUM is None:
        pytest.skip("the browser tests need chromium, which is not installed")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture(scope="session")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An illustrative report, a full one in two languages, and one whose every name is hostile."""
    invented = runpy.run_path(str(Path(__file__).parents[1] / "invented.py"))["invented"]
    folder = tmp_path_factory.mktemp("reports")
    hostile = invented(policies=("interest", "random"), names={"random": HOSTILE})
    hostile.flip_sentence = HOSTILE
    hostile.manifest = {"command": HOSTILE}
    made = {
        "illustrative": invented(policies=("interest", "random", "creator_floor")),
        "full": invented(replications=8, draws=24, horizons=(30, 180, 540)),
        "hostile": hostile,
    }
    pages = {name: write(comparison, folder / f"{name}.html") for name, comparison in made.items()}
    return pages | {"chinese": write(made["full"], folder / "chinese.html", "zh", {"创作者故事": "stories.html"})}


Visit = Callable[..., Any]


@pytest.fixture
def visit(browser: Any, reports: dict[str, Path]) -> Iterator[Visit]:
    """Open a report; `.heard` on the page collects requests, what came of them, messages, errors and dialogs."""
    opened = []

    def go(name: str, **options: Any) -> Any:
        page = browser.new_page(**options)
        opened.append(page)
        page.heard = []
        page.on("request", lambda request: page.heard.append(f"request {request.url}"))
        page.on("requestfinished", lambda request: page.heard.append(f"fetched {request.url}"))
        page.on("console", lambda message: page.heard.append(f"console {message.text}"))
        page.on("pageerror", lambda error: page.heard.append(f"error {error}"))
        page.on("dialog", lambda dialog: (page.heard.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.goto(reports[name].as_uri())
        return page

    yield go
    for page in opened:
        page.close()
