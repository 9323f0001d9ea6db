"""The page in a real browser: what it shows, what one can do with it, and what it never does.

DRALINT_CHROMIUM names the browser; without it, that of the system is taken. With
DRALINT_SCREENSHOTS=FOLDER pictures of the page are left there for people to look at.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from dralint.cli.check import check
from dralint.finding import CERTAIN, ERROR, INFO, WARNING, Diagnostic, Result
from dralint.report.html import rendered
from dralint.report.people import visible
from dralint.text import Position, Span
from tests.report.conftest import Package
from tests.report.samples import shop
from tests.report.test_html import MARKUP, hostile
from tests.report.test_html_page import dense

ROOT = Path(__file__).parents[2]
PARTS = ("findings", "supervision", "waits", "map", "contracts", "rules", "coverage")
PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    named = os.environ.get("DRALINT_CHROMIUM")
    program = named or next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        pytest.skip("Chromium is not here: apt install chromium, or set DRALINT_CHROMIUM to it")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Reports of two projects, written by the command as users would."""
    folder = tmp_path_factory.mktemp("html")
    found: dict[str, Path] = {}
    for name, project in (("shop", "examples/shop"), ("deadlocks", "tests/fixtures/deadlocks")):
        found[name] = folder / f"{name}.html"
        with contextlib.chdir(ROOT / project):
            wish = f"html:{found[name]}"
            result = CliRunner().invoke(check, [".", "--output", wish], standalone_mode=False)
        assert result.return_value == 1, result.output
    return found


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Opens a page by its path or its result; in the end nothing may have gone wrong in any."""
    faults: list[str] = []
    asked: list[str] = []
    contexts = []

    def open_page(
        what: Path | Result, hash: str = "", refused: str | None = None, **options: Any
    ) -> Page:
        path = what if isinstance(what, Path) else tmp_path / "report.html"
        if isinstance(what, Result):
            path.write_text(rendered(what), "utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)

        def hear(message: ConsoleMessage) -> None:
            if refused is None or refused not in message.text:
                faults.append(f"{message.type}: {message.text}")

        page.on("console", hear)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{path.as_uri()}{hash}")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
    assert {url for url in asked if not url.startswith("file:///")} <= {"data:,"}
    assert {Path(url.partition("#")[0]).suffix for url in asked} <= {".html", ""}


def keep(page: Page, name: str) -> bytes:
    """Take a picture of a page."""
    folder = os.environ.get("DRALINT_SCREENSHOTS")
    path = Path(folder) / f"{name}.png" if folder else None
    return page.screenshot(path=path)


def numbers(page: Page) -> list[float]:
    """The view box of the picture that is shown."""
    box = page.locator(".part:not([hidden]) svg").first.get_attribute("viewBox")
    return [float(number) for number in (box or "").split()]


@pytest.mark.parametrize("name", ["shop", "deadlocks"])
def test_every_part_is_shown_alone(name: str, opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages[name])
    expect(page.locator("#findings")).to_be_visible()
    for part in PARTS:
        page.get_by_role("navigation").locator(f"a[href='#{part}']").click()
        expect(page.locator(f"#{part}")).to_be_visible()
        assert page.locator(".part:visible").count() == 1
        assert page.locator("nav [aria-current=page]").get_attribute("href") == f"#{part}"
        keep(page, f"{name}-{part}")


def test_a_finding_opens_with_its_code_and_trail(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"])
    finding = page.locator(".f", has_text="security-sql-injection").first
    assert finding.locator("pre").count() == 0
    finding.locator("summary").click()
    expect(finding.locator(".body > .code mark")).to_have_text("Repo.query!")
    steps = finding.locator(".trail > li")
    assert steps.count() == 3
    expect(steps.nth(0)).to_contain_text("lib/shop_web/controllers/product_controller.ex:20:19")
    expect(steps.nth(0).locator("mark")).to_have_text("params")
    expect(steps.nth(2).locator("mark")).to_have_text("Search.call")
    # Colours change no character.
    code = finding.locator(".body > .code").inner_text()
    assert """12     result = Repo.query!("#{@on_sale} AND name ILIKE""" in code
    keep(page, "shop-trail")


def shown(page: Page) -> int:
    page.wait_for_timeout(120)  # typing is waited for
    words = page.locator("#shown").inner_text()
    count = page.locator(".f:visible").count()
    assert words.startswith(f"{count} ")
    return count


def paths(page: Page) -> list[str]:
    return page.locator(".file:visible .path").all_text_contents()


def test_filters(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"])
    whole = shown(page)
    assert whole == page.locator(".f").count() > 20
    form = page.locator("#filters")
    form.get_by_role("searchbox", name="Text").fill("WAITS")
    assert 0 < shown(page) < whole
    assert all("waits" in text for text in page.locator(".f:visible").all_inner_texts())
    form.get_by_role("searchbox", name="Path").fill("catalog/rate")
    few = shown(page)
    assert few > 0
    assert all(
        "catalog/rate" in text for text in page.locator(".file:visible .path").all_text_contents()
    )
    page.reload()
    assert form.get_by_role("searchbox", name="Text").input_value() == "WAITS"
    assert shown(page) == few
    form.get_by_role("button", name="Reset").click()
    assert shown(page) == whole
    form.get_by_role("searchbox", name="Path").fill("lib/*/catalog/**.ex")
    assert 0 < shown(page) < whole
    assert all(
        "/catalog/" in text for text in page.locator(".file:visible .path").all_text_contents()
    )
    form.get_by_role("button", name="Reset").click()
    form.get_by_role("combobox", name="Family").select_option("security")
    of_family = shown(page)
    form.get_by_role("combobox", name="Rule").select_option("security-sql-injection")
    assert 0 < shown(page) < of_family < whole
    form.get_by_role("combobox", name="Rule").select_option("spec-missing")
    assert shown(page) == 0
    expect(page.locator("#no-match")).to_be_visible()
    form.get_by_role("button", name="Reset").click()
    form.get_by_label("error", exact=True).uncheck()
    assert 0 < shown(page) < whole
    assert page.locator(".f.error:visible").count() == 0
    page.locator("header .count.error").click()
    assert shown(page) == page.locator(".f.error").count()


def test_the_order_of_files(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"])
    order = page.get_by_role("combobox", name="Order")
    by_path = paths(page)
    assert by_path == sorted(by_path)
    order.select_option("gravest first")
    shown(page)
    assert sorted(paths(page)) == by_path
    grave = [file.locator(".f.error").count() > 0 for file in page.locator(".file").all()]
    assert grave == sorted(grave, reverse=True) and not grave[-1] and paths(page) != by_path
    order.select_option("most first")
    shown(page)
    counts = [file.locator(".f").count() for file in page.locator(".file").all()]
    assert counts == sorted(counts, reverse=True)
    order.select_option("by path")
    shown(page)
    assert paths(page) == by_path


def test_a_link_to_a_finding_opens_it(opened: Open, pages: dict[str, Path]) -> None:
    anchor = opened(pages["shop"]).locator(".f").last.get_attribute("id")
    page = opened(pages["shop"], f"#{anchor}")
    finding = page.locator(f"#{anchor}")
    expect(finding.locator(".code")).to_be_in_viewport()
    finding.get_by_text("About").click()
    expect(page.locator("#rules details[open] .page")).to_be_visible()
    page.get_by_text(re.compile(r"^Show \d+ finding")).first.click()
    assert 0 < shown(page) < page.locator(".f").count()


def test_a_process_tells_more_when_it_is_clicked(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"], "#supervision")
    panel = page.locator("#supervision .panel")
    expect(panel).to_be_hidden()
    page.locator("#supervision a.box", has_text="Shop.Catalog.Rate.Table").click()
    expect(panel).to_contain_text("lib/shop/application.ex:10")
    keep(page, "shop-process")
    panel.get_by_role("link", name=re.compile("finding")).click()
    expect(page.locator("#findings")).to_be_visible()
    assert 0 < shown(page) < page.locator(".f").count()


def test_the_keyboard_reaches_all_of_a_picture(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["deadlocks"], "#waits")
    page.locator("#waits .canvas").focus()
    before = numbers(page)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("+")
    after = numbers(page)
    assert after[0] > before[0] and after[2] < before[2]
    page.keyboard.press("0")
    assert numbers(page) == before
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('a.box')")
    page.keyboard.press("Enter")
    expect(page.locator("#waits .panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#waits .panel")).to_be_hidden()
    assert page.evaluate("document.activeElement.matches('a.box')")


def test_rings_are_told_apart(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["deadlocks"], "#waits")
    red, plain = page.locator("#waits .line.ring"), page.locator("#waits .line:not(.ring)")
    assert (red.count(), plain.count()) == (6, 1)
    stroke = "element => getComputedStyle(element).stroke"
    assert red.first.evaluate(stroke) != plain.first.evaluate(stroke)
    page.locator("#waits a.box", has_text="Depot.Ledger").click()
    assert page.locator("#waits .box.near").count() == 2
    expect(page.locator("#waits .panel")).to_contain_text("handle_call({:book, ...}, ...)")


def test_pictures_zoom_and_move(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["deadlocks"], "#waits")
    part = page.locator("#waits")
    start = numbers(page)
    part.get_by_role("button", name="Zoom in").click()
    assert numbers(page)[2] < start[2]
    part.get_by_role("button", name="Fit").click()
    assert numbers(page) == start
    box = part.locator(".canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.wheel(0, -200)
    assert numbers(page) == start  # the page scrolls
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    page.wait_for_timeout(100)
    near = numbers(page)
    assert near[2] < start[2]
    page.mouse.down()
    page.mouse.move(box["x"] + 120, box["y"] + 70, steps=4)
    page.mouse.up()
    assert numbers(page)[0] < near[0] and numbers(page)[1] < near[1]


@pytest.mark.parametrize("name", ["shop", "deadlocks"])
def test_no_box_hides_another(name: str, opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages[name])
    for part in ("supervision", "waits", "map"):
        page.goto(f"{pages[name].as_uri()}#{part}")
        texts_fit = """boxes => boxes.every(box => {
            const frame = box.querySelector("rect").getBBox();
            return [...box.querySelectorAll("text:not(.count)")].every(text => {
                const own = text.getBBox();
                return own.x >= frame.x && own.x + own.width <= frame.x + frame.width + 2;
            });
        })"""
        assert page.locator(f"#{part} .box").evaluate_all(texts_fit), part


CONTRAST = """() => {
    const parse = (text) => text.match(/[0-9.]+/g).map(Number);
    const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
        .map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, at) => sum + part * [0.2126, 0.7152, 0.0722][at], 0);
    const paper = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const color = parse(getComputedStyle(at).backgroundColor);
            if (color.length < 4 || color[3] > 0.99) return color;
        }
    };
    const faint = new Set();
    for (const element of document.querySelectorAll("body *")) {
        const own = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
        if (!own || !element.checkVisibility()) continue;
        if (element.closest("svg, script, noscript, option")) continue;
        const [one, two] = [parse(getComputedStyle(element).color), paper(element)].map(light);
        const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
        if (ratio < 4.5) faint.add(`${element.localName}.${element.className} ${ratio.toFixed(2)}`);
    }
    return [...faint];
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_contrast(scheme: Any, opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"], color_scheme=scheme)
    page.get_by_role("button", name="Open all").click()
    expect(page.locator(".f .code").first).to_be_visible()
    for part in PARTS:
        page.goto(f"{pages['shop'].as_uri()}#{part}")
        assert page.evaluate(CONTRAST) == [], part


def test_light_and_dark(opened: Open, pages: dict[str, Path]) -> None:
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    page = opened(pages["shop"], color_scheme="light")
    light, picture = page.evaluate(paper), keep(page, "shop-light")
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(paper)
    assert dark != light
    assert keep(page, "shop-dark") != picture
    page.locator(".theme").get_by_text("light").click()
    assert page.evaluate(paper) == light
    page.reload()
    assert page.evaluate(paper) == light
    page.emulate_media(color_scheme="light")
    page.locator(".theme").get_by_text("dark").click()
    assert page.evaluate(paper) == dark


def test_nothing_sticks_out_on_a_phone(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"], viewport={"width": 360, "height": 740})
    page.get_by_role("button", name="Open all").click()
    for part in PARTS:
        page.goto(f"{pages['shop'].as_uri()}#{part}")
        keep(page, f"phone-{part}")
        wide = "[document.documentElement.scrollWidth, innerWidth]"
        whole, window = page.evaluate(wide)
        assert whole <= window, part


def test_all_is_there_without_scripts(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"], java_script_enabled=False)
    for part in PARTS:
        expect(page.locator(f"#{part}")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
    assert page.locator("#supervision svg a.box").count() == 6
    finding = page.locator(".f", has_text="security-sql-injection").first
    finding.locator("summary").click()
    expect(finding.locator(".trail mark").first).to_have_text("params")
    expect(finding.locator(".body > .code mark")).to_have_text("Repo.query!")
    keep(page, "no-script")
    page.locator("#supervision a.box", has_text="Shop.Catalog.Rate.Table").click()
    expect(page.locator(".entry:target")).to_contain_text("Shop.Catalog.Rate.Table")


def test_what_is_shown_is_printed(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"], "#findings?family=security", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation")).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    open_ones = page.locator(".f[open] .code:visible").count()
    assert 0 < page.locator(".f[open]:visible").count() < page.locator(".f").count()
    assert open_ones >= page.locator(".f[open]:visible").count()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert page.pdf().startswith(b"%PDF")


@pytest.mark.parametrize(
    "text", [MARKUP, "<img src=x onerror=window.hacked=1>", "\u202e<b>\x1b\x00"]
)
def test_hostile_text_is_only_text(text: str, opened: Open) -> None:
    page = opened(hostile(text))
    for part in PARTS:
        page.evaluate(f"location.hash = '{part}'")
        page.locator(f"#{part} summary").evaluate_all("all => all.forEach(each => each.click())")
        page.locator(f"#{part} a.box").evaluate_all("all => all.forEach(each => each.focus())")
        for box in page.locator(f"#{part} a.box").all():
            box.dispatch_event("click")
    assert page.evaluate("window.hacked") is None
    assert page.locator("script").count() == 2
    assert page.locator("img, iframe, object, embed, svg svg, body style").count() == 0
    page.evaluate("location.hash = 'findings'")
    for place in ("#list .msg", "#list .path", ".problems li"):
        assert visible(text) in (page.locator(place).first.text_content() or ""), place
    page.locator("#filters").get_by_role("searchbox", name="Text").fill(visible(text))
    page.wait_for_timeout(120)
    assert page.locator(".f:visible").count() == 1


def test_a_page_of_nothing(opened: Open) -> None:
    page = opened(Result((), files=3))
    for part in PARTS:
        page.get_by_role("navigation").locator(f"a[href='#{part}']").click()
        expect(page.locator(f"#{part}")).to_be_visible()
    page.get_by_role("navigation").locator("a[href='#findings']").click()
    expect(page.get_by_text("Nothing found in 3 files.")).to_be_visible()


def test_five_thousand_findings(opened: Open) -> None:
    source = "\n".join(f"    line = call({n}, :atom)" for n in range(200))
    severities = (ERROR, WARNING, INFO)

    def one(n: int) -> Diagnostic:
        line = n % 25 * 8 + 1
        return Diagnostic(
            f"fam{n % 7}-rule{n % 31}",
            Span(f"lib/dir{n // 500}/file{n // 25}.ex", Position(line, 5), Position(line, 9)),
            severities[n % 3],
            CERTAIN,
            f"`call/{n}` is not what it should be, which is told here at some length",
            help="do something else",
            module=f"Mod{n // 25}",
            fingerprint=f"{n:x}",
        )

    found = tuple(map(one, range(5000)))
    result = Result(found, sources={each.span.path: source for each in found}, files=200)
    assert len(rendered(result)) < 8_000_000
    page = opened(result)
    timing = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd"
    assert page.evaluate(timing) < 15_000  # a second or two, on a machine that has other work
    assert page.locator("#list pre").count() == 0  # frames wait until they are wanted
    page.locator("#filters").get_by_role("searchbox", name="Text").fill("call/4321")
    expect(page.locator("#shown")).to_have_text("1 of 5,000 findings")
    page.locator(".f:visible summary").click()
    expect(page.locator(".f:visible mark")).to_have_text("line")


def test_a_sandbox_without_memory_and_scripts_shows_it_all(opened: Open, tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text(rendered(shop()), "utf-8")
    outer = tmp_path / "outer.html"
    for rights, refused in (("", "Blocked script execution"), ("allow-scripts", None)):
        outer.write_text(f'<iframe sandbox="{rights}" src="inner.html" width="900" height="800">')
        frame = opened(outer, refused=refused).frame_locator("iframe")
        expect(frame.locator("#findings .f").first).to_be_visible()
        frame.locator(".f summary").first.click()
        expect(frame.locator(".f .code").first).to_be_visible()


def test_landmarks_and_names(opened: Open, pages: dict[str, Path]) -> None:
    page = opened(pages["shop"])
    for role in ("banner", "navigation", "main", "contentinfo", "search"):
        assert page.get_by_role(role).count() == 1, role
    assert page.locator("h1").count() == 1
    nameless = """elements => elements.filter(each =>
        !(each.labels?.length || each.getAttribute("aria-label") || each.textContent.trim()))
        .map(each => each.outerHTML)"""
    assert page.locator("button, input, select, a").evaluate_all(nameless) == []
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_barrier(
    scheme: Any, opened: Open, pages: dict[str, Path], package: Package
) -> None:
    axe = package("axe-core") / "axe.min.js"
    page = opened(pages["deadlocks"], color_scheme=scheme, bypass_csp=True)
    page.add_script_tag(content=axe.read_text("utf-8"))
    for part in PARTS:
        page.evaluate(f"location.hash = '{part}'")
        page.locator(f"#{part} details").evaluate_all("all => all.forEach(d => { d.open = true; })")
        result = page.evaluate("axe.run()")
        found = [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]]
        assert found == [], part
        assert len(result["passes"]) > 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_matrix_of_many_domains(scheme: Any, opened: Open, package: Package) -> None:
    page = opened(
        Result((), views={"map": (dense(),)}), "#map", color_scheme=scheme, bypass_csp=True
    )
    region = page.get_by_role("region", name="Which domain calls which")
    expect(region.get_by_role("row")).to_have_count(15)
    assert region.locator("tbody tr").nth(3).locator("td.back").inner_text() == "1"
    keep(page, f"matrix-{scheme}")
    axe = package("axe-core") / "axe.min.js"
    page.add_script_tag(content=axe.read_text("utf-8"))
    result = page.evaluate("axe.run()")
    assert [(each["id"], each["nodes"][0]["html"]) for each in result["violations"]] == []
    region.get_by_role("link", name="d", exact=True).click()
    expect(page.locator("#map-0-10")).to_be_in_viewport()
