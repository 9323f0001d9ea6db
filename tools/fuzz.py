"""Fuzzing: broken and odd Elixir, made from the repository's own, through the whole analyser.

python tools/fuzz.py [--inputs 100000] [--seconds 3600] [--jobs N] [--first 0]

An input is a number: it says which small project of the repository is taken and how its files are
changed, so that a failure can be had again with `--first NUMBER --inputs 1`. What must hold of each
is in `faults_of`. Exit code 1 where something failed.
"""

import argparse
import faulthandler
import multiprocessing
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from random import Random

import msgspec

sys.path.insert(0, str(Path(__file__).parents[1]))

from dralint.config import Config, rule_options
from dralint.discover import kind_of
from dralint.doc import CONFIG, Doc
from dralint.engine.read import text_fault
from dralint.engine.run import check_project
from dralint.engine.settings import Settings
from dralint.finding import POSSIBLE, Diagnostic, Result
from dralint.outline import Outline, outline_of
from dralint.plugins import Plugins
from dralint.project import App, Mix, Project
from dralint.text import Position, Span, decode, split_lines
from tools.mutations import mutated

ROOT = Path(__file__).parents[1]
SLOW = 5.0
"""Seconds above which one input is a failure."""
HANGS = 120
"""Seconds after which a process that does not come back shows where it is, and ends."""

Files = dict[str, bytes]


@cache
def settings() -> Settings:
    """Return a run of every rule there is, with everything reported."""
    plugins = Plugins()
    rules = plugins.rules.values()
    return Settings(
        rules=list(plugins.cards.values()),
        options={r.id: rule_options(Config(), r.id, r.options) for r in rules if r.options},
        min_confidence=POSSIBLE,
        known=frozenset(plugins.cards),
    )


@cache
def seeds() -> tuple[Files, ...]:
    """Return the small projects that inputs are made of: fixtures, examples, pages of rules."""
    found: list[Files] = []
    for root in (*sorted(ROOT.glob("tests/fixtures*/*")), *sorted(ROOT.glob("examples/*"))):
        files = {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*.ex*"))
            if path.suffix in (".ex", ".exs")
        }
        if files:
            found.append(files)
    # Large projects are taken in pieces, so that an input is quick to check.
    pieces = [dict(list(f.items())[i : i + 3]) for f in found for i in range(0, len(f), 3)]
    pages = (Doc.parse(rule.page) for rule in Plugins().rules.values())
    return (*pieces, *(_encoded(each.files) for page in pages for each in page.examples))


def _encoded(files: Mapping[str, str]) -> Files:
    return {path: text.encode() for path, text in files.items() if path != CONFIG}


def made(number: int) -> Files:
    """Return the input of a number: always the same, on any machine, for one state of the seeds."""
    random = Random(number)
    files = dict(random.choice(seeds()))
    other = random.choice(seeds())
    pool = b"\n".join(other.values())
    for path in random.sample(sorted(files), random.randint(1, len(files))):
        files[path] = mutated(files[path], pool, random)
    return files


def faults_of(files: Files) -> list[str]:
    """Return what is wrong with how dralint takes these files; nothing should be."""
    began = time.perf_counter()
    faults: list[str] = []
    outlines: dict[str, Outline] = {}
    for path, source in files.items():
        outline = outline_of(source)
        faults += _outside(path, outline, len(source))
        sent = msgspec.msgpack.decode(msgspec.msgpack.encode(outline), type=Outline)
        if sent != outline:
            faults.append(f"{path}: another outline after it was sent")
        if text_fault(source) is None:
            outlines[path] = outline
    app = App(".", Mix(app="example"))
    project = Project({p: (p, kind_of(p, app.mix), app, o) for p, o in outlines.items()}, True)
    result = check_project(project, settings(), lambda path: files[path])
    faults += result.problems
    faults += _misplaced(result, {path: files[path] for path in outlines})
    seconds = time.perf_counter() - began
    if seconds > SLOW:
        faults.append(f"took {seconds:.1f} s for {sum(map(len, files.values()))} bytes")
    return faults


def _outside(path: str, outline: Outline, size: int) -> Iterator[str]:
    """Yield what of an outline does not lie inside the file."""
    tables: tuple[tuple[object, ...], ...] = (
        outline.modules,
        outline.functions,
        outline.calls,
        outline.closures,
        outline.attributes,
        outline.specs,
        outline.directives,
        outline.comments,
        outline.dead,
    )
    for table in tables:
        for row in table:
            for each in (row, *getattr(row, "clauses", ())):
                for start, end in (("start", "end"), ("name_start", "name_end")):
                    if hasattr(each, start):
                        low, high = getattr(each, start), getattr(each, end)
                        if not 0 <= low <= high <= size:
                            yield f"{path}: {type(each).__name__} from {low} to {high} of {size}"
    for low, high, _ in outline.breaks:
        if not 0 <= low <= high <= size:
            yield f"{path}: a break from {low} to {high} of {size}"


def _misplaced(result: Result, files: Files) -> Iterator[str]:
    """Yield the places of findings that are not inside their files."""
    lines = {path: split_lines(decode(source)) for path, source in files.items()}

    def inside(path: str, position: Position) -> bool:
        text = lines[path]
        return (
            1 <= position.line <= len(text)
            and 1 <= position.column <= len(text[position.line - 1]) + 1
        )

    for found in result.diagnostics:
        for span in _spans(found):
            if span.path not in lines:
                # A rule may speak of a file that is missing, at its beginning.
                if (span.start, span.end) != (Position(1, 1), Position(1, 1)):
                    yield f"{found.rule}: {span} is in no file"
            elif not (
                inside(span.path, span.start)
                and inside(span.path, span.end)
                and span.start <= span.end
            ):
                yield f"{found.rule}: {span} is not inside the file"


def _spans(found: Diagnostic) -> Iterator[Span]:
    yield found.span
    yield from (step.span for step in found.trail)
    yield from (edit.span for edit in (found.fix.edits if found.fix else ()))


def _one(number: int) -> tuple[int, list[str], float]:
    faulthandler.dump_traceback_later(HANGS, exit=True)
    began = time.perf_counter()
    try:
        faults = faults_of(made(number))
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{Path(last.filename).name}:{last.lineno}"
        faults = [f"{type(error).__name__}: {error} ({place})"]
    faulthandler.cancel_dump_traceback_later()
    return number, faults, time.perf_counter() - began


def run(first: int, inputs: int, seconds: float, jobs: int, say: Callable[[str], None]) -> int:
    """Check inputs until they or the time are used up; return how many failed."""
    began = time.monotonic()
    done = failed = 0
    slowest = (0.0, first)
    kinds: Counter[str] = Counter()
    seeds()  # read once, before the workers part
    with multiprocessing.get_context("fork").Pool(jobs, maxtasksperchild=2000) as pool:
        for number, faults, took in pool.imap_unordered(
            _one, range(first, first + inputs), chunksize=20
        ):
            done += 1
            slowest = max(slowest, (took, number))
            if faults:
                failed += 1
                kinds[faults[0].split(" failed on ")[0][:60]] += 1
                say(f"input {number}: {'; '.join(faults[:3])}")
            if time.monotonic() - began > seconds:
                pool.terminate()
                break
    spent = time.monotonic() - began
    say(
        f"{done} inputs in {spent:.0f} s with {jobs} processes: {failed} failed; "
        f"the slowest took {slowest[0]:.2f} s (input {slowest[1]})"
    )
    for kind, count in kinds.most_common():
        say(f"{count:6}  {kind}")
    return failed


def main() -> int:
    """Run as the command line says."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    chosen = parser.parse_args()
    say = partial(print, flush=True)
    return min(1, run(chosen.first, chosen.inputs, chosen.seconds, chosen.jobs, say))


if __name__ == "__main__":
    sys.exit(main())
