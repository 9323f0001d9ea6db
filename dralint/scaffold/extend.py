"""A module that exists gets functions: only where nothing in it can be misread.

The text is changed in two places: an alias line among the others, functions below the last public
one. Anything unusual (a module that does not parse, functions inside other blocks, a name that is
taken) and nothing is changed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dralint.analysis.layout.roles import public_functions
from dralint.outline import Outline, outline_of
from dralint.project import Module

from .names import WIDTH, Named

Written = Callable[[Named, Callable[[str], str]], str]
"""Writes the function for an action; the second argument says how modules are written there."""


@dataclass(frozen=True)
class Extension:
    """The new text of a module and the names of the functions that it gained."""

    text: bytes
    added: tuple[str, ...]


def extended(
    module: Module,
    source: bytes,
    all_: Sequence[Named],
    offered: Callable[[Named], str],
    write: Written,
    aliases: bool = True,
) -> Extension | str:
    """Return a module with a function for each action, or why that is not safe.

    `offered` says what the function of an action is called. Functions that are there already, of
    any arity, are left alone and not added. `aliases`: the actions' modules may get alias lines.
    """
    outline = module.file.outline
    if outline.breaks or outline.template or outline.generated:
        return "it does not parse, or a program wrote it"
    have = {function.name for function in module.functions}
    missing = [each for each in all_ if offered(each) not in have]
    if not missing:
        return Extension(source, ())
    at = _after_functions(module, source)
    if at is None:
        return "its functions do not stand by themselves in the module"
    newline = "\r\n" if b"\r\n" in source else "\n"
    known = _Aliases.of(module, source)
    texts: list[str] = []
    lines: list[str] = []
    for each in missing:
        line = known.add(each.module) if aliases else None
        lines += [line] if line else []
        texts.append(write(each, known.written))
    edits = [(at, "".join(f"\n\n{text}" for text in texts))]
    edits += known.edits(lines)
    text = source
    for offset, added in sorted(edits, reverse=True):
        text = text[:offset] + added.replace("\n", newline).encode() + text[offset:]
    if not _sound(outline, outline_of(text), len(missing)):
        return "the result would not be what it was before, with more"
    return Extension(text, tuple(map(offered, missing)))


def _after_functions(module: Module, source: bytes) -> int | None:
    """Return the offset behind the last public function, where a new one may follow."""
    functions = [f for f in public_functions(module) if not f.data.dynamic]
    if len(functions) != len([f for f in module.functions if f.data.public]) or not functions:
        return None
    ends = [clause for function in functions for clause in function.data.clauses]
    inner = _column(source, module.data.start) + 2
    if any(_column(source, clause.start) != inner for clause in ends):
        return None
    last = max(clause.end for clause in ends)
    rest = source[last : source.find(b"\n", last)]
    return last if not rest.strip() else None


def _column(source: bytes, offset: int) -> int:
    """Return how far a place is indented, -1 where something stands before it."""
    start = source.rfind(b"\n", 0, offset) + 1
    before = source[start:offset]
    return len(before) if not before.strip(b" ") else -1


@dataclass(frozen=True)
class _Aliases:
    """The aliases at the top of a module: by last segment, and where the plain lines stand."""

    known: dict[str, str]
    lines: tuple[tuple[str, int, int], ...]

    @classmethod
    def of(cls, module: Module, source: bytes) -> "_Aliases":
        known: dict[str, str] = {}
        lines: list[tuple[str, int, int]] = []
        for each in module.file.outline.directives:
            if each.kind != "alias" or each.name is None or each.module != module.data.index:
                continue
            if each.function >= 0:
                continue
            known[each.as_name or each.name.rpartition(".")[2]] = each.name
            end = source.find(b"\n", each.start)
            text = source[each.start : end].strip()
            if text == f"alias {each.name}".encode():
                lines.append((each.name, each.start, each.start + len(text)))
        return cls(known, tuple(sorted(lines, key=lambda line: line[1])))

    def written(self, name: str) -> str:
        """Return how a module is written here, as short as the aliases make it."""
        for short, full in self.known.items():
            if full == name:
                return short
        for short, full in self.known.items():
            if name.startswith(f"{full}."):
                return f"{short}.{name.removeprefix(f'{full}.')}"
        return name

    def add(self, name: str) -> str | None:
        """Return the alias line that a module gets beside others, if its name is free."""
        last = name.rpartition(".")[2]
        if not self.lines or last in self.known or len(f"  alias {name}") > WIDTH:
            return None
        parent = name.rpartition(".")[0]
        beside = any(full.rpartition(".")[0] == parent for full, _, _ in self.lines)
        if not beside and parent in self.known.values():
            return None
        self.known[last] = name
        return f"alias {name}"

    def edits(self, added: Sequence[str]) -> list[tuple[int, str]]:
        """Return where new alias lines go: each before the first that is greater."""
        found: list[tuple[int, str]] = []
        for line in sorted(added, key=str.lower):
            name = line.removeprefix("alias ")
            after = next((each for each in self.lines if each[0].lower() > name.lower()), None)
            if after is not None:
                found.append((after[1], f"{line}\n  "))
            else:
                found.append((self.lines[-1][2], f"\n  {line}"))
        return _joined(found)


def _joined(edits: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return edits with those of one place joined in their order."""
    table: dict[int, str] = {}
    for offset, text in edits:
        table[offset] = table.get(offset, "") + text
    return list(table.items())


def _sound(old: Outline, new: Outline, added: int) -> bool:
    """Whether a text says all that it said before, and as many functions more as it should."""
    if new.breaks:
        return False
    before = [(f.name, f.max_arity, len(f.clauses)) for f in old.functions]
    after = [(f.name, f.max_arity, len(f.clauses)) for f in new.functions]
    return set(before) <= set(after) and len(after) == len(before) + added
