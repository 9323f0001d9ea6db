"""Gates: what is run before a change is taken, as the papers of a project say."""

import re
from dataclasses import dataclass
from functools import cached_property

from dralint.project import Paper, Project

SYSTEMS = (
    ".gitlab-ci.yml",
    ".travis.yml",
    ".circleci/config.yml",
    ".drone.yml",
    ".cirrus.yml",
    "bitbucket-pipelines.yml",
    "azure-pipelines.yml",
    "Jenkinsfile",
    "appveyor.yml",
    "Earthfile",
)
FOLDERS = (
    ".github/workflows",
    ".github/actions",
    ".semaphore",
    ".buildkite",
    ".woodpecker",
    ".forgejo/workflows",
    ".gitlab",
)
LOCAL = ("Makefile", "makefile", "justfile", "Taskfile.yml", "lefthook.yml")
CHECKS = {
    "mix format --check-formatted": re.compile(r"\bformat\b[^\n]*--check|\bmix\b[^\n]*\blint\b"),
    "mix credo": re.compile(r"\bcredo\b"),
    "mix dialyzer": re.compile(r"\bdialyzer\b|\bdialyxir\b|\bgradient\b"),
    "mix test": re.compile(
        r"\bmix\b[^\n]*\b(test|coveralls)(\b|_)|[\"']?\b(test|coveralls)\b[^\n]*--"
    ),
    "mix compile --warnings-as-errors": re.compile(r"--(all-)?warnings-as-errors"),
}
"""What should be run, and how it shows in a text."""
TOOLS = {"mix credo": ("credo",), "mix dialyzer": ("dialyxir", "gradient")}
"""The packages that bring a check."""
_ELSEWHERE = re.compile(
    r"uses:\s*[\w.-]+/[\w.-]+/[^\n]*\.ya?ml@|\bearthly\b|\bdocker(-| )compose\b|\bnix\b|\bbazel\b|"
    r"\bdagger\b|include:\s*\n|\borbs:"
)
"""Signs that more is run than can be seen."""
_EX_CHECK = re.compile(r"\bmix check\b")
"""The task of the package `ex_check`, which runs all tools that a project has."""
_MIX = re.compile(r"\bmix\s+(?:do\s+)?([a-z_.]+)")
_SCRIPT = re.compile(r"(?:^|[\s\"'])(?:\./|bash |sh )?((?:\.ci|bin|script|scripts|ci)/[\w./-]+)")
_MAKE = re.compile(r"\b(?:make|just|task)\s+([\w.-]+)")


@dataclass(frozen=True)
class Gate:
    """What a project runs: the checks that are `missing`; `open`: more is run than can be seen."""

    missing: tuple[str, ...]
    open: bool
    anywhere: bool


class Gates:
    """What a project runs before a change is taken."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @classmethod
    def of(cls, project: Project) -> "Gates":
        """Return the gates of a project."""
        return cls(project)

    @cached_property
    def papers(self) -> list[Paper]:
        """The papers that say what a continuous integration runs."""
        papers = self._project.papers
        found = [papers.get(name) for name in SYSTEMS]
        for folder in FOLDERS:
            found += papers.below(folder, (".yml", ".yaml"))
        return [paper for paper in found if paper is not None]

    @cached_property
    def gate(self) -> Gate:
        """What is run and what is not."""
        papers = self.papers or [
            paper for name in LOCAL if (paper := self._project.papers.get(name)) is not None
        ]
        text = self._followed("\n".join(_effective(paper.text) for paper in papers))
        absent = self._absent
        whole = "ex_check" in self._deps and _EX_CHECK.search(text)
        missing = tuple(
            name
            for name, sign in CHECKS.items()
            if not whole and name not in absent and not sign.search(text)
        )
        return Gate(missing, bool(_ELSEWHERE.search(text)), bool(self.papers))

    @cached_property
    def _deps(self) -> frozenset[str]:
        return frozenset(dep.name for app in self._project.apps for dep in app.mix.deps)

    @property
    def _absent(self) -> frozenset[str]:
        """The checks whose tool is not among the dependencies, as far as these are known."""
        return frozenset(
            name
            for name, packages in TOOLS.items()
            if self._deps and self._deps.isdisjoint(packages)
        )

    @cached_property
    def warnings_are_errors(self) -> bool:
        """Whether a warning of the compiler fails anything."""
        mix = self._project.papers.get("mix.exs")
        texts = [paper.text for paper in self.papers]
        texts += [mix.text] if mix else []
        for name in (*LOCAL, ".pre-commit-config.yaml", "rel/env.sh.eex", "Dockerfile"):
            paper = self._project.papers.get(name)
            texts += [paper.text] if paper else []
        return any("warnings-as-errors" in text or "warnings_as_errors" in text for text in texts)

    @property
    def is_strict(self) -> bool:
        """Whether something runs Credo with `--strict`."""
        mix = self._project.papers.get("mix.exs")
        names = [self._project.papers.get(name) for name in LOCAL]
        texts = [*self.papers, *(paper for paper in (mix, *names) if paper is not None)]
        return any("--strict" in paper.text for paper in texts)

    def _followed(self, text: str) -> str:
        """Return a text with the aliases, targets and scripts that it runs."""
        mix = self._project.papers.get("mix.exs")
        done: set[str] = set()
        waiting = [text]
        found: list[str] = []
        while waiting and len(found) < 100:
            part = waiting.pop()
            found.append(part)
            names = set(_MIX.findall(part)) - done
            done |= names
            waiting += [body for name in names if mix for body in _alias(mix.text, name)]
            for target in set(_MAKE.findall(part)) - {f"make {name}" for name in done}:
                if f"make {target}" not in done:
                    done.add(f"make {target}")
                    waiting += self._target(target)
            for script in set(_SCRIPT.findall(part)) - done:
                done.add(script)
                paper = self._project.papers.get(script)
                waiting += [paper.text] if paper else []
        return "\n".join(found)

    def _target(self, name: str) -> list[str]:
        found: list[str] = []
        for file in LOCAL[:4]:
            paper = self._project.papers.get(file)
            if paper is not None:
                pattern = rf"^{re.escape(name)}\s*:(?!=)([^\n]*)\n((?:[\t ]+[^\n]*\n|\n)*)"
                for match in re.finditer(pattern, paper.text + "\n", re.M):
                    others = " ".join(f"make {each}" for each in match[1].split())
                    found.append(f"{others}\n{match[2]}")
        return found


def _alias(mix: str, name: str) -> list[str]:
    """Return what an alias of mix stands for, each step as a command."""
    pattern = rf"(?:^|[\s\[{{(]){re.escape(name)}:\s*(\[.*?\]|\"[^\"]*\")"
    quoted = rf"\"{re.escape(name)}\":?\s*(?:=>)?\s*(\[.*?\]|\"[^\"]*\")"
    bodies = re.findall(pattern, mix, re.S) + re.findall(quoted, mix, re.S)
    return [re.sub(r"\"", "\n", re.sub(r"\"(?=\w)", '"mix ', body)) for body in bodies]


def _effective(text: str) -> str:
    """Return a text without comments and without what may fail."""
    rows = [row for row in text.split("\n") if not row.lstrip().startswith("#")]
    kept = [row for row in rows if "|| true" not in row]
    steps = re.split(r"(?m)^(?=\s*- )", "\n".join(kept))
    return "".join(step for step in steps if "continue-on-error: true" not in step)
