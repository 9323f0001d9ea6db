"""Rules that the configuration makes, and `dralint search`, as people use them."""

import json
from pathlib import Path

import pytest

from .test_check import dralint

CONFIG = """\
[[custom]]
id = "team-no-infinite-call"
message = "`$SERVER` is waited for without end"
help = "give a time to wait for `$SERVER`"
why = "A server that hangs takes its callers along."
pattern = "GenServer.call($SERVER, $_, :infinity)"
bad = ['''
defmodule A do
  def f(pid), do: pid |> GenServer.call(:get, :infinity)
  #                      ^^^^^^^^^^^^^^ `pid` is waited for without end
end
''']
good = ["defmodule A do\\n  def f(pid), do: GenServer.call(pid, :get)\\nend"]

[[custom]]
id = "team-no-mix"
message = "$CALL is not there in a release"
calls = ["Mix.*", "IO.inspect"]
severity = "error"
unless = ["ShopWeb.Tools"]
bad = ["defmodule A do\\n  def f, do: Mix.env()\\nend"]
good = ["defmodule ShopWeb.Tools do\\n  def f, do: Mix.env()\\nend"]

[[custom]]
id = "team-layers"
message = "the web reaches the database: $CALL"
where = ["web"]
reach = ["repo"]
through = ["Shop.Reports"]
hops = 3
bad = ['''
# file: lib/shop/repo.ex
defmodule Shop.Repo do
  use Ecto.Repo, otp_app: :shop
end
# file: lib/shop_web/page.ex
defmodule ShopWeb.Page do
  def all, do: Shop.Repo.all(Order)
end
''']
"""
FILES = {
    "mix.exs": """\
defmodule Shop.MixProject do
  use Mix.Project
  def project, do: [app: :shop]
end
""",
    "lib/shop/repo.ex": "defmodule Shop.Repo do\n  use Ecto.Repo, otp_app: :shop\nend\n",
    "lib/shop/orders.ex": """\
defmodule Shop.Orders do
  alias Shop.Repo
  def list, do: Repo.all(Order)
  def all, do: list()
  def far, do: all()
end
""",
    "lib/shop/reports.ex": """\
defmodule Shop.Reports do
  def all, do: Shop.Orders.list()
end
""",
    "lib/shop_web/page.ex": """\
defmodule ShopWeb.Page do
  alias Shop.{Orders, Repo, Reports}
  def wait(pid), do: pid |> GenServer.call(:show, :infinity)
  def index, do: Orders.all()
  def far, do: Orders.far()
  def raw, do: Repo.all(Order)
  def report, do: Reports.all()
  def env, do: Mix.env()
  # dralint:ignore team-no-mix -- asked for
  def target, do: Mix.target()
end
""",
}


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    for name, text in {**FILES, ".dralint.toml": CONFIG}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def lines(shop: Path, *arguments: str) -> list[str]:
    run = dralint(shop, "check", "--no-cache", "--format", "concise", *arguments)
    return [line for line in run.stdout.splitlines() if "team-" in line]


def test_rules_of_the_configuration_are_rules(shop: Path) -> None:
    found = lines(shop, "--select", "team")
    assert [line.split()[0].rsplit(":", 1)[0] for line in found] == [
        "lib/shop_web/page.ex:3:29",
        "lib/shop_web/page.ex:4:18",
        "lib/shop_web/page.ex:6:16",
        "lib/shop_web/page.ex:8:16",
    ]
    assert "the web reaches the database: `Shop.Repo.all/1`" in found[1]
    assert "error" in found[3]
    assert "`Mix.env/0` is not there in a release" in found[3]
    assert len(lines(shop, "--select", "team-no-mix")) == 1
    assert not lines(shop, "--ignore", "team")
    # Without the configuration there is no such rule, and its suppression is of no use.
    [left] = lines(shop, "--isolated")
    assert "quality-suppression-unknown" in left


def test_a_layer_is_left_with_the_way_that_it_takes(shop: Path) -> None:
    run = dralint(shop, "check", "--no-cache", "--select", "team-layers", "--format", "json")
    near, direct = json.loads(run.stdout)["findings"]
    assert [step["message"] for step in near["trail"]] == [
        "`ShopWeb.Page.index/0` calls `Shop.Orders.all/0`",
        "`Shop.Orders.all/0` calls `Shop.Orders.list/0`",
        "`Shop.Orders.list/0` calls `Shop.Repo.all/1`",
    ]
    assert not direct.get("trail")


def test_severity_paths_and_baseline_hold_for_them(shop: Path) -> None:
    config = shop / ".dralint.toml"
    config.write_text(
        "[severity]\nteam-no-mix = 'off'\n[per-path-ignores]\n"
        f"'lib/shop_web/**' = ['team-layers']\n{CONFIG}",
        encoding="utf-8",
    )
    [left] = lines(shop, "--select", "team")
    assert "team-no-infinite-call" in left
    assert dralint(shop, "baseline").returncode == 0
    assert not lines(shop, "--select", "team")


def test_they_are_listed_explained_and_known_to_the_cache(shop: Path) -> None:
    assert "team-layers" in dralint(shop, "rules").stdout
    page = dralint(shop, "explain", "team-no-infinite-call").stdout
    assert "A server that hangs takes its callers along." in page
    assert "## Bad" in page
    for _ in range(2):
        assert "team-no-mix" in dralint(shop, "check", "--select", "team").stdout
    (shop / ".dralint.toml").write_text("", encoding="utf-8")
    assert dralint(shop, "check", "--select", "team").returncode == 2
    assert "[team-no-mix]" not in dralint(shop, "check").stdout


def test_examples_are_held_against_them(shop: Path) -> None:
    run = dralint(shop, "rules", "test")
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.splitlines() == [
        "team-no-infinite-call: 2 examples hold",
        "team-no-mix: 2 examples hold",
        "team-layers: 1 examples hold",
    ]
    text = CONFIG.replace("GenServer.call(pid, :get)", "GenServer.call(pid, :get, :infinity)")
    text = text.replace("is waited for without end\nend", "waits\nend").replace(
        'Mix.env()\\nend"]\ng', '1\\nend"]\ng'
    )
    (shop / ".dralint.toml").write_text(text, encoding="utf-8")
    run = dralint(shop, "rules", "test")
    assert run.returncode == 1
    assert run.stdout.splitlines() == [
        "team-no-infinite-call: failed",
        "  bad example 1: found is line 2: `pid` is waited for without end, and drawn "
        "line 2: `pid` waits",
        "  good example 1: found is line 2: `pid` is waited for without end",
        "team-no-mix: failed",
        "  bad example 1: nothing is found in it",
        "team-layers: 1 examples hold",
    ]


MADE = "id = 'team-x'\nmessage = 'm'\n"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("id = 'team-x'", '1: [custom] needs the key "message"'),
        (
            "id = 'x'\nmessage = 'm'",
            '2: "x" is no id: small words with `-` between, as in "team-no-sleep"',
        ),
        ("id = 'otp-call-self'\nmessage = 'm'", '2: there is a rule "otp-call-self" already'),
        (MADE, '1: "team-x" needs one of "pattern", "calls" and "reach", and has none'),
        (
            MADE + "pattern = 'a(1)'\ncalls = ['A.b']",
            '1: "team-x" needs one of "pattern", "calls" and "reach", not pattern and calls',
        ),
        (
            MADE + "pattern = 'foo('",
            "4: the pattern does not parse: `)` expected for the `(` on line 1",
        ),
        (
            MADE + "pattern = ['a(1)',\n '$X']",
            "5: the pattern is a hole alone, which is found everywhere",
        ),
        (
            MADE + "calls = ['foo']",
            '4: "foo" is no call: "Module.name/1", "Module.name" or "Module.*"',
        ),
        (
            MADE + "reach = ['repo']\nwhere = ['wep']",
            '5: "wep" is no kind of file, path or module (did you mean "web"?)',
        ),
        (MADE + "reach = ['repo']\nhops = 0", '5: "hops" is from 1 to 12, not 0'),
        (MADE + "calls = ['A.b']\nhops = 2", '5: "hops" goes with "reach"'),
        (
            "id = 'team-x'\nmesage = 'm'",
            '3: unknown key "mesage" in [custom] (did you mean "message"?)',
        ),
    ],
)
def test_a_fault_is_one_line_with_its_place(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / ".dralint.toml").write_text(f"[[custom]]\n{table}\n", encoding="utf-8")
    run = dralint(tmp_path, "check")
    assert (run.returncode, run.stderr) == (2, f"dralint: .dralint.toml:{said}\n")


def test_nothing_of_it_is_imported_where_there_is_none(tmp_path: Path) -> None:
    import os
    import subprocess
    import sys

    (tmp_path / "a.ex").write_text("defmodule A do\nend\n", encoding="utf-8")
    program = (
        "import sys\nfrom dralint.cli import cli\ncli.main(['check'], standalone_mode=False)\n"
        "print([m for m in sys.modules if 'dralint.custom' in m or 'patterns' in m])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines()[-1] == "[]"


def test_search_finds_by_structure(shop: Path) -> None:
    run = dralint(shop, "search", "Shop.Repo.$F($$$ARGS)")
    assert (run.returncode, run.stdout.splitlines()) == (
        0,
        [
            "lib/shop/orders.ex:3:17: def list, do: Repo.all(Order)",
            "lib/shop_web/page.ex:6:16: def raw, do: Repo.all(Order)",
        ],
    )
    run = dralint(shop, "search", "--format", "json", "Shop.Repo.$F($$$ARGS)", "lib/shop_web")
    [place] = json.loads(run.stdout)
    assert place["holes"] == {"F": "all", "ARGS": "Order"}
    assert (place["text"], place["line"], place["end_column"]) == ("Repo.all(Order)", 6, 31)
    run = dralint(shop, "search", "--count", "Shop.Orders.$_()")
    assert run.stdout.splitlines() == [
        "lib/shop/orders.ex: 2",
        "lib/shop/reports.ex: 1",
        "lib/shop_web/page.ex: 2",
    ]
    assert dralint(shop, "search", "nothing($X)").returncode == 1
    run = dralint(shop, "search", "foo(")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "dralint: the pattern does not parse: `)` expected for the `(` on line 1\n"
    run = dralint(shop, "search", "foo($X)", "nowhere")
    assert (run.returncode, run.stderr) == (2, "dralint: nowhere: no such file or directory\n")
