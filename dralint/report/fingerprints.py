"""The line hash by which GitHub follows a finding from one commit to the next.

It is the one that GitHub's own upload step would fill in, so an alert keeps its identity whoever
computed it: a polynomial over the hundred characters that follow the start of a line, blanks left
out, and a number that tells lines of the same hash apart.
"""

import re
from collections import Counter
from itertools import accumulate

_WINDOW = 100
_FACTOR = 37
_MASK = 2**64 - 1
_LEAVING = pow(_FACTOR, _WINDOW, 2**64)
_END = "\uffff"
_LINE_END = re.compile(r"\r\n?")
_WITHOUT_BLANKS = str.maketrans("", "", " \t")


def line_hashes(source: str) -> list[str]:
    """Return the hash of each line. As GitHub reads a file, a lone CR ends a line too."""
    text = _LINE_END.sub("\n", source).translate(_WITHOUT_BLANKS) + _END
    units = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H").tolist()
    starts = [0, *(at + 1 for at, unit in enumerate(units) if unit == 0x0A)]
    # `sums[n]` is the polynomial over the first n units; a window is the difference of two.
    sums = [
        *accumulate(
            units + [0] * _WINDOW, lambda total, unit: (total * _FACTOR + unit) & _MASK, initial=0
        )
    ]
    seen: Counter[int] = Counter()
    hashes: list[str] = []
    for start in starts:
        value = (sums[start + _WINDOW] - sums[start] * _LEAVING) & _MASK
        seen[value] += 1
        hashes.append(f"{value:x}:{seen[value]}")
    return hashes
