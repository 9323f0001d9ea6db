"""The page as it is written. What a browser makes of it: test_html_browser.py."""

import base64
import hashlib
import json
import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from html import unescape
from html.parser import HTMLParser
from io import BytesIO, StringIO, TextIOWrapper
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dralint.finding import CERTAIN, WARNING, Diagnostic, Result, RuleInfo, Step
from dralint.report import ReportOptions, reporter
from dralint.report.html import rendered
from dralint.report.html.template import prose
from dralint.text import Position, Span
from tests.report.samples import shop

VOID = {"meta", "link", "input", "br", "path", "rect", "circle"}
OPTIONAL = {"td", "th"}
MARKUP = "</script></style></noscript></title>--><img src=x onerror=hack()>\"'`&lt;{{ 7*7 }}"


class Reader(HTMLParser):
    """Collects elements, and what is not closed as it was opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.odd: list[str] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if len(attrs) != len(dict(attrs)):
            self.odd.append(f"{tag} says the same twice")
        if tag not in VOID | OPTIONAL:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID | OPTIONAL:
            return
        if not self._open or self._open.pop() != tag:
            self.odd.append(f"</{tag}> closes something else")


def found(message: str = "bad", path: str = "lib/a.ex", **more: Any) -> Diagnostic:
    return replace(
        Diagnostic("a-rule", Span(path, Position(1, 1), Position(1, 4)), WARNING, CERTAIN, message),
        **more,
    )


def hostile(text: str) -> Result:
    """A report in which every text is the same bad one."""
    path = f"lib/{text}.ex"
    at = Span(path, Position(1, 1), Position(1, 4))
    tree = {
        "module": text, "name": text, "id": text, "kind": "worker", "strategy": text,
        "restart": text, "shutdown": text, "condition": text, "dynamic": True, "linked": True,
        "many": True, "unknown": None, "path": path, "line": 1, "children": [],
    }  # fmt: skip
    tree["children"] = [{**tree, "unknown": text}]
    wait = {
        "from": text, "clause": text, "to": f"{text}!", "instance": text, "sure": False,
        "kind": "call", "message": text, "path": path, "line": 1,
        "calls": [{"call": text, "path": path, "line": 1}] * 2,
        "answers": [{"clause": text, "certain": True, "path": path, "line": 1}],
    }  # fmt: skip
    place = {"path": path, "line": 1}
    action = {
        "name": text, "module": text, "entry": text, "place": place, "api": [text], "spec": True,
        "doc": False, "testing": "own", "test": text, "callers": [],
    }  # fmt: skip
    part = {"module": text, "role": "api", "place": place}
    resource = {
        "name": text, "actions": [action], "apis": [part], "parts": [part], "needs_api": True,
    }  # fmt: skip
    domain = {
        "label": text, "app": text, "name": text, "dialect": text, "resources": [resource],
        "stray": [action], "parts": [part],
    }  # fmt: skip
    words = (
        "domains resources actions with_api needing_api entered exposed specced documented tested"
        " unused stray bypasses cycles"
    )
    drawn = {
        "adopted": True,
        "domains": [domain],
        "dependencies": [
            {"source": text, "target": f"{text}2", "calls": 1, "inside": 1, "caller": text,
             "callee": text, "place": place}
        ],
        "cycles": [[text]],
        "counts": dict.fromkeys(words.split(), 1),
    }  # fmt: skip
    share = {"done": 0, "whole": 1}
    row = {
        "module": text, "path": path, "within": path, "line": 1, "group": text, "specs": share,
        "docs": share, "moduledoc": share, "without_spec": [text], "without_doc": [text],
    }  # fmt: skip
    return Result(
        (
            found(
                text,
                path,
                rule=text,
                help=f"{text}\n    {text}",
                module=text,
                function=text,
                fingerprint=text,
                trail=(Step(at, text),),
            ),
        ),
        (RuleInfo(text, WARNING, CERTAIN, text, text),),
        problems=(text,),
        sources={path: f"{text}\n{text}"},
        files=1,
        views={
            "tree": ([tree],),
            "waits": ({"waits": [wait], "rings": [{"certain": True, "confidence": "certain",
                                                   "waits": [wait]}]},),
            "map": (drawn,),
            "contracts": ({"total": dict.fromkeys(("specs", "docs", "moduledocs"), share),
                           "modules": [row]},),
            "unknowns": ({"calls": 9, "places": [
                {"module": text, "kind": kind, "path": path, "line": 1, "text": text}
                for kind in ("call", "use", "child", "parent")
            ]},),
        },
    )  # fmt: skip


def shape(text: str) -> list[tuple[str, list[str]]]:
    """The elements of a page with the names of their attributes."""
    return [(tag, sorted(attrs)) for tag, attrs in Reader(text).elements]


@cache
def plain_shape() -> list[tuple[str, list[str]]]:
    return shape(rendered(hostile("plain")))


@pytest.mark.parametrize(
    "result", [Result(()), shop(), hostile("plain")], ids=["none", "shop", "all"]
)
def test_the_page_is_well_formed(result: Result) -> None:
    page = Reader(rendered(result))
    assert page.odd == []
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    targets = {
        (attrs["href"] or "")[1:].partition("?")[0] for tag, attrs in page.elements if tag == "a"
    }
    assert targets <= set(ids)


@pytest.mark.parametrize("text", [MARKUP, "<!--<script>", "]]>", "&", "a\t<b>", "\u202e<i>\x00"])
def test_no_text_of_the_project_becomes_markup(text: str) -> None:
    # The text of each option, label and attribute differs; the elements are the same ones.
    assert shape(rendered(hostile(text))) == plain_shape()


@settings(max_examples=25, deadline=None)
@given(st.text(st.sampled_from("<>&\"'`/!-=a ;\u202e\x00\n\udcff{}%#\\"), min_size=1, max_size=30))
def test_neither_does_any_other_text(text: str) -> None:
    # A backtick pair makes code of what is between; an indented line of a help is code, too.
    text = text.replace("`", "").replace("\n", "").strip() or "x"
    assert shape(rendered(hostile(text))) == plain_shape()


def test_data_for_the_script_is_json_that_cannot_end_its_element() -> None:
    page = rendered(hostile(MARKUP))
    data = re.findall(r'<script type="application/json" id="index">(.*?)</script>', page, re.S)
    assert len(data) == 1 and not re.search("[<>&]", data[0])
    index = json.loads(data[0])
    assert index["rules"] == [MARKUP]
    assert index["found"] == [["warning", 0, 0, " ".join([MARKUP] * 3)]]


def test_the_policy_lets_only_our_script_and_style_in() -> None:
    page = rendered(shop())
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for tag, name in (("style", "style-src"), ("script", "script-src")):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    attributes = {name for _, attrs in Reader(page).elements for name in attrs}
    assert not {name for name in attributes if name == "style" or name.startswith("on")}


def test_nothing_is_asked_of_anybody() -> None:
    elements = Reader(rendered(hostile("plain"))).elements
    addresses = {
        value
        for tag, attrs in elements
        for name, value in attrs.items()
        if name in ("href", "src", "action", "srcset", "data", "poster") and value
    }
    assert {each for each in addresses if not each.startswith("#")} == {"data:,"}


def test_every_finding_has_its_code_and_that_of_each_step() -> None:
    page = unescape(rendered(shop()))
    assert page.count('<details class="f ') == 5
    assert "<i>12</i>     {:reply, <mark>fetch</mark>(state), state}\n" in page
    assert "<i>16</i>     <mark>Req.get!</mark>(@url, receive_timeout: state.timeout" in page
    assert "<i>15</i>   defp fetch(state) do\n" in page
    assert "order.lines</mark>\n<i>5</i>     <mark>|> Enum.map(fn line ->" in page
    assert "<pre>    Repo.all(from p in Product, where: p.id in ^ids)</pre>" in page
    assert "only possible: something that could not be resolved may refute it" in page
    assert "3 places" not in page and "lib/shop/old.ex:1" in page


def test_a_finding_whose_text_is_not_known_is_there_without_code() -> None:
    page = rendered(Result((found(path="gone.ex"),), files=1))
    assert "gone.ex" in page and '<pre class="code"' not in page


def test_a_long_stretch_is_cut_and_says_so() -> None:
    source = "\n".join(f"line {n}" for n in range(1, 41))
    at = Span("lib/a.ex", Position(3, 1), Position(35, 3))
    page = rendered(Result((found(span=at),), sources={"lib/a.ex": source}))
    assert "<i>14</i> <mark>line 14</mark>" in page
    assert "line 15" not in page
    assert "<i>…</i> 21 more lines" in page


def test_findings_with_one_fingerprint_have_addresses_of_their_own() -> None:
    page = rendered(Result((found("one", fingerprint="ab12"), found("two", fingerprint="ab12"))))
    assert 'id="f-ab12"' in page and 'id="f--1"' in page


def test_a_result_without_views_is_fine() -> None:
    page = rendered(Result((found(),), files=1))
    assert "No application is started by this project." in page
    assert "No process was seen to wait" in page


def test_a_page_of_nothing() -> None:
    assert "Nothing found in 3 files." in rendered(Result((), files=3))
    assert "There is no Elixir file to check." in rendered(Result(()))


def test_rules_that_spoke_bring_their_pages() -> None:
    spoke = RuleInfo("a-rule", WARNING, CERTAIN, "Sums up.", "Sums up.\n\nExplains <all>.")
    silent = RuleInfo("b-rule", WARNING, CERTAIN, "Silent.", "Silent.\n\nSays nothing.")
    page = unescape(rendered(Result((found(),), (silent, spoke), files=1)))
    assert "Explains <all>." in page and "Says nothing." not in page
    assert page.index('id="rule-a-rule"') < page.index('id="rule-b-rule"')
    assert "dralint explain b-rule" in page


def test_problems_are_told_first() -> None:
    page = rendered(Result((), problems=("rule otp-x failed on lib/a.ex",), files=3))
    assert page.index("rule otp-x failed on lib/a.ex") < page.index('id="findings"')


def test_a_stream_that_is_not_utf_8_gets_the_same_page() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="cp1252", newline="\n")
    reporter("html").write(shop(), out, ReportOptions())
    out.flush()
    text = raw.getvalue().decode("utf-8")  # as the page says of itself
    assert text.isascii()
    assert unescape(text) == unescape(rendered(shop()))
    usual = StringIO()
    reporter("html").write(shop(), usual, ReportOptions())
    assert usual.getvalue() == rendered(shop())


def test_script_and_style_are_ascii() -> None:
    page = rendered(Result(()))
    for tag in ("style", "script"):
        (text,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.S)
        assert text.isascii() and len(text) > 1000


def test_jinja_is_read_when_a_page_is_written_and_no_sooner() -> None:
    code = "import sys, dralint.cli.check, dralint.report.html as h; h.Html()"
    code += "\nprint(sorted(n for n in sys.modules if n.startswith(('jinja2', 'markupsafe'))))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == "[]\n"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("`a/1` calls `b`", "<code>a/1</code> calls <code>b</code>"),
        ("plain <b>", "plain &lt;b&gt;"),
        ("`<b>`", "<code>&lt;b&gt;</code>"),
        ("one ` too many", "one ` too many"),
        ("a\u202eb", r"a\u202eb"),
    ],
)
def test_what_stands_in_backticks_is_code(text: str, html: str) -> None:
    assert prose(text) == html
