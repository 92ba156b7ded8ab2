"""The report as its readers meet it: in a browser without a network, on a phone, on paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

PHONE = {"width": 360, "height": 740}
Visit = Callable[..., Any]


@pytest.mark.parametrize("name", ["illustrative", "full", "hostile", "chinese"])
def test_nothing_is_fetched_and_nothing_complains(visit: Visit, name: str) -> None:
    page = visit(name)
    page.wait_for_timeout(200)
    beside = [
        one for one in page.heard if not one.startswith(("request file:", "fetched file:")) and "data:," not in one
    ]
    assert not beside
    assert sum(one.startswith("request file:") for one in page.heard) == 1


def test_the_browser_would_refuse_to_fetch(visit: Visit) -> None:
    page = visit("illustrative")
    page.evaluate("() => { const i = new Image(); i.src = 'http://localhost:9/x.png'; document.body.append(i); }")
    page.wait_for_timeout(200)
    assert any("Content Security Policy" in one for one in page.heard)
    assert not any(one.startswith("fetched http") for one in page.heard)


def column(page: Any, section: str, place: int) -> list[str]:
    cells = page.locator(f"#{section} table").first.locator(f"tbody tr td:nth-child({place})")
    return [str(one) for one in cells.all_inner_texts()]


def heading(page: Any, section: str, words: str) -> Any:
    return page.locator(f"#{section} table").first.locator("thead button", has_text=words).first


def test_a_table_sorts_by_a_click_and_back(visit: Visit) -> None:
    page = visit("full")
    rows = page.locator("#table table tbody tr")
    values = "rows => rows.map(row => row.cells[2].dataset.value).map(Number)"
    before = rows.evaluate_all(values)
    button = heading(page, "table", "exposure drying")
    button.click()
    assert rows.evaluate_all(values) == sorted(before, reverse=True)
    assert page.locator("#table th[aria-sort=descending]").count() == 1
    button.click()
    assert rows.evaluate_all(values) == sorted(before)
    heading(page, "table", "policy").press("Enter")
    assert column(page, "table", 1) == sorted(column(page, "table", 1), reverse=True)


def test_what_is_missing_sorts_last_both_ways(visit: Visit) -> None:
    page = visit("full")
    button = heading(page, "table", "price of rescue")
    place = button.evaluate("button => button.closest('th').cellIndex")
    for _ in range(2):
        button.click()
        rows = page.locator("#table table tbody tr")
        values = rows.evaluate_all("(rows, place) => rows.map(row => row.cells[place].dataset.value)", place)
        there = [one != "" for one in values]
        assert there == sorted(there, reverse=True)
        assert not all(there)


def test_the_page_reads_without_a_script(visit: Visit) -> None:
    page = visit("full", java_script_enabled=False)
    assert page.locator("#table tbody tr").count() == 6
    assert page.locator("#table button").count() == 0
    assert "niche-small creators" in page.locator(".answer").inner_text()


@pytest.mark.parametrize("name", ["illustrative", "full", "hostile", "chinese"])
def test_on_a_phone_only_tables_scroll_sideways(visit: Visit, name: str) -> None:
    page = visit(name, viewport=PHONE, device_scale_factor=2)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    widest = page.locator("svg[role=img]").evaluate_all(
        "all => Math.max(...all.map(one => one.getBoundingClientRect().right))"
    )
    assert widest <= PHONE["width"]


def test_text_in_figures_is_legible_on_a_phone(visit: Visit) -> None:
    page = visit("full", viewport=PHONE)
    heights = page.locator("svg[role=img] text").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    visible = [height for height in heights if height > 0]
    assert len(visible) > 100
    assert min(visible) > 7.5


def test_figures_are_drawn(visit: Visit) -> None:
    page = visit("full")
    for number in (1, 2, 3, 4):
        boxes = page.locator(f"#figure-{number} .panel svg").evaluate_all(
            "all => all.map(one => one.getBoundingClientRect().height).filter(height => height > 0)"
        )
        assert boxes
        assert all(height > 80 for height in boxes)


def test_every_link_in_the_page_leads_somewhere(visit: Visit) -> None:
    page = visit("illustrative")
    targets = page.locator("nav a[href^='#']").evaluate_all("all => all.map(one => one.getAttribute('href').slice(1))")
    assert len(targets) > 5
    assert all(page.locator(f"[id='{target}']").count() == 1 for target in targets)


def test_it_prints(visit: Visit, tmp_path: Path) -> None:
    page = visit("full")
    page.emulate_media(media="print")
    assert page.locator("nav").is_hidden()
    path = tmp_path / "report.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    printed = path.read_bytes()
    assert printed.startswith(b"%PDF")
    assert 4 < printed.count(b"/Type /Page\n") < 40


def test_hostile_names_are_shown_as_they_are(visit: Visit) -> None:
    page = visit("hostile")
    assert "<script>alert(2)</script>" in page.locator("#table tbody").inner_text()
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1


@pytest.mark.parametrize("name", ["illustrative", "full", "chinese"])
def test_the_brief_is_one_printed_page(name: str, visit: Visit, tmp_path: Path) -> None:
    page = visit(name)
    page.emulate_media(media="print")
    page.evaluate(
        """() => {
            for (const part of document.querySelectorAll("main > section")) if (part.id !== "brief") part.remove();
            for (const part of [...document.body.children]) if (part.tagName !== "MAIN") part.remove();
        }"""
    )
    path = tmp_path / "brief.pdf"
    page.pdf(path=path, prefer_css_page_size=True)
    assert path.read_bytes().count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("name", ["full", "chinese"])
def test_it_is_accessible(visit: Visit, name: str) -> None:
    """By axe-core's rules of WCAG 2.1 A and AA, contrast among them, with everything unfolded."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe-playwright-python")
    page = visit(name, bypass_csp=True)
    page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
    rules = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}
    found = axe.Axe().run(page, options=rules).response
    assert not [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found["violations"]]
    assert len(found["passes"]) > 15


@pytest.mark.parametrize("name", ["full", "chinese"])
def test_it_is_small_and_opens_quickly(visit: Visit, reports: dict[str, Path], name: str) -> None:
    assert reports[name].stat().st_size < 3_000_000
    page = visit(name)
    opened = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < opened < 2_000


def test_the_brief_comes_first(visit: Visit) -> None:
    page = visit("full")
    assert page.locator("main > section").first.get_attribute("id") == "brief"
    assert page.locator("h1").bounding_box()["y"] < page.locator(".recommendation").bounding_box()["y"] < 2_000


def test_a_click_on_a_policy_shows_it_alone_and_another_all_again(visit: Visit) -> None:
    page = visit("full")
    pick = page.locator("#figure-1 .pick").nth(2)
    faint = "all => all.map(one => getComputedStyle(one).opacity)"
    drawn = page.locator("#figure-1 [class^='policy-']")
    assert set(drawn.evaluate_all(faint)) == {"1"}
    pick.click()
    mark = pick.get_attribute("data-policy")
    assert set(page.locator(f"#figure-1 .{mark}").evaluate_all(faint)) == {"1"}
    assert set(page.locator("#figure-1 .policy-0").evaluate_all(faint)) == {"0.1"}
    assert pick.get_attribute("aria-pressed") == "true"
    pick.press("Enter")
    assert set(drawn.evaluate_all(faint)) == {"1"}


@pytest.mark.parametrize("name", ["full", "chinese"])
def test_labels_of_drawings_stay_inside_them(visit: Visit, name: str) -> None:
    page = visit(name)
    outside = page.locator(".panel svg").evaluate_all(
        """all => all.flatMap(svg => {
            const box = svg.getBoundingClientRect();
            return [...svg.querySelectorAll("text")].filter(text => {
                const its = text.getBoundingClientRect();
                return its.width && (its.left < box.left - 3 || its.right > box.right + 3);
            }).map(text => text.textContent);
        })"""
    )
    assert not outside


def test_the_page_beside_it_is_linked(visit: Visit) -> None:
    assert visit("chinese").locator("nav a.beside").get_attribute("href") == "stories.html"
