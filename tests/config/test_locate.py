"""The line locator, held against random tables rendered in random ways."""

import random
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dralint.config.locate import DEPTH, TooDeep, locate, positions
from dralint.config.source import KeyPath

SIGNS = "ab_-.#=,[]{}\"'\\ \n\té😀"

keys = st.text("ab-_.#]=\"' é\\", min_size=0, max_size=4)
scalars = st.one_of(
    st.integers(-9, 9),
    st.booleans(),
    st.floats(-2, 2),
    st.datetimes(),
    st.text(SIGNS, max_size=8),
)
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=3)
        | st.lists(st.dictionaries(keys, inner, max_size=2), min_size=1, max_size=3)
    ),
    max_leaves=12,
)
documents = st.dictionaries(keys, values, max_size=4)


class Renderer:
    """Writes data as TOML in one of the many possible ways, and notes where it puts what."""

    def __init__(self, choices: random.Random) -> None:
        self.choices = choices
        self.text = ""
        self.lines: dict[KeyPath, int] = {}

    def document(self, data: dict[str, Any]) -> None:
        self.table((), (), data)

    def table(self, names: tuple[str, ...], path: KeyPath, data: dict[str, Any]) -> None:
        """Write pairs, then what gets a header of its own."""
        later = {k for k, v in data.items() if self.headed(v) and self.coin()}
        for key, value in data.items():
            if key not in later:
                self.pair(path, self.key(key), (*path, key), value)
        for key in later:
            self.section((*names, key), (*path, key), data[key])

    def section(self, names: tuple[str, ...], path: KeyPath, value: Any) -> None:
        if isinstance(value, list):
            for index, each in enumerate(value):
                self.header(names, (*path, index), "[[", "]]")
                self.table(names, (*path, index), each)
        elif value and all(map(self.headed, value.values())) and self.coin():
            for key, each in value.items():  # the table itself has no header
                self.section((*names, key), (*path, key), each)
        else:
            self.header(names, path, "[", "]")
            self.table(names, path, value)

    @staticmethod
    def headed(value: Any) -> bool:
        """Say whether a value can have a header."""
        if isinstance(value, list):
            return bool(value) and all(isinstance(each, dict) for each in value)
        return isinstance(value, dict)

    def header(self, names: tuple[str, ...], path: KeyPath, opening: str, closing: str) -> None:
        self.blank()
        self.note(path)
        dot = self.choices.choice([".", " . ", "\t."])
        self.text += opening + dot.join(map(self.key, names)) + closing + "\n"

    def pair(self, table: KeyPath, written: str, path: KeyPath, value: Any) -> None:
        self.blank()
        if isinstance(value, dict) and value and self.coin():
            for key, each in value.items():
                self.pair(table, f"{written} . {self.key(key)}", (*path, key), each)
            return
        self.note(path)
        self.text += written + self.choices.choice(["=", " = ", "\t= "])
        self.value(path, value)
        self.text += self.choices.choice(["\n", " # [no] = 'key' \"\n"])

    def value(self, path: KeyPath, value: Any) -> None:
        if isinstance(value, dict):
            self.text += "{"
            for index, (key, each) in enumerate(value.items()):
                self.text += ", " if index else " "
                self.note((*path, key))
                self.text += self.key(key) + " = "
                self.value((*path, key), each)
            self.text += "}"
        elif isinstance(value, list):
            self.text += "["
            for index, each in enumerate(value):
                self.gap()
                self.note((*path, index))
                self.value((*path, index), each)
                self.gap()
                if index < len(value) - 1 or self.coin():
                    self.text += ","
            self.gap()
            self.text += "]"
        elif isinstance(value, bool):
            self.text += str(value).lower()
        elif isinstance(value, str):
            self.text += self.string(value)
        else:
            self.text += str(value)

    def string(self, value: str) -> str:
        styles = [self.basic(value)]
        multi = value.replace("\\", "\\\\").replace('""', '"\\"').replace('""', '"\\"')
        if not multi.endswith('"') or not multi.endswith('\\"'):
            styles.append(f'"""\n{multi}"""')
        if "'" not in value:
            styles.append(f"'''\n{value}'''")
            if "\n" not in value:
                styles.append(f"'{value}'")
        return self.choices.choice(styles)

    @staticmethod
    def basic(value: str) -> str:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return '"' + escaped.replace("\n", "\\n").replace("\t", "\\u0009") + '"'

    def key(self, key: str) -> str:
        styles = [self.basic(key)]
        if key and set(key) <= set("ab-_"):
            styles.append(key)
        if "'" not in key:
            styles.append(f"'{key}'")
        return self.choices.choice(styles)

    def note(self, path: KeyPath) -> None:
        """Keep the line at which a path, and all that leads to it, first appears."""
        for end in range(1, len(path) + 1):
            self.lines.setdefault(path[:end], self.text.count("\n") + 1)

    def blank(self) -> None:
        self.text += self.choices.choice(["", "", "\n", "  ", "# [a] b = 1\n", "\t\n"])

    def gap(self) -> None:
        self.text += self.choices.choice(["", " ", "\n", "\n  # ], a = 'b'\n\t"])

    def coin(self) -> bool:
        return self.choices.random() < 0.5


@settings(max_examples=400, deadline=None, database=None)
@given(documents, st.randoms(use_true_random=False), st.booleans())
def test_every_key_is_found_where_it_was_written(
    data: dict[str, Any], choices: random.Random, crlf: bool
) -> None:
    renderer = Renderer(choices)
    renderer.document(data)
    text = renderer.text.replace("\n", "\r\n") if crlf else renderer.text
    assert tomllib.loads(text) == data
    assert positions(text).keys() == renderer.lines.keys()
    for path, line in renderer.lines.items():
        assert locate(text, path) == (line, path)


@settings(max_examples=300, deadline=None, database=None)
@given(st.text(SIGNS + "truefals123", max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    positions(text)
    line, _ = locate(text, ("a", 0, "b"))
    assert 1 <= line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("text", "path", "found"),
    [
        ("a_b = 1\n", ("a-b",), (1, ("a_b",))),
        ("\na-b = 1\n", ("a_b",), (2, ("a-b",))),
        ("a_b = 1\na-b = 2\n", ("a-b",), (2, ("a-b",))),
        (
            "[rules.spec_missing]\n\nex-empt = [\n1,\n2]",
            ("rules", "spec-missing", "ex_empt", 1),
            (5, ("rules", "spec_missing", "ex-empt", 1)),
        ),
        ("[a]\nb = 1", ("a", "c"), (1, ("a",))),
        ("[a]\nb = 1", ("c",), (1, ())),
        ("", ("c",), (1, ())),
        ('x = """\n[a]\nb = 1\n"""\n[a]\nb = 2', ("a", "b"), (6, ("a", "b"))),
        ("x = '''a''\n[a]'''''\n[a]", ("a",), (3, ("a",))),
        ('x = """"""\n[a]', ("a",), (2, ("a",))),
        ('x = """\\""""""\n[a]', ("a",), (2, ("a",))),
        ("\"\\u0061\\n\" = 1\n'\\u' = 2", ("a\n",), (1, ("a\n",))),
        (
            "[[a]]\n[[a]]\n[[a.b]]\n[[a.b]]\nc = 1\n[a.d]",
            ("a", 1, "b", 1, "c"),
            (5, ("a", 1, "b", 1, "c")),
        ),
        ("[[a]]\n[[a]]\n[a.d]", ("a", 1, "d"), (3, ("a", 1, "d"))),
        ("d = 1979-05-27 07:32:00 # [a]\na = 1", ("a",), (2, ("a",))),
        # TOML 1.1 lets inline tables go over several lines
        ("a = {\n  b = 1, # c\n  c = 2,\n}\n", ("a", "c"), (3, ("a", "c"))),
    ],
)
def test_examples(text: str, path: KeyPath, found: tuple[int, KeyPath]) -> None:
    assert locate(text, path) == found


@pytest.mark.parametrize(
    "deep",
    [
        "x = " + "[" * 100_000,
        "x = " + "{a=" * 100_000,
        "a." * 100_000,
        "[" + "a." * 100_000,
        "[[" + "a." * 100_000,
        "a." * (DEPTH - 1) + "b = 1",
        "x = " + "[" * DEPTH + "]" * DEPTH,
    ],
)
def test_depth_is_bounded(deep: str) -> None:
    with pytest.raises(TooDeep) as raised:
        positions(f"y = 1\nz = [\n]\n{deep}\n\n")
    assert raised.value.line == 4


def test_what_is_not_too_deep() -> None:
    positions("x = " + "[" * (DEPTH - 1) + "]" * (DEPTH - 1))
    positions("a" + ".a" * (DEPTH - 2) + " = 1")
