"""ArchitectureChanges: domains, their borders and their dialect, held against base and plan."""

from collections.abc import Iterator
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.evidence.base import Base
from dralint.analysis.layout.dra import Domain
from dralint.analysis.layout.layout import Layout
from dralint.analysis.layout.lexicon import normal
from dralint.analysis.layout.reaches import Reaches
from dralint.analysis.plan.domain_drift import DomainDrift
from dralint.analysis.plan.plans import Plans
from dralint.finding import CERTAIN, ERROR, INFO, POSSIBLE, WARNING
from dralint.project import Project
from dralint.text import Span

GATE = "gate-architecture-deviation"


class ArchitectureChanges:
    """What a change does to the domains of a project."""

    def __init__(
        self,
        project: Project,
        base: Base,
        layout: Layout,
        reaches: Reaches,
        plans: Plans,
        drift: DomainDrift,
    ) -> None:
        self._project = project
        self._base = base
        self._layout = layout
        self._reaches = reaches
        self._plans = plans
        self._drift = drift

    @classmethod
    def of(
        cls,
        project: Project,
        base: Base,
        layout: Layout,
        reaches: Reaches,
        plans: Plans,
        drift: DomainDrift,
    ) -> "ArchitectureChanges":
        """Return what a change does to the domains; nothing where there is no base."""
        return cls(project, base, layout, reaches, plans, drift)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes: domains that came and went, dialects, rings of dependencies."""
        if not self._base.compares or not self._project.rooted:
            return ()
        return (*self._domains(), *self._rings())

    def _domains(self) -> Iterator[Change]:
        layout = self._base.ask(Layout)
        if not (layout.on and self._layout.on):
            return
        before = {domain.name: domain for domain in layout.domains if domain.name}
        after = {domain.name: domain for domain in self._layout.domains if domain.name}
        unplanned = {each.name: each.sure for each in self._drift.unplanned}
        for name in sorted(after.keys() - before.keys()):
            if name in unplanned:
                yield Change(
                    GATE, name, None, "there", f"the domain `{name}` is new and in no plan",
                    self._at(after[name]), help="add it to the plan, with what it is for",
                    confidence=CERTAIN if unplanned[name] else POSSIBLE,
                )  # fmt: skip
            elif not self._plans.main and after[name].resources:
                yield Change(
                    GATE, name, None, "there", f"the domain `{name}` is new",
                    self._at(after[name]), severity=INFO,
                )  # fmt: skip
        planned = {normal(d.name) for plan in self._plans.main for d in plan.domains}
        for name in sorted(before.keys() - after.keys()):
            if normal(name) in planned:
                yield Change(
                    GATE, name, "there", None,
                    f"the domain `{name}` is gone, although the plan has it", self._root,
                )  # fmt: skip
        for name in sorted(after.keys() & before.keys()):
            was, now = before[name].dialect, after[name].dialect
            if was != now and before[name].resources and after[name].resources:
                yield Change(
                    GATE, name, was, now,
                    f"the domain `{name}` is laid out as `{now}` now; it was `{was}`",
                    self._at(after[name]),
                )  # fmt: skip

    def _rings(self) -> Iterator[Change]:
        new, old = self._reaches.edges, self._base.ask(Reaches).edges
        fresh = sorted(new.keys() - old.keys())
        known = self._base.ask(Reaches).rings if fresh else ()
        for one, other in fresh:
            ring = next((r for r in self._reaches.rings if {one, other} <= r), None)
            if ring is None or any({one, other} <= before for before in known):
                continue
            names = ", ".join(f"`{name}`" for name in sorted(ring))
            direct = (other, one) in new
            yield Change(
                GATE, f"{one} -> {other}", None, new[one, other].label,
                f"the domains `{one}` and `{other}` call each other now"
                if direct
                else f"`{one}` calls `{other}` now, which closes the ring of {names}",
                new[one, other].name_span,
                help="broadcast it, pass it in, or move what both need into a third domain",
                # Contexts of any layout are folders alone, which nobody may have meant as borders.
                severity=ERROR if self._layout.on else WARNING,
            )  # fmt: skip

    def _at(self, domain: Domain) -> Span:
        members = [member for each in domain.resources for member in each.members]
        first = next(iter((*members, *domain.members)), None)
        return self._root if first is None else first.module.span

    @property
    def _root(self) -> Span:
        return (self._project.root_mix or self._project.files[0]).span
