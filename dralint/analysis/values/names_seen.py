"""The full name of a module that a value names, with the aliases that a `use` brought in."""

from dralint.outline.values import ModuleRef, Value
from dralint.project import File


def module_name(file: File, module: int, value: Value | None) -> str | None:
    """Return the name that a value stands for in a module of a file, None for other values."""
    if not isinstance(value, ModuleRef):
        return None
    first, dot, rest = value.name.partition(".")
    if module >= 0 and not file.project.defines(value.name):
        for short, full in file.modules[module].effects.aliases:
            if short == first:
                return full + dot + rest
    return value.name
