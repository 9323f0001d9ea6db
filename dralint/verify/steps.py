"""Which steps a project has: what its `mix.exs` files and the machine say is there."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from dralint.engine.wanted import mix_of
from dralint.project import Mix

from .model import Step

NAMES = ("compile", "format", "credo", "dialyzer", "test", "dralint")
"""The steps in the order in which they run."""
_NO_MIX = "install Elixir, which brings `mix`: https://elixir-lang.org/install.html"
_ADD = 'add `{{:{name}, "{version}", only: [:dev, :test], runtime: false}}` to the dependencies'
_COMMANDS = {
    "compile": ("the compiler", ("mix", "compile", "--force", "--warnings-as-errors")),
    "format": ("the formatter", ("mix", "format", "--check-formatted")),
    "credo": ("Credo", ("mix", "credo", "--strict", "--format", "json")),
    "dialyzer": ("Dialyzer", ("mix", "dialyzer", "--format", "short")),
    "test": ("ExUnit", ("mix", "test", "--cover")),
}
_BROUGHT_BY = {"credo": ("credo", "~> 1.7"), "dialyzer": ("dialyxir", "~> 1.4")}


def steps_of(root: Path) -> list[Step]:
    """Return the steps for the mix project in a folder, in the order in which they run."""
    names = {dep.name for mix in _mixes(root) for dep in mix.deps}
    mix = shutil.which("mix")
    found: list[Step] = []
    for name, (tool, command) in _COMMANDS.items():
        missing = "" if mix else _NO_MIX
        if mix and name in _BROUGHT_BY:
            package, version = _BROUGHT_BY[name]
            if package not in names:
                missing = _ADD.format(name=package, version=version)
        found.append(Step(name, tool, (mix or "mix", *command[1:]), missing))
    return [*found, Step("dralint", "dralint")]


def _mixes(root: Path) -> Iterator[Mix]:
    """Yield what the `mix.exs` of a project says, and those of an umbrella's applications."""
    top = mix_of(root / "mix.exs")
    if top is None:
        return
    yield top
    if top.apps_path is not None and ".." not in Path(top.apps_path).parts:
        for each in sorted(root.glob(f"{top.apps_path}/*/mix.exs")):
            inner = mix_of(each)
            if inner is not None:
                yield inner
