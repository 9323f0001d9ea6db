"""No text of a project makes a regular expression hang: those that did, on what they hung on."""

import re
from time import thread_time

import pytest

from dralint.analysis.evidence.coverage_formats import _TABLE
from dralint.analysis.map.trees import _BLANK
from dralint.outline import lower, walk

CASES: list[tuple[re.Pattern[str], str] | tuple[re.Pattern[bytes], bytes]] = [
    (lower._REASON, b"#" * 20_000),
    (lower._REASON, b"# a" + b" " * 20_000),
    (walk._REASON, b"#" * 20_000),
    (_BLANK, " " * 20_000 + "!"),
    (_TABLE, "\n" * 20_000),
    (_TABLE, " " * 20_000 + "1%"),
]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_it_ends(number: int) -> None:
    pattern, text = CASES[number]
    began = thread_time()
    pattern.match(text)  # type: ignore[arg-type]
    pattern.search(text)  # type: ignore[arg-type]
    assert thread_time() - began < 1
