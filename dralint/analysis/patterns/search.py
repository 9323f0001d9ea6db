"""Where a pattern is found in a project."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dralint.outline import values
from dralint.outline.values import Block, CallRef, ModuleRef, Value, children
from dralint.project import Call, File, Project
from dralint.text import Span

from .matching import Bound, Matcher, imports
from .pattern import SELF, Pattern, hole_in


@dataclass(frozen=True)
class Match:
    """A place where a pattern is found, as byte offsets, and what stands for its holes.

    `name_start` and `name_end` are where the name of a call stands, else the whole place. Not
    `sure`: a library that was not read is imported there, and the call may be another's.
    """

    file: File
    start: int
    end: int
    name_start: int
    name_end: int
    bound: Bound
    sure: bool = True

    @property
    def span(self) -> Span:
        """The whole place."""
        return self.file.at(self.start, self.end)

    @property
    def name_span(self) -> Span:
        """The name of what is called, else the whole place."""
        return self.file.at(self.name_start, self.name_end)


def search(project: Project, pattern: Pattern, files: Iterable[File] | None = None) -> list[Match]:
    """Return where a pattern is found, in the order of files and of the text.

    A call is found wherever it stands; what is no call, in functions, attributes and closures.
    """
    chosen = project.files if files is None else tuple(files)
    first = pattern.body[0]
    if len(pattern.body) == 1 and isinstance(first, CallRef):
        found = list(_calls(project, pattern, first, chosen))
    else:
        found = [match for file in chosen for match in _values(file, pattern)]
    return sorted(set_of(found), key=lambda each: (each.file.path, each.start, each.end))


def set_of(found: Iterable[Match]) -> list[Match]:
    """Return matches without repetitions of the same place."""
    return list({(each.file.path, each.start, each.end): each for each in found}.values())


def _calls(
    project: Project, pattern: Pattern, root: CallRef, files: tuple[File, ...]
) -> Iterator[Match]:
    wanted = pattern.outline.calls[root.call]
    on = wanted.on
    if isinstance(on, ModuleRef) and on.name != SELF and hole_in(wanted.name) is None:
        known = frozenset(files)
        for call in project.calls_to(f"{on.name}.{wanted.name}/*"):
            if call.file in known:
                yield from _call(call.file, pattern, root, call.data.index)
        for each in unsure_calls(project, on.name, wanted.name):
            if each.file in known:
                yield from _call(each.file, pattern, root, each.data.index)
        return
    free = hole_in(wanted.name) is not None
    for file in files:
        for data in file.outline.calls:
            if free or data.name == wanted.name:
                yield from _call(file, pattern, root, data.index)


def unsure_calls(project: Project, module: str, name: str | None = None) -> Iterator[Call]:
    """Yield the local calls (of a name) that may come from an imported library not read."""
    if project.defines(module) or not any(
        each.name == module and each.kind == "import"
        for file in project.files
        for each in file.outline.directives
    ):
        return
    for file in project.files:
        targets = project.targets(file)
        for data in file.outline.calls:
            local = data.on is None and not data.bare and targets[data.index] is None
            if local and name in (None, data.name) and imports(file, data, module):
                yield file.calls[data.index]


def _call(file: File, pattern: Pattern, root: CallRef, index: int) -> Iterator[Match]:
    data = file.outline.calls[index]
    module = file.modules[data.module].name if data.module >= 0 else None
    ref = CallRef(data.start, data.end, index)
    bound = Matcher(pattern, file, module).match(root, ref)
    if bound is not None:
        on = pattern.outline.calls[root.call].on
        sure = not isinstance(on, ModuleRef) or file.project.targets(file)[index] is not None
        yield Match(file, data.start, data.end, data.name_start, data.name_end, bound, sure)


def _values(file: File, pattern: Pattern) -> Iterator[Match]:
    """Yield where a pattern is found that is no call."""
    row = pattern.body
    kind = Block if len(row) > 1 else type(row[0])
    matchers: dict[int, Matcher] = {}
    for module, value in _everything(file):
        if type(value) is not kind:
            continue
        matcher = matchers.get(module)
        if matcher is None:
            name = file.modules[module].name if module >= 0 else None
            matcher = matchers[module] = Matcher(pattern, file, name)
        if len(row) > 1:
            assert isinstance(value, Block)
            yield from _rows(matcher, value)
        else:
            bound = matcher.match(row[0], value)
            if bound is not None:
                place = (value.start, value.end)
                yield Match(file, *place, *place, bound)


def _rows(matcher: Matcher, block: Block) -> Iterator[Match]:
    """Yield where several statements are found one after the other."""
    wanted, items = matcher.pattern.body, block.items
    many = any(matcher.pattern.many(each) is not None for each in wanted)
    start = 0
    while start < len(items):
        ends = range(start + 1, len(items) + 1) if many else (start + len(wanted),)
        for end in ends:
            bound = matcher.row(wanted, items[start:end]) if end <= len(items) else None
            if bound is not None:
                place = (items[start].start, items[end - 1].end)
                yield Match(matcher.file, *place, *place, bound)
                start = end - 1
                break
        start += 1


def _everything(file: File) -> Iterator[tuple[int, Value]]:
    """Yield every value of a file once, with the index of its module.

    Calls and closures are not followed: what they hold is in tables of their own.
    """
    for module, top in _tops(file):
        waiting = [top]
        while waiting:
            value = waiting.pop()
            yield module, value
            if type(value) not in values.LEAVES:
                waiting += children(value)


def _tops(file: File) -> Iterator[tuple[int, Value]]:
    outline = file.outline
    for function in outline.functions:
        for clause in function.clauses:
            for part in (*clause.params, clause.guard, clause.body):
                if part is not None:
                    yield function.module, part
    for attribute in outline.attributes:
        if attribute.value is not None:
            yield attribute.module, attribute.value
    for closure in outline.closures:
        module = outline.functions[closure.function].module if closure.function >= 0 else -1
        for part in (*closure.heads, *closure.clauses):
            yield module, part
    for call in outline.calls:
        for part in call.args if call.on is None else (call.on, *call.args):
            yield call.module, part
