"""What code can return does not hang on what was asked before."""

from random import Random

import pytest

from dralint.analysis.values.ends import Tail
from dralint.analysis.values.shapes import show
from dralint.analysis.values.tails import DEPTH, WORK, Tails
from dralint.project import Function, Project
from dralint.testing import project_of


def written(functions: list[str]) -> Project:
    body = "\n".join(f"  {each}" for each in functions)
    return project_of({"lib/shop/desk.ex": f"defmodule Shop.Desk do\n{body}\nend\n"})


def functions(project: Project) -> list[Function]:
    return [each for module in project.modules for each in module.functions]


def told(tails: tuple[Tail, ...]) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(show(t.shape), t.value.start, tuple(c.label for c in t.path)) for t in tails]


def alone(project: Project) -> dict[str, object]:
    """Return what each function can return, asked of an analysis that was asked nothing before."""
    return {f.name: told(Tails(project).of_function(f)) for f in functions(project)}


CHAIN = [f"def f{n}(x), do: f{n + 1}(x)" for n in range(2 * DEPTH)] + [
    f"def f{2 * DEPTH}(_), do: :a"
]
CIRCLE = [
    "def a(x), do: if(x, do: b(x), else: :a)",
    "def b(x), do: if(x, do: c(x), else: :b)",
    "def c(x), do: if(x, do: a(x), else: :c)",
    "def into(x), do: if(x, do: b(x), else: :in)",
    "def own(x), do: if(x, do: own(x), else: into(x))",
]
WEB = [
    f"def w{n}(x), do: cond(do: (x -> w{(n + 1) % 9}(x); x -> w{(n + 2) % 9}(x); true -> :w{n}))"
    for n in range(9)
] + [f"def l{n}(x), do: if(x, do: l{n + 1}(x), else: l{n + 1}(x))" for n in range(DEPTH)]


def random_functions(random: Random) -> list[str]:
    names = [f"f{n}" for n in range(random.randint(3, 14))]

    def value() -> str:
        return random.choice([f"{random.choice(names)}(x)", f":{random.choice(names)}", "x"])

    return [
        f"def {name}(x), do: cond(do: (x -> {value()}; y -> {value()}; true -> {value()}))"
        for name in names
    ]


SETS = {"chain": CHAIN, "circle": CIRCLE, "web": WEB, "all": [*CHAIN, *CIRCLE, *WEB]} | {
    f"random {n}": random_functions(Random(n)) for n in range(12)
}


@pytest.mark.parametrize("name", SETS)
def test_any_order_of_questions(name: str) -> None:
    project = written(SETS[name])
    known = alone(project)
    for number in range(6):
        asked = functions(project)
        Random(number).shuffle(asked)
        tails = Tails(project)
        found = {f.name: told(tails.of_function(f)) for f in asked}
        assert found == known


def test_what_is_known_is_counted_as_found() -> None:
    # Each step doubles the ways: without a limit that is 2 to the power of so many.
    steps = 40
    web = [
        f"def d{n}(x), do: if(x, do: d{n + 1}(x), else: e{n}(d{n + 1}(x)))" for n in range(steps)
    ]
    web += [f"def e{n}(x), do: if(x, do: d{n}(x), else: x)" for n in range(steps)]
    project = written([*web, f"def d{steps}(_), do: :done"])
    tails = Tails(project)
    for function in functions(project):
        assert tails.of_function(function)
        assert tails._work <= WORK + 1
