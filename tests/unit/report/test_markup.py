from sim.report.markup import Html, tag, text


def test_text_is_escaped_and_markup_is_not() -> None:
    assert text("a < b", Html("<br>"), None, ["&", [1, 2.5]]) == "a &lt; b<br>&amp;12.5"


def test_attributes_are_escaped_and_named_as_html_names_them() -> None:
    made = tag("td", "x", class_="a", data_value='"><script>', aria_label=None, hidden=True)
    assert made == '<td class="a" data-value="&quot;&gt;&lt;script&gt;" hidden>x</td>'


def test_an_element_may_have_an_attribute_called_name() -> None:
    assert tag("meta", name_="viewport") == '<meta name="viewport">'


def test_what_tag_returns_is_markup() -> None:
    assert tag("p", tag("b", "<")) == "<p><b>&lt;</b></p>"
