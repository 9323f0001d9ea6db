"""TreePairs: two supervision trees laid over each other, node by node."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from dralint.analysis.change.module_moves import ModuleMoves
from dralint.analysis.evidence.base import Base
from dralint.analysis.supervision.supervision import Root, Supervision
from dralint.analysis.supervision.supervisors import Supervisors
from dralint.analysis.supervision.tree import Node
from dralint.analysis.values.constants import show
from dralint.analysis.values.values import Values
from dralint.project import Project


@dataclass(frozen=True)
class Pair:
    """A node of the new tree and the one of the old that it was; one of them may be missing.

    `mark` is + for new, - for gone, ~ for changed, > for moved, a space for the same. `notes` say
    what changed. `children` are in the order of the new tree, what is gone behind its neighbour.
    """

    old: Node | None
    new: Node | None
    mark: str = " "
    notes: tuple[str, ...] = ()
    children: tuple["Pair", ...] = ()

    @property
    def node(self) -> Node:
        """The node as it is, or was."""
        node = self.new or self.old
        assert node is not None
        return node


@dataclass(frozen=True)
class _Side:
    """One of the two projects: what its trees are made of."""

    project: Project
    trees: Supervision
    supervisors: Supervisors
    values: Values

    @cached_property
    def roots(self) -> dict[str, Root]:
        return {root.app.name or root.app.root: root for root in self.trees.roots}

    def intensity(self, node: Node) -> str:
        """Return how many restarts a supervisor allows, in how many seconds."""
        listing = self.supervisors.listing_of(node.started) if node.started else None
        if listing is None:
            return ""
        said = (
            (key, self.values.option(listing.options, key))
            for key in ("max_restarts", "max_seconds")
        )
        return ", ".join(f"{key}: {show(value)}" for key, value in said if value)


class TreePairs:
    """The supervision trees of a project and of its base."""

    def __init__(self, base: Base, new: _Side, moves: ModuleMoves) -> None:
        self._base = base
        self._new = new
        self._moved = moves

    @classmethod
    def of(
        cls,
        project: Project,
        base: Base,
        trees: Supervision,
        supervisors: Supervisors,
        values: Values,
        moves: ModuleMoves,
    ) -> "TreePairs":
        """Return the trees of both sides; nothing where there is no base."""
        return cls(base, _Side(project, trees, supervisors, values), moves)

    @cached_property
    def _old(self) -> _Side:
        ask = self._base.ask
        return _Side(ask(Project), ask(Supervision), ask(Supervisors), ask(Values))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The trees of both sides, laid over each other."""
        if not self._base.compares:
            return ()
        old, new = self._old.roots, self._new.roots
        found: list[Pair] = []
        only = [sorted(one.keys() - other.keys()) for one, other in ((old, new), (new, old))]
        if [len(names) for names in only] == [1, 1]:
            # The only application that went is the only one that came, under another name.
            new = {only[0][0] if name == only[1][0] else name: new[name] for name in new}
        for name in sorted({*old, *new}):
            before, after = old.get(name), new.get(name)
            pair = self._pair(before.node if before else None, after.node if after else None)
            found.append(self._placed(pair, self._moves(pair)))
        return tuple(found)

    def _pair(self, old: Node | None, new: Node | None) -> Pair:
        """Lay two nodes that are one over each other, and what is below them."""
        before, after = _fixed(old), _fixed(new)
        partner = self._partners(before, after)
        apart = shifted([partner[i] for i in range(len(after)) if i in partner])
        below: list[Pair] = []
        gone = set(range(len(before))) - set(partner.values())
        for index, child in enumerate(after):
            was = partner.get(index)
            pair = self._pair(before[was] if was is not None else None, child)
            below.append(replace(pair, mark=">") if was in apart and pair.mark == " " else pair)
        for at in sorted(gone):
            place = next((i for i, p in enumerate(below) if p.old is before[at - 1]), -1)
            below.insert(place + 1 if at else 0, self._pair(before[at], None))
        mark = "+" if old is None else "-" if new is None else " "
        notes = tuple(self._notes(old, new)) if old and new else ()
        return Pair(old, new, "~" if notes else mark, notes, tuple(below))

    def _partners(self, old: list[Node], new: list[Node]) -> dict[int, int]:
        """Return for the children of one supervisor which of the old ones each was."""
        found: dict[int, int] = {}
        # The closest likeness goes first: the same process, the same module, another name for it.
        for like in (_very_same, _same, _same_module, self._renamed):
            for at, node in enumerate(new):
                if at not in found:
                    free = (i for i in range(len(old)) if i not in found.values())
                    was = next((i for i in free if like(old[i], node)), None)
                    if was is not None:
                        found[at] = was
        return found

    def _renamed(self, old: Node, new: Node) -> bool:
        """Whether the module of a child only has another name now."""
        if old.module is None or new.module is None or old.kind != new.kind:
            return False
        if self._moved.is_moved(old.module, new.module):
            return True
        one, other = self._old.project, self._new.project
        if not one.defines(old.module) or other.defines(old.module):
            return False
        if not other.defines(new.module) or one.defines(new.module):
            return False
        ends = [name.split(".")[-1] for name in (old.module, new.module)]
        return (
            ends[0] == ends[1]
            or {n.module for n in old.children} & {n.module for n in new.children} != set()
        )

    def _notes(self, old: Node, new: Node) -> Iterator[str]:
        for kind, before, after in self.differences(old, new):
            yield f"{kind} {before} → {after}"

    def differences(self, old: Node, new: Node) -> Iterator[tuple[str, str, str]]:
        """Yield what differs of one node: what, before and after."""
        if old.module != new.module and old.kind != "unknown" and new.kind != "unknown":
            yield "module", old.text, new.text
        if old.strategy != new.strategy and old.strategy and new.strategy:
            yield "strategy", old.strategy, new.strategy
        one, two = self._old.intensity(old), self._new.intensity(new)
        if one != two:
            yield "intensity", one or "default", two or "default"
        for word in ("restart", "shutdown"):
            before, after = getattr(old, word), getattr(new, word)
            if before != after:
                yield word, before or "default", after or "default"
        names = [
            ", ".join(str(n) for n in node.names if n.kind != "unknown") for node in (old, new)
        ]
        own = [name == node.module for name, node in zip(names, (old, new), strict=True)]
        if names[0] != names[1] and not all(own):
            yield "name", names[0] or "none", names[1] or "none"
        if old.condition != new.condition:
            yield "condition", old.condition or "always", new.condition or "always"

    def _moves(self, root: Pair) -> dict[int, str]:
        """Return the nodes that stand elsewhere now, on both sides, by their identity."""
        added: dict[tuple[object, ...], list[Pair]] = defaultdict(list)
        for pair, _ in _below(root):
            if pair.old is None and pair.new is not None and pair.new.module:
                added[_key(pair.new)].append(pair)
        found: dict[int, str] = {}
        for pair, parent in _below(root):
            if pair.new is None and pair.old is not None and added.get(_key(pair.old)):
                other = added[_key(pair.old)].pop()
                found[id(pair.old)] = "moved away"
                assert other.new is not None
                found[id(other.new)] = f"from {title(parent.node)}" if parent else "from the root"
        return found

    def _placed(self, pair: Pair, moves: dict[int, str]) -> Pair:
        below = tuple(self._placed(child, moves) for child in pair.children)
        note = moves.get(id(pair.node))
        if note is None:
            return replace(pair, children=below)
        return replace(pair, children=below, mark=">", notes=(note,))


def _fixed(node: Node | None) -> list[Node]:
    """Return the children that a supervisor has by itself, from its start on."""
    if node is None or node.strategy == "simple_one_for_one":
        return []
    return [child for child in node.children if not (child.dynamic or child.linked)]


def _below(pair: Pair, parent: Pair | None = None) -> Iterator[tuple[Pair, Pair | None]]:
    yield pair, parent
    for child in pair.children:
        yield from _below(child, pair)


def _key(node: Node) -> tuple[object, ...]:
    return node.module, tuple(str(n) for n in node.names if n.kind != "unknown")


def _very_same(old: Node, new: Node) -> bool:
    return _same(old, new) and (old.id, old.condition) == (new.id, new.condition)


def _same(old: Node, new: Node) -> bool:
    return _key(old) == _key(new) and (old.module is not None or old.text == new.text)


def _same_module(old: Node, new: Node) -> bool:
    return old.module is not None and old.module == new.module and old.kind == new.kind


def shifted(order: list[int]) -> set[int]:
    """Return the numbers of a row that are not in its longest rising part."""
    best: list[list[int]] = []
    for number in order:
        before = max((run for run in best if run[-1] < number), key=len, default=[])
        best.append([*before, number])
    kept = max(best, key=len, default=[])
    return set(order) - set(kept)


def title(node: Node | None) -> str:
    """Return what people call a node: its module or text, and its name."""
    if node is None:
        return "nothing"
    function = node.started.call.function if node.started and node.module is None else None
    if function is not None and node.kind != "application":
        return f"supervisor in {function.full_name}"
    name = next((str(n) for n in node.names if n.kind != "unknown" and str(n) != node.module), "")
    return f"{node.text} {name}" if name else node.text
