"""Which files are read, and which projects they form."""

import subprocess
from pathlib import Path

import pytest

from dralint.engine.load import Loaded, load
from dralint.engine.wanted import wanted


def tree(folder: Path, *files: str, **texts: str) -> Path:
    """Write files: a `mix.exs` names its folder as the application."""
    for name in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        app = path.parent.name.replace("-", "_")
        mix = f"defmodule M.MixProject do\n  def project, do: [app: :{app}]\nend\n"
        path.write_text(mix if path.name == "mix.exs" else "defmodule M do\nend\n")
    return folder


def mix(path: Path, project: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"defmodule M.MixProject do\n  def project, do: [{project}]\nend\n")


def shown(projects: list[Loaded]) -> list[tuple[str, list[str], bool]]:
    return [
        (each.root.name, [file.path for file in each.project.files], each.project.rooted)
        for each in projects
    ]


def test_a_mix_project_is_read_whole(tmp_path: Path) -> None:
    tree(tmp_path, "shop/mix.exs", "shop/lib/a.ex", "shop/test/a_test.exs", "shop/deps/d/lib/d.ex")
    tree(tmp_path, "shop/_build/b.ex", "shop/node_modules/n.ex", "shop/lib/deps/e.ex")
    shop = tmp_path / "shop"
    assert wanted([str(shop / "lib" / "a.ex")]).roots == [shop]
    files = ["lib/a.ex", "lib/deps/e.ex", "mix.exs", "test/a_test.exs"]
    assert shown(load(shop, shop)) == [("shop", files, True)]


def test_gitignore_decides_what_is_left_out(tmp_path: Path) -> None:
    tree(tmp_path, "mix.exs", "lib/a.ex", "lib/made.ex", "lib/x/made.ex")
    (tmp_path / ".gitignore").write_text("made.ex\n!x/made.ex\n")
    (tmp_path / "lib" / "x" / ".gitignore").write_text("!made.ex\n")
    assert shown(load(tmp_path, tmp_path))[0][1] == ["lib/a.ex", "lib/x/made.ex", "mix.exs"]
    explicit = [tmp_path / "lib" / "made.ex"]
    assert "lib/made.ex" in shown(load(tmp_path, tmp_path, explicit))[0][1]


def test_what_only_one_machine_ignores_is_read(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    tree(tmp_path, "mix.exs", "lib/a.ex")
    (tmp_path / ".git" / "info").mkdir(exist_ok=True)
    (tmp_path / ".git" / "info" / "exclude").write_text("a.ex\n")
    assert shown(load(tmp_path, tmp_path))[0][1] == ["lib/a.ex", "mix.exs"]


def test_an_umbrella_is_one_project(tmp_path: Path) -> None:
    mix(tmp_path / "mix.exs", 'apps_path: "apps"')
    tree(tmp_path, "apps/one/mix.exs", "apps/one/lib/a.ex", "apps/two/mix.exs")
    assert wanted([str(tmp_path / "apps" / "one" / "lib")]).roots == [tmp_path]
    (loaded,) = load(tmp_path, tmp_path)
    assert [file.path for file in loaded.project.files] == [
        "apps/one/lib/a.ex",
        "apps/one/mix.exs",
        "apps/two/mix.exs",
        "mix.exs",
    ]
    assert [app.name for app in loaded.project.apps] == ["", "one", "two"]
    assert loaded.project.by_path["apps/one/lib/a.ex"].within == "lib/a.ex"


def test_unrelated_projects_are_apart_and_path_dependencies_together(tmp_path: Path) -> None:
    tree(tmp_path, "one/mix.exs", "one/lib/a.ex", "two/lib/b.ex", "three/mix.exs", "loose.ex")
    mix(tmp_path / "two" / "mix.exs", 'app: :two, deps: [{:one, path: "../one"}]')
    assert [(name, rooted) for name, _, rooted in shown(load(tmp_path, tmp_path))] == [
        (tmp_path.name, False),
        ("one", True),
        ("three", True),
    ]


def test_projects_in_the_tests_of_another_are_data(tmp_path: Path) -> None:
    tree(tmp_path, "mix.exs", "lib/a.ex", "test/fixtures/app/mix.exs", "test/fixtures/app/lib/b.ex")
    assert shown(load(tmp_path, tmp_path))[0][1] == ["lib/a.ex", "mix.exs"]


def test_without_mix_the_folder_is_the_root(tmp_path: Path) -> None:
    tree(tmp_path, "lib/a.ex", "deps/x/lib/b.ex")
    assert wanted([str(tmp_path / "lib")]).roots == [tmp_path / "lib"]
    assert shown(load(tmp_path, tmp_path)) == [
        (tmp_path.name, ["deps/x/lib/b.ex", "lib/a.ex"], False)
    ]


def test_paths_below_one_root_are_read_once(tmp_path: Path) -> None:
    tree(tmp_path, "lib/a.ex")
    chosen = wanted([str(tmp_path), str(tmp_path / "lib"), str(tmp_path / "nope")])
    assert chosen.roots == [tmp_path]
    assert chosen.missing == [str(tmp_path / "nope")]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_any_number_of_workers_reads_the_same(
    tmp_path: Path, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dralint.engine.read.WORTH_A_WORKER", 1)
    tree(tmp_path, *(f"lib/m{number}.ex" for number in range(20)))
    (loaded,) = load(tmp_path, tmp_path, jobs=jobs)
    (alone,) = load(tmp_path, tmp_path, jobs=1)
    assert [file.outline for file in loaded.project.files] == [
        file.outline for file in alone.project.files
    ]


def test_projects_that_show_or_test_another_are_scripts(tmp_path: Path) -> None:
    tree(tmp_path, "mix.exs", "lib/a.ex", "examples/app/mix.exs", "examples/app/lib/b.ex")
    kinds = {f.path: f.kind for each in load(tmp_path, tmp_path) for f in each.project.files}
    assert (kinds["lib/a.ex"], kinds["examples/app/lib/b.ex"]) == ("lib", "script")
    app = tmp_path / "examples" / "app"
    (alone,) = load(app, app)
    assert alone.project.by_path["lib/b.ex"].kind == "lib"
