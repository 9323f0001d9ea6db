"""Values: what an expression may be at a place of the code. Nothing runs, nothing is guessed.

    values.argument(call, 1)       what the second argument of a call may be
    values.of_function(function)   what a function may return
    values.names(alts)             which processes an expression denotes

See `constants` for the answers.
"""

from collections.abc import Iterator

from dralint.analysis.values.binding import Env, look_up
from dralint.analysis.values.constants import Alt, Alts, Param, Place, Thunk, everything
from dralint.analysis.values.descent import env_at, parameter
from dralint.analysis.values.evaluate import Evaluator
from dralint.analysis.values.following import clauses_of, follow
from dralint.analysis.values.naming import ProcessName, names_of
from dralint.analysis.values.settings import READS, AppSettings, SettingReads
from dralint.outline.values import Value
from dralint.project import Call, File, Function, Project

CALLERS = 12
"""How many callers of a function are asked for what they hand over."""


class Values:
    """Answers what expressions of a project may be. Each answer is computed once."""

    def __init__(self, project: Project, settings: AppSettings) -> None:
        self._project = project
        self._settings = settings
        self._evaluator = Evaluator(project)
        self._known: dict[tuple[str, int, int, int], Alts] = {}
        self._results: dict[tuple[str, int], Alts] = {}
        self._evaluator.folds = dict.fromkeys(READS, SettingReads(settings))

    @classmethod
    def of(cls, project: Project, settings: AppSettings) -> "Values":
        """Return the values of a project."""
        return cls(project, settings)

    def argument(self, call: Call, index: int) -> Alts:
        """Return what an argument of a call may be; nothing if there is no such argument."""
        if index >= len(call.args):
            return ()
        return self.at(call.file, call.args[index], call.data.function, call.data.module)

    def at(self, file: File, value: Value, function: int, module: int) -> Alts:
        """Return what an expression of a file may be, where it stands."""
        key = (file.path, value.start, value.end, function)
        known = self._known.get(key)
        if known is None:
            self._evaluator.fresh()
            env = env_at(self._evaluator, file, value, function, module)
            known = self._known[key] = self._evaluator.value(value, env)
        return known

    def within(self, call: Call, value: Value) -> Alts:
        """Return what an expression inside a call's arguments may be."""
        return self.at(call.file, value, call.data.function, call.data.module)

    def of_function(self, function: Function) -> Alts:
        """Return what a function may return; its parameters are `Param`."""
        known = self._results.get(function.key)
        if known is None:
            self._evaluator.fresh()
            args = tuple(parameter(function, index) for index in range(function.arity))
            env = Env(function.file, function.data.module, {}, (function.key,))
            known = clauses_of(self._evaluator, function, args, env)
            self._results[function.key] = known
        return known

    def of_clause(self, function: Function, index: int) -> Alts:
        """Return what one clause of a function may return."""
        clause = function.clauses[index]
        if clause.body is None:
            return ()
        return self.at(function.file, clause.body, function.data.index, function.data.module)

    def call_with(self, module: str, name: str, args: tuple[Alts, ...], seen: Call) -> Alts | None:
        """Return what a project's function gives for arguments; None if there is none."""
        function = self._project.function(module, name, len(args), seen.file)
        if function is None:
            return None
        self._evaluator.fresh()
        thunks = tuple(Thunk(lambda arg=arg: arg) for arg in args)  # type: ignore[misc]
        at = Place(seen.file, seen.data.start, seen.data.end)
        return follow(self._evaluator, function, thunks, seen, Env(seen.file, seen.data.module), at)

    def option(self, alts: Alts, key: str) -> Alts:
        """Return what stands under a key of a keyword list or map; nothing: it is absent."""
        return look_up(alts, key)

    def names(self, alts: Alts) -> tuple[ProcessName, ...]:
        """Return the processes that an expression may denote."""
        return names_of(alts)

    def names_at(self, call: Call, index: int) -> tuple[ProcessName, ...]:
        """Return the processes that an argument of a call may denote."""
        return names_of(self.argument(call, index))

    def from_callers(self, call: Call, value: Value, depth: int = 2) -> Alts:
        """Return what an expression may be, with parameters as all callers give them.

        Where callers are unknown or too many, a `Param` stays.
        """
        found = self.within(call, value)
        function = call.function
        if function is None or depth == 0:
            return found
        if not any(isinstance(c, Param) and c.function == function for c in everything(found)):
            return found
        sites = [site for site in self._sites(function) if site.arity == function.arity]
        if not sites or len(sites) > CALLERS:
            return found
        answers: list[Alt] = []
        for site in sites:
            given = tuple(
                Thunk(lambda s=site, a=arg: self.from_callers(s, a, depth - 1))  # type: ignore[misc]
                for arg in site.args
            )
            self._evaluator.fresh()
            env = env_at(
                self._evaluator, call.file, value, function.data.index, call.data.module, given
            )
            answers.extend(self._evaluator.value(value, env))
        return tuple(dict.fromkeys(answers))

    def _sites(self, function: Function) -> Iterator[Call]:
        for site in self._project.calls_to(f"{function.module.name}.{function.name}/*"):
            if not site.data.captured and site.callee == function and site.function != function:
                yield site
