"""References: the functions that documentation names."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cached_property

from dralint.analysis.docs.doc_text import module_docs
from dralint.analysis.references.definitions import GENERATED, Definitions
from dralint.project import Module, Project
from dralint.project.behaviours import CALLBACKS
from dralint.project.kernel import KERNEL
from dralint.text import Span

_COUNTED = re.compile(r"/\d`")
_REFERENCE = re.compile(
    r"`(?P<whole>(?:(?P<module>[A-Z]\w*(?:\.[A-Z]\w*)*)\.)?(?P<name>[a-z]\w*[?!]?)/(?P<arity>\d))`"
)


class DocReferences:
    """The functions that a project's documentation names."""

    def __init__(self, project: Project, definitions: Definitions) -> None:
        self._project = project
        self._definitions = definitions

    @classmethod
    def of(cls, project: Project, definitions: Definitions) -> "DocReferences":
        """Return the references in a project's documentation."""
        return cls(project, definitions)

    @cached_property
    def _everywhere(self) -> frozenset[tuple[str, int]]:
        """All names with their arities: of functions, callbacks, and what macros make."""
        found: set[tuple[str, int]] = set()
        for file in self._project.files:
            for function in file.outline.functions:
                for arity in range(function.min_arity, function.max_arity + 1):
                    found.add((function.name, arity))
            for quoted in file.outline.quoted:
                for arity in range(quoted.min_arity, quoted.max_arity + 1):
                    found.add((quoted.name, arity))
            found.update((spec.name, spec.arity) for spec in file.outline.specs)
        for callbacks in CALLBACKS.values():
            found |= callbacks
        return frozenset(found)

    def stale(self, module: Module) -> Iterator[tuple[Span, str]]:
        """Yield the references of a module's documentation that lead nowhere."""
        if module.data.quoted:
            return
        for doc in module_docs(module):
            if not _COUNTED.search(doc.text):
                continue
            for match in _REFERENCE.finditer(doc.text):
                if self._is_stale(module, match["module"], match["name"], int(match["arity"])):
                    yield doc.place(match.start("whole"), match.end("whole")), match["whole"]

    def _is_stale(self, module: Module, named: str | None, name: str, arity: int) -> bool:
        if named is not None:
            modules = self._project.named(named)
            return bool(modules) and not any(
                not self._definitions.is_closed(each) or self._has(each, name, arity)
                for each in modules
            )
        if name in GENERATED or arity in KERNEL.get(name, ()):
            return False
        if not self._definitions.is_closed(module) or self._has(module, name, arity):
            return False
        # Prose speaks of functions that its reader would write; a slip has its like beside it.
        own = {function.name for function in module.functions if not function.data.is_test}
        if name not in own and not get_close_matches(name, sorted(own), n=1, cutoff=0.85):
            return False
        return (name, arity) not in self._everywhere

    def _has(self, module: Module, name: str, arity: int) -> bool:
        if name in GENERATED or (name, arity) in module.effects.adds:
            return True
        if (name, arity) in module.effects.callbacks:
            return True
        if any(spec.name == name and spec.arity == arity for spec in module.specs):
            return True
        return self._project.function_in(module, name, arity) is not None
