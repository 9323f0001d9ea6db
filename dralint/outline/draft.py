"""A function while its clauses are still being read."""

from .data import Attribute, Clause, Function
from .values import Atom, Opaque, String, Value, keyword


class Draft:
    """A function whose clauses are still coming."""

    __slots__ = (
        "attrs",
        "clauses",
        "delegate",
        "dynamic",
        "index",
        "kind",
        "max_arity",
        "min_arity",
        "module",
        "name",
    )

    def __init__(
        self, index: int, module: int, name: str, kind: str, arity: tuple[int, int]
    ) -> None:
        self.index = index
        self.module, self.name, self.kind = module, name, kind
        self.min_arity, self.max_arity = arity
        self.clauses: list[Clause] = []
        self.attrs: list[int] = []
        self.dynamic = False
        self.delegate: tuple[Value, str] | None = None

    def finish(self, attributes: list[Attribute]) -> Function:
        """Return the finished function."""
        doc = impl = -1
        for attr in self.attrs:
            attribute = attributes[attr]
            if attribute.name == "impl":
                impl = attr
            elif attribute.name == "doc" and isinstance(attribute.value, Atom | String | Opaque):
                doc = attr
            elif attribute.name == "doc" and attribute.value is not None:
                doc = attr if keyword(attribute.value, "since") is None else doc
        return Function(
            self.index,
            self.module,
            self.name,
            self.min_arity,
            self.max_arity,
            self.kind,
            tuple(self.clauses),
            doc,
            impl,
            tuple(self.attrs),
            self.dynamic,
            self.delegate,
        )
