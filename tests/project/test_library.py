"""Imports of well-known libraries."""

import pytest

from dralint.testing import project_of


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("import Phoenix.HTML", "Phoenix.HTML"),
        ("use Phoenix.View", None),
        ("import Phoenix.HTML, except: [raw: 1]", None),
    ],
)
def test_a_local_call_reaches_what_is_imported(line: str, target: str | None) -> None:
    code = f"defmodule A do\n  {line}\n  def run(x), do: raw(x)\nend"
    project = project_of({"lib/a.ex": code})
    (call,) = (c for c in project.files[0].calls if c.name == "raw")
    assert call.target == target


def test_what_a_use_imports() -> None:
    code = "defmodule A do\n  use Phoenix.Controller\n  def run(c), do: redirect(c, to: x())\nend"
    project = project_of({"lib/a.ex": code})
    (call,) = (c for c in project.files[0].calls if c.name == "redirect")
    assert call.target == "Phoenix.Controller"


def test_an_atom_with_interpolation_is_the_call_that_makes_it() -> None:
    project = project_of({"lib/a.ex": 'defmodule A do\n  def run(x), do: :"a_#{x}"\nend'})
    (call,) = project.files[0].calls
    assert call.label == ":erlang.binary_to_atom/2"
