"""The pattern language: what is found, what is not, and what holds for all code."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dralint.analysis.patterns.pattern import Pattern, PatternError
from dralint.analysis.patterns.places import PlaceError, Places
from dralint.analysis.patterns.search import search
from dralint.outline.values import CallRef
from dralint.project import Project
from dralint.testing import project_of

FIXTURES = Path(__file__).parents[1] / "fixtures"
SHOP = Path(__file__).parents[2] / "examples" / "shop"


def found(pattern: str, code: str) -> list[str]:
    """Return the text of each place where a pattern is found in the body of a function."""
    text = f"defmodule A do\n  alias My.Repo\n  import Own\n  def f(x, y) do\n{code}\n  end\nend\n"
    own = "defmodule Own do\n  def own(x), do: x\nend\n"
    project = project_of({"lib/a.ex": text, "lib/own.ex": own})
    places = search(project, Pattern.parse(pattern), [project.by_path["lib/a.ex"]])
    return [text.encode()[each.start : each.end].decode() for each in places]


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("GenServer.call($S, $_, :infinity)", "x |> GenServer.call(:get, :infinity)"),
        ("My.Repo.get($S, $ID)", "Repo.get(User, 1)"),
        ("My.Repo.get($S, $ID)", "1 |> then(&Repo.get(User, &1))"),
        ("My.Repo.all($Q)", "Enum.map(x, &Repo.all/1)"),
        ("My.Repo.$F($$$_)", "Repo.all(x)"),
        ("$M.get($$$_)", "Repo.get(User, 1)"),
        ("Own.own($_)", "own(x)"),
        ("$M.own($_)", "own(x)"),
        ("__MODULE__.f($_, $_)", "f(x, y)"),
        ("$X == $X", "Repo.all(x) == My.Repo.all(x)"),
        ("foo(b: 2)", "foo(a: 1, b: 2)"),
        ("foo(a: 1, b: 2)", "foo [b: 2, a: 1]"),
        ("%{a: $X}", '%{b: 1, a: "é"}'),
        ("%$S{a: 1}", "%User{a: 1}"),
        ("if $C do $$$B end", "if x do\n y\n x\n end"),
        ("if $C do $B else $C end", "if x, do: y, else: x"),
        (
            "case $X do\n{:error, $_} -> nil\n$$$_ -> $$$_\nend",
            "case x do\n{:error, _} -> nil\ny -> y\nend",
        ),
        ("case $X do $$$_ end", "case x do\n1 -> 2\n3 -> 4\nend"),
        ("fn $A -> $A end", "fn z -> z end"),
        ("&$F/1", "&own/1"),
        ("$A = $_\nsend(self(), $A)", "z = 1\nsend(self(), z)"),
        ("1_000", "1000"),
        ("describe $N do $$$B end", 'describe "x" do\n  1\n end'),
        ("@a", "@a"),
        ("x + y + 1", "x + y + 1"),
        ("[$H | $T]", "[1 | x]"),
    ],
)
def test_is_found(pattern: str, code: str) -> None:
    assert found(pattern, code)


@pytest.mark.parametrize(
    ("pattern", "code"),
    [
        ("GenServer.call($_, $_, :infinity)", "GenServer.call(x, :get, 5_000)"),
        ("GenServer.call($_, $_)", "GenServer.call(x, :get, 5_000)"),
        ("Repo.all($_)", "Repo.all(x)"),
        ("Other.Repo.all($_)", "Repo.all(x)"),
        ("Other.own($_)", "own(x)"),
        ("own($_)", "Other.own(x)"),
        ("$X == $X", "x == y"),
        ("$X == $X", "Repo.all(x) == Repo.all(y)"),
        ("foo(a: 1)", "foo(b: 1)"),
        ("[]", "[x]"),
        ("%$S{a: 1}", "%{a: 1}"),
        ("if $C do $B end", "if x do\n y\n x\n end"),
        ("if $C do $$$B end", "if x, do: y, else: x"),
        ("fn $A -> $A end", "fn z -> y end"),
        ("$A = $_\nsend(self(), $A)", "z = 1\nsend(self(), y)"),
        ('"$A"', '"text"'),
    ],
)
def test_is_not_found(pattern: str, code: str) -> None:
    assert not found(pattern, code)


def test_a_library_that_is_imported_is_found_and_not_sure() -> None:
    code = "defmodule A do\n  import Ecto.Query\n  def f(x), do: from(y in x)\nend\n"
    [match] = search(project_of({"lib/a.ex": code}), Pattern.parse("Ecto.Query.from($_)"))
    assert not match.sure
    only = code.replace("Query", "Query, only: [where: 2]")
    assert not search(project_of({"lib/a.ex": only}), Pattern.parse("Ecto.Query.from($_)"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("# only a comment", "is empty"),
        ("$X", "is a hole alone, which is found everywhere"),
        ("$$$_", "is a hole alone, which is found everywhere"),
        ("foo(", "does not parse: `)` expected for the `(` on line 1"),
        ("foo(1)\nbar(1,, 2)", "does not parse in line 2: an expression is missing before `,`"),
        ("$x", "does not parse: `$` has no meaning here"),
        ("def f(x), do: x", "is no expression: definitions are not searched for"),
        ("use GenServer", "is no expression: directives and attributes are not searched for"),
        ("@doc 1", "holds what cannot be searched for: `@doc 1`"),
        ("end\nend", "does not parse in line 2: `end` closes nothing that is open"),
        ("foo(__ENV__)", "holds what cannot be searched for: `__ENV__`"),
    ],
)
def test_what_is_no_pattern_says_why(text: str, said: str) -> None:
    with pytest.raises(PatternError) as raised:
        Pattern.parse(text)
    assert str(raised.value) == said


@given(st.text(alphabet="$ABx_.,()[]{}%&|> =:\"'\n@dofnend-1", max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_pattern_or_an_error_of_one_line(text: str) -> None:
    try:
        pattern = Pattern.parse(text)
    except PatternError as error:
        assert "\n" not in str(error)
    else:
        assert pattern.body
        search(
            project_of({"lib/a.ex": f"defmodule A do\n  def f(B), do: ({text})\nend\n"}), pattern
        )


def code_of_fixtures() -> list[tuple[Project, dict[str, bytes]]]:
    """Return projects, each with its sources."""
    out: list[tuple[Project, dict[str, bytes]]] = []
    for folder in (SHOP, FIXTURES / "blocking", FIXTURES / "workshop", FIXTURES / "queries"):
        texts = {
            str(path.relative_to(folder)): path.read_text(encoding="utf-8")
            for path in sorted(folder.rglob("*.ex"))
        }
        project = project_of(texts)
        out.append((project, {path: text.encode() for path, text in texts.items()}))
    return out


PROJECTS = code_of_fixtures()
CALLS = [
    (project, sources, file.path, call)
    for project, sources in PROJECTS
    for file in project.files
    for call in file.outline.calls
    if not call.bare and not call.captured and call.function >= 0 and not call.quoted
]


def as_pattern(text: str) -> Pattern | None:
    """Return code as a pattern, None where it says what no pattern can."""
    try:
        return Pattern.parse(text)
    except PatternError:
        return None


def test_there_is_code_to_try() -> None:
    assert len(CALLS) > 300


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_code_whose_names_are_full_is_found_where_it_stands(data: st.DataObject) -> None:
    project, sources, path, call = data.draw(st.sampled_from(CALLS))
    source = sources[path]
    pattern = as_pattern(source[call.start : call.end].decode())
    if pattern is None or len(pattern.body) != 1 or not isinstance(pattern.body[0], CallRef):
        return
    # Aliases of the file mean nothing in a pattern.
    if any(d.kind in ("alias", "require") for d in project.by_path[path].outline.directives):
        return
    places = [(m.start, m.end) for m in search(project, pattern, [project.by_path[path]])]
    assert (call.start, call.end) in places


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_a_hole_in_the_place_of_an_argument_finds_no_less(data: st.DataObject) -> None:
    project, sources, path, call = data.draw(st.sampled_from([c for c in CALLS if c[3].args]))
    if call.piped or call.flags & 16:
        return
    source = sources[path]
    text = source[call.start : call.end]
    arg = data.draw(st.sampled_from(call.args))
    hole = data.draw(st.sampled_from((b"$_", b"$A", b"$$$_", b"$$$ARGS")))
    at = (arg.start - call.start, arg.end - call.start)
    whole = as_pattern(text.decode())
    less = as_pattern((text[: at[0]] + hole + text[at[1] :]).decode())
    if whole is None or less is None or text[at[0] : at[0] + 1] in (b"#", b""):
        return
    files = [project.by_path[path]]
    exact = {(m.start, m.end) for m in search(project, whole, files)}
    assert exact <= {(m.start, m.end) for m in search(project, less, files)}


def test_places() -> None:
    code = "defmodule A.Repo do\n  use Ecto.Repo, otp_app: :a\nend\n"
    project = project_of({"lib/a/repo.ex": code, "lib/a_web/b.ex": "defmodule AWeb.B do\nend\n"})
    repo, web = project.by_path["lib/a/repo.ex"], project.by_path["lib/a_web/b.ex"]
    for text, held in {
        "lib": (True, False),
        "web": (False, True),
        "repo": (True, False),
        "lib/**": (True, True),
        "lib/a/*.ex": (True, False),
        "A.Repo": (True, False),
        "A.*": (True, False),
        "A*": (True, True),
        "Repo": (False, False),
    }.items():
        places = Places.parse((text,))
        assert tuple(places.hold(f, f.modules[0]) for f in (repo, web)) == held, text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("wep", '"wep" is no kind of file, path or module (did you mean "web"?)'),
        ("../x", None),
        ("!lib/**", '"!lib/**": "!" has no meaning here'),
    ],
)
def test_what_is_no_place_says_why(text: str, said: str | None) -> None:
    with pytest.raises(PlaceError) as raised:
        Places.parse((text,))
    assert said is None or str(raised.value) == said
