"""The patterns, held against git (which counts bytes, where we count characters)."""

import os
import re
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dralint.config.globs import GlobError, translate

Git = Callable[[str, list[str]], set[str]]


def covers(pattern: str, path: str) -> bool:
    back, expression = translate(pattern)
    assert not back
    return re.match(expression, path) is not None


@pytest.fixture(scope="module")
def git(tmp_path_factory: pytest.TempPathFactory) -> Git:
    """Return which of some paths git ignores, with one pattern in `.gitignore`."""
    repository = tmp_path_factory.mktemp("repository")
    environment = {"PATH": os.environ["PATH"], "HOME": str(repository), "GIT_CONFIG_NOSYSTEM": "1"}

    def run(*arguments: str, stdin: str = "") -> str:
        return subprocess.run(
            ["git", *arguments],
            cwd=repository,
            env=environment,
            input=stdin.encode(),
            capture_output=True,
            check=False,
        ).stdout.decode()

    run("init")
    run("config", "core.ignoreCase", "false")

    def ignored(pattern: str, paths: list[str]) -> set[str]:
        (repository / ".gitignore").write_text(f"{pattern}\n", encoding="utf-8")
        stdin = "".join(f"{path}\0" for path in paths)
        return set(run("check-ignore", "--no-index", "--stdin", "-z", stdin=stdin).split("\0")[:-1])

    return ignored


parts = st.lists(
    st.sampled_from(["a", "b", ".", "*", "*", "?", "[ab]", "[!a]", "[^.-a]", "[]-]", "\\*"]),
    min_size=1,
    max_size=4,
).map("".join)
parts = parts.filter(lambda part: "**" not in part)  # git 2.39 errs: `a**/*/**` covers `a/b`
segments = st.one_of(parts, parts, st.just("**"), st.just("a"), st.just("*"))
patterns = st.builds(
    lambda start, middle, end: start + "/".join(middle) + end,
    st.sampled_from(["", "", "/"]),
    st.lists(segments, min_size=1, max_size=5),
    st.sampled_from(["", "", "/"]),
)
names = st.text("ab.-*]", min_size=1, max_size=4).filter(lambda name: name.strip("."))
paths = st.lists(st.lists(names, min_size=1, max_size=5).map("/".join), min_size=20, max_size=40)


@settings(max_examples=150, deadline=None, database=None)
@given(patterns, paths)
def test_patterns_are_those_of_git(git: Git, pattern: str, paths: list[str]) -> None:
    try:
        translate(pattern)
    except GlobError:
        return
    assert {path for path in paths if covers(pattern, path)} == git(pattern, paths)


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        ("deps", "deps/a.ex a/deps/b deps", "depsy/a a/b_deps"),
        ("/deps", "deps/a.ex deps", "a/deps/b"),
        ("deps/", "deps/a.ex a/deps/b", "deps a/deps"),
        ("lib/*.ex", "lib/a.ex lib/.ex lib/d.ex/e", "lib/a/b.ex a/lib/b.ex lib/a.exs"),
        ("test/**", "test/a test/a/b", "test a/test/b"),
        ("**/test/**", "test/a a/test/b", "test a/test"),
        ("lib/**/x.ex", "lib/x.ex lib/a/x.ex lib/a/b/x.ex", "x.ex lib/ax.ex"),
        ("**", "a a/b", ""),
        ("**/", "a/b a/b/c", "a"),
        ("a/**/", "a/b/c", "a/b a"),
        ("*", "a a/b", ""),
        ("a**b", "ab axb c/axxb", "a/b"),
        ("[a-c].ex", "a.ex c.ex", "d.ex -.ex"),
        ("[!a-c].ex", "d.ex -.ex", "a.ex"),
        ("x[!a]y", "xby", "x/y xay"),
        ("x[*-9]y", "x*y x5y", "x/y"),
        ("\\!a", "!a", "a"),
        ("\\[a]", "[a]", "a"),
        ("[\\]]", "]", "\\"),
        ("a.b", "a.b", "axb"),
        ("A", "A", "a"),
        ("#a", "#a", "a"),
        ("*a*b*", "ab xaxbx ab/c", "ba a/b"),
        ("**/a/**/b/**/c", "a/b/c x/a/x/b/x/c/x a/a/b/b/c", "b/a/c a/c/b c"),
    ],
)
def test_examples(pattern: str, yes: str, no: str) -> None:
    assert [path for path in yes.split() if not covers(pattern, path)] == []
    assert [path for path in no.split() if covers(pattern, path)] == []


def test_what_takes_back() -> None:
    assert translate("!a/b")[0] is True
    assert translate("!a/b")[1] == translate("a/b")[1]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("", "it is empty"),
        ("/", "it is empty"),
        ("!", "it is empty"),
        ("a//b", "it has an empty part"),
        ("../a", '"." and ".." have no meaning in a pattern: it starts at the configuration'),
        ("./a", '"." and ".." have no meaning in a pattern: it starts at the configuration'),
        ("a[b", 'a "[" is not closed'),
        ("a[", 'a "[" is not closed'),
        ("a[]", 'a "[" is not closed'),
        ("[b-a]", 'the range "b-a" is empty'),
        ("[[:alpha:]]", '"[:" is not supported'),
        ("lib\\a", 'a "\\" stands before a sign that needs none; directories end in "/"'),
        ("a\\", 'a "\\" stands before a sign that needs none; directories end in "/"'),
    ],
)
def test_faults(pattern: str, why: str) -> None:
    with pytest.raises(GlobError) as raised:
        translate(pattern)
    assert str(raised.value) == why


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*a" * 30 + "*b", "a" * 4000),
        ("*" * 4000 + "b", "a" * 4000),
        ("a?" * 200 + "*b" * 100, "a" * 4000),
        ("[a]*" * 500, "a" * 4000 + "/b"),
        ("**/a/" * 40 + "b", "a/" * 2000 + "c"),
        ("**/" + "*a*/" * 30 + "b", "aaa/" * 1000 + "c"),
        ("**/a/b/" * 40 + "b", "a/b/" * 2000 + "x"),
        ("**/" + "*a" * 20 + "/**/" + "*b" * 20 + "c", ("a" * 200 + "/") * 20 + "b" * 200),
    ],
)
def test_no_pattern_runs_away(pattern: str, path: str) -> None:
    _, expression = translate(pattern)
    compiled = re.compile(expression)
    start = time.perf_counter()
    compiled.match(path)
    assert time.perf_counter() - start < 0.5  # it takes some 2 ms


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(max_size=30), st.text("ab*[]!-/\\?.^", max_size=20), st.text("ab/]^-", max_size=12))
def test_every_text_is_a_pattern_or_a_fault(wild: str, pattern: str, path: str) -> None:
    for each in (wild, pattern):
        try:
            _, expression = translate(each)
        except GlobError:
            continue
        re.compile(expression).match(Path(path).as_posix())
