"""Happy paths: test files that expect success alone, and errors that they leave unseen."""

from dralint.analysis.calls.inside import inside
from dralint.analysis.tests.negatives import expects_success, has_negative
from dralint.analysis.tests.test_files import TestFiles
from dralint.analysis.values.shapes import literal, show
from dralint.analysis.values.tails import Tails
from dralint.project import File, Function, Project


class HappyPaths:
    """Which test files of a project look at nothing that goes wrong."""

    def __init__(self, project: Project, files: TestFiles, tails: Tails) -> None:
        self._project = project
        self._files = files
        self._tails = tails
        self._sunny: dict[File, bool] = {}

    @classmethod
    def of(cls, project: Project, files: TestFiles, tails: Tails) -> "HappyPaths":
        """Return the happy paths of a project's tests."""
        return cls(project, files, tails)

    def is_sunny(self, file: File) -> bool:
        """Whether the tests of a file expect success, and none of them anything else."""
        known = self._sunny.get(file)
        if known is None:
            known = self._sunny[file] = expects_success(file) and not has_negative(file)
        return known

    def unseen_error(self, file: File) -> tuple[Function, str] | None:
        """Return a function that a sunny file calls of its subject, with an error it can return.

        None where there is no such error, where other tests of the function look at errors, or
        where the file is about no module.
        """
        subject = self._files.subject(file)
        if subject is None or not self.is_sunny(file):
            return None
        for function in subject.functions:
            files = self._files.callers.get(function, ())
            if file not in files or not all(map(self.is_sunny, files)):
                continue
            said = error_in_spec(function)
            if said is not None:
                return function, said
            for tail in self._tails.of_function(function):
                if tail.shape and tail.shape.tag == "error" and tail.shape.kind == "tuple":
                    return function, show(tail.shape)
        return None


def error_in_spec(function: Function) -> str | None:
    """Return the error that the spec of a function names, as a text."""
    for spec in function.module.specs:
        if spec.kind == "spec" and (spec.name, spec.arity) == (function.name, function.arity):
            for value in inside(function.file.outline, spec.result):
                shape = literal(value)
                if shape and shape.kind == "tuple" and shape.tag == "error":
                    return show(shape)
    return None
