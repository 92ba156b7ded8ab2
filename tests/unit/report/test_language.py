"""Every string is there in every language, with the same holes, and nothing asks for one that is not."""

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from sim.analysis.estimand import QUADRANTS
from sim.analysis.market import RETURNS
from sim.analysis.tiers import TIERS
from sim.core.errors import ConfigError
from sim.report.language import LANGUAGES, counted, known, language, say, speaking, strings, told
from sim.report.markup import Html, tag
from sim.report.page import page
from sim.report.sections import money
from sim.report.sections.assumptions import GRADES
from sim.report.sections.terms import TERMS
from sim.report.verdict import Strength
from sim.traffic.decomposition import CAUSES

SOURCES = Path(__file__).parents[3] / "sim" / "report"
ASKED = re.compile(r'(?:say|told|known)\(\s*"([a-z_]+\.[A-Za-z_]+)"')
NOUNS = re.compile(r'counted\(.*?, "(\w+)"\)')
WORDS_OF_THE_TRADE = {"KOC", "KOCs", "Lorenz", "RMB"}


def holes(words: str) -> set[tuple[str, str]]:
    return {(name, form or "") for _, name, form, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("key", sorted(strings()))
def test_every_string_is_there_in_every_language_with_the_same_holes(key: str) -> None:
    both = strings()[key]
    assert set(both) == set(LANGUAGES)
    assert holes(both["en"]) == holes(both["zh"])
    assert both["en"].count("|") == both["zh"].count("|") or key.startswith("noun.")
    assert both["zh"].count("**") % 2 == both["zh"].count("`") % 2 == 0
    if key.partition(".")[0] not in ("number", "what") and re.search("[a-z]{3}", both["en"]):
        assert both["zh"] != both["en"] or both["en"] in WORDS_OF_THE_TRADE


def test_every_string_that_is_asked_for_exists() -> None:
    source = "".join(path.read_text() for path in SOURCES.rglob("*.py"))
    asked = set(ASKED.findall(source)) | {f"noun.{noun}" for noun in NOUNS.findall(source)}
    assert len(asked) > 150
    asked |= {f"group.{name}" for name in (*QUADRANTS, *TIERS)} | {f"cause.{name}" for name in CAUSES}
    asked |= {f"{part}.{one.name}" for part in ("strength", "sure") for one in Strength}
    asked |= {f"options.{one.name}" for one in Strength} | {f"term.{term}" for term in TERMS}
    asked |= {f"grade.{grade}" for grade in GRADES} | {f"bucket.{name}" for name in RETURNS} | set(money.names())
    assert not asked - set(strings())


def test_holes_are_escaped_and_markup_stays() -> None:
    assert say("number.span", low="<", high="2") == "< to 2"
    assert told("number.span", low="<b>", high=Html("<i>2</i>")) == "&lt;b&gt; to <i>2</i>"
    assert told("causes.under", policy=tag("code", "a")) == "Under <code>a</code>"
    assert "`" not in told("headline.note")
    assert told("words.none_ahead", policy="**`x`**") == (
        "<strong>No policy of this comparison comes out ahead of **`x`** within the guardrails.</strong>"
    )


def test_the_language_ends_with_the_block() -> None:
    with speaking("zh"):
        assert (counted(2, "draw"), language()) == ("2 次抽样", "zh")
        assert known("what.nothing") is None
    assert counted(2, "draw") == "2 draws"
    with pytest.raises(ConfigError, match="language is xx"), speaking("xx"):
        pass


def test_the_page_in_chinese_says_hardly_anything_in_english(full: Any) -> None:
    html = page(full, "zh", {"故事": "stories.html"})
    assert '<html lang="zh-CN">' in html
    assert '<a href="stories.html"' in html
    assert language() == "en"
    visible = re.sub(r"<(script|style|pre|code)[ >].*?</\1>|<svg.*?</svg>", "", html, flags=re.DOTALL)
    visible = re.sub('<section id="(assumptions|reproduce)".*?</section>', "", visible, flags=re.DOTALL)
    words = re.findall("[A-Za-z]{3,}", re.sub("<[^>]+>", " ", visible))
    odd = [word for word in words if word not in {"steady", "drying", "interest", *full.policies}]
    assert len(odd) < 90, odd
