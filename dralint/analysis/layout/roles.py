"""What a module is for, as far as it says so itself: process, job, schema..."""

from collections.abc import Iterable

from dralint.analysis.layout.lexicon import SUFFIXES, words
from dralint.project import File, Function, Module

WEB_USES = frozenset(
    """
    Phoenix.Controller Phoenix.LiveView Phoenix.LiveComponent Phoenix.Component Phoenix.Channel
    Phoenix.Socket Phoenix.Endpoint Phoenix.Router Phoenix.View Phoenix.Presence Plug.Router
    Plug.Builder Absinthe.Schema Absinthe.Schema.Notation
    """.split()
)
ASH_USES = frozenset(("Ash.Resource", "Ash.Domain", "Ash.Api"))

SCHEMA_USES = frozenset(("Ecto.Schema", "TypedEctoSchema"))


def nature(module: Module) -> str | None:
    """Return what a module is by what it uses and defines, or None for plain functions.

    One of job, process, web, ash, schema, task, repo, behaviour, struct, protocol, impl, exception.
    """
    if module.data.kind != "module":
        return module.data.kind
    effects = module.effects
    uses = effects.uses
    if effects.process == "worker":
        return "job"
    if effects.process == "repo":
        return "repo"
    if "Mix.Task" in uses:
        return "task"
    if "Application" in uses:
        return "application"
    if uses & WEB_USES or "Plug" in effects.behaviours:
        return "web"
    if effects.process is not None:
        return "process"
    if uses & ASH_USES:
        return "ash"
    if uses & SCHEMA_USES:
        return "schema"
    if is_exception(module):
        return "exception"
    if module.data.struct or ("__struct__", 0) in effects.adds:
        return "struct"
    if any(spec.kind in ("callback", "macrocallback") for spec in module.specs):
        return "behaviour"
    return None


def is_exception(module: Module) -> bool:
    """Whether a module is an exception."""
    index = module.data.index
    return module.data.struct and any(
        call.module == index and call.function < 0 and call.name == "defexception"
        for call in module.file.outline.calls
    )


def announced(stem: str) -> str | None:
    """Return the role that the last word of a file name announces."""
    last = words(stem)[-1:]
    return SUFFIXES.get(last[0]) if last else None


def main_module(file: File) -> Module | None:
    """Return the module that a file is about: the first at top level, hidden ones last."""
    found = top_modules(file)
    return next((module for module in found if not module.hidden), found[0] if found else None)


def top_modules(file: File) -> list[Module]:
    """Return the modules at the top level of a file, without implementations and exceptions."""
    return [
        module
        for module in file.modules
        if module.data.parent < 0
        and module.data.kind == "module"
        and not module.data.quoted
        and not module.data.inner
        and not is_exception(module)
    ]


def public_functions(module: Module) -> list[Function]:
    """Return what a module offers: its public functions and delegates that no behaviour asks for.

    Functions that the language or a supervisor calls (`__struct__`, `child_spec`) are left out.
    """
    return [
        function
        for function in module.functions
        if function.data.kind in ("def", "defdelegate")
        and not function.has_impl
        and not function.name.startswith("__")
        and function.name != "child_spec"
        and not function.is_callback
    ]


def names_offered(functions: Iterable[Function]) -> list[str]:
    """Return the names of functions in order, arities and `f!` merged with `f`."""
    return list(dict.fromkeys(function.name.removesuffix("!") for function in functions))
