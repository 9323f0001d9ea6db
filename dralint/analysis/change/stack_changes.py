"""StackChanges: what a change does to what a system is built with, and to its domains."""

from collections import defaultdict
from functools import cached_property

from dralint.analysis.change.change import Change
from dralint.analysis.evidence.base import Base
from dralint.finding import INFO, WARNING
from dralint.project import Project

CATEGORIES = {
    "web framework": "phoenix raxx ace trot sugar",
    "web server": "plug_cowboy bandit cowboy",
    "database": "postgrex myxql mariaex tds ecto_sqlite3 exqlite mongodb_driver ch",
    "HTTP client": "req httpoison tesla finch hackney mint gun httpotion ibrowse mojito",
    "JSON": "jason poison jiffy jsx thoas",
    "jobs": "oban exq que verk toniq honeydew rihanna",
    "authentication": "guardian pow ueberauth assent phx_gen_auth coherence",
    "test framework": "espec white_bread wallaby hound",
    "bundler": "esbuild webpack vite phoenix_vite bun",
    "GraphQL": "absinthe graphql",
    "pub/sub transport": "broadway_rabbitmq amqp brod kafka_ex broadway_kafka gnat",
}
"""What a system needs once, and what there is for it."""
_BELOW = {"tesla": {"finch", "hackney", "mint", "gun"}, "req": {"finch", "mint"}}
_BELOW["httpoison"] = {"hackney"}
_BELOW["finch"] = {"mint"}


class StackChanges:
    """What a change does to the stack."""

    def __init__(self, project: Project, base: Base) -> None:
        self._project = project
        self._base = base

    @classmethod
    def of(cls, project: Project, base: Base) -> "StackChanges":
        """Return what a change does to the stack; nothing where there is no base."""
        return cls(project, base)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """The changes by category, then the version of Elixir."""
        root, old_root = self._project.root_mix, self._base.compares and self._base.project.root_mix
        if not self._base.compares or root is None or not old_root:
            return ()
        found: list[Change] = []
        old, new = _stack(self._base.project), _stack(self._project)
        for category in CATEGORIES:
            before, after = old[category], new[category]
            fresh = after - before
            # What only stands below another of the same kind is no second one.
            fresh -= {low for name in after for low in _BELOW.get(name, ())}
            if not before or not fresh:
                continue
            words = [", ".join(sorted(names)) for names in (before, after)]
            kept = before & after
            told = f"next to `{', '.join(sorted(kept))}`" if kept else f"instead of `{words[0]}`"
            found.append(
                Change(
                    "gate-stack-change", category, words[0], words[1],
                    f"`{', '.join(sorted(fresh))}` as {category}, {told}", root.span,
                    severity=WARNING,
                )
            )  # fmt: skip
        one, two = old_root.app.mix.elixir, root.app.mix.elixir
        if one and two and one != two:
            library = root.app.mix.package
            found.append(
                Change(
                    "gate-stack-change", "elixir", one, two,
                    f"the version of Elixir has to be `{two}` now; it was `{one}`", root.span,
                    severity=WARNING if library else INFO,
                )
            )  # fmt: skip
        return tuple(found)


def _stack(project: Project) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for app in project.apps:
        for dep in app.mix.deps:
            for category, names in CATEGORIES.items():
                here = category == "test framework" or not dep.only or "prod" in dep.only
                if dep.name in names.split() and here and not dep.optional:
                    found[category].add(dep.name)
    return found
