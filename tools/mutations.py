"""Ways to spoil a text of Elixir: by bytes, by tokens, by lines, by nesting."""

import re
from collections.abc import Callable
from random import Random

Change = Callable[[bytes, bytes, Random], bytes]
"""A text, another one to take pieces from, and the dice."""

TOKEN = re.compile(rb"#[^\n]*|\"\"\"|:?[\w@]+[?!]?:?|\|>|->|<-|=>|::|\\\\|<<|>>|[^\w\s]|\n")

SCRAPS = (
    *b"""do end fn -> else rescue catch after when and or not in nil true false __MODULE__ _ & &1 &2
    @ ^ % %{ } { [ ] ( ) << >> | || |> <> ++ .. ... // :: <- = == => \\\\ \\ , ; . : ! ? ?\\ ?" ' "
    "" '' <%= %> 0 -1 1_000 0x 1.0e400 99999999999999999999999 :a :"a b" a: "a": Elixir Foo Foo.Bar
    :erlang use import alias require quote unquote unquote_splicing def defp defmodule defmacro
    defstruct defdelegate defprotocol defimpl test describe setup receive try case cond if unless
    with for super GenServer Task Supervisor Repo spawn send self() start_link handle_call
    @spec @doc @impl @moduledoc @type @callback # <<<<<<<""".split(),
    b'"""',
    b"'''",
    b"#{",
    b"~s(",
    b"~S(\\",
    b'~H"""\n',
    b"~w[",
    b"\r",
    b"\r\n",
    b"\t",
    b"\0",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xe2\x80\xa8",
    b"\xc2\xa0",
    "\U0001f600".encode(),
    "e\u0301".encode(),
    "\u202e".encode(),
    b"# dralint: ",
    b"# dralint: disable all",
    b"# dralint: disable-next-line nothing -- x\n",
)

OPENERS = (b"(", b"[", b"{", b"%{", b"<<", b"fn -> ", b'"#{', b"if a do ", b"quote do\n", b"a.(")
PAIRS = {
    b"(": b")",
    b"[": b"]",
    b"{": b"}",
    b"%{": b"}",
    b"<<": b">>",
    b"fn -> ": b" end",
    b'"#{': b'}"',
    b"if a do ": b" end",
    b"quote do\n": b"\nend",
    b"a.(": b")",
}


def _range(text: bytes, random: Random) -> tuple[int, int]:
    start = random.randint(0, len(text))
    longest = random.choice((4, 40, 400))
    return start, min(len(text), start + random.randint(0, longest))


def _cut(text: bytes, other: bytes, random: Random) -> bytes:
    start, end = _range(text, random)
    return text[:start] + text[end:]


def _doubled(text: bytes, other: bytes, random: Random) -> bytes:
    start, end = _range(text, random)
    return text[:end] + text[start:end] * random.choice((1, 1, 2, 30)) + text[end:]


def _swapped(text: bytes, other: bytes, random: Random) -> bytes:
    a, b, c, d = sorted((*_range(text, random), *_range(text, random)))
    return text[:a] + text[c:d] + text[b:c] + text[a:b] + text[d:]


def _noise(text: bytes, other: bytes, random: Random) -> bytes:
    at = random.randint(0, len(text))
    return text[:at] + random.randbytes(random.choice((1, 1, 3, 50))) + text[at:]


def _flipped(text: bytes, other: bytes, random: Random) -> bytes:
    changed = bytearray(text)
    for _ in range(random.randint(1, 4) if changed else 0):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _scrap(text: bytes, other: bytes, random: Random) -> bytes:
    at = random.randint(0, len(text))
    space = random.choice((b"", b" ", b"\n"))
    return text[:at] + space + random.choice(SCRAPS) + space + text[at:]


def _token(text: bytes, other: bytes, random: Random) -> bytes:
    """Put a token of this text, of another, or a scrap, in the place of a token."""
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return text
    gone = random.choice(tokens)
    found = TOKEN.findall(other) if random.random() < 0.3 else [t.group() for t in tokens]
    new = random.choice(found or [b""]) if random.random() < 0.8 else random.choice(SCRAPS)
    return text[: gone.start()] + new + text[gone.end() :]


def _token_gone(text: bytes, other: bytes, random: Random) -> bytes:
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return text
    gone = random.choice(tokens)
    return text[: gone.start()] + text[gone.end() :]


def _lines(text: bytes, other: bytes, random: Random) -> bytes:
    """Take a line away, repeat it, or put it elsewhere."""
    lines = text.split(b"\n")
    line = lines.pop(random.randrange(len(lines)))
    for _ in range(random.choice((0, 1, 2))):
        lines.insert(random.randint(0, len(lines)), line)
    return b"\n".join(lines)


def _spliced(text: bytes, other: bytes, random: Random) -> bytes:
    """Put a piece of another text into this one, whole lines mostly."""
    lines = other.split(b"\n")
    first = random.randrange(len(lines))
    piece = b"\n".join(lines[first : first + random.randint(1, 12)])
    at = text.find(b"\n", random.randint(0, len(text)))
    at = at if at >= 0 and random.random() < 0.8 else random.randint(0, len(text))
    return text[:at] + b"\n" + piece + b"\n" + text[at:]


def _nested(text: bytes, other: bytes, random: Random) -> bytes:
    """Put a token deep into brackets, closed or not."""
    opener, deep = random.choice(OPENERS), random.choice((3, 63, 64, 65, 200))
    tokens = list(TOKEN.finditer(text))
    if not tokens:
        return opener * deep
    inside = random.choice(tokens)
    closed = PAIRS[opener] * deep if random.random() < 0.7 else b""
    return text[: inside.start()] + opener * deep + inside.group() + closed + text[inside.end() :]


def _truncated(text: bytes, other: bytes, random: Random) -> bytes:
    return text[: random.randint(0, len(text))]


def _line_ends(text: bytes, other: bytes, random: Random) -> bytes:
    return text.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b" \n", b"\n\t")))


CHANGES: tuple[tuple[Change, int], ...] = (
    (_token, 8),
    (_token_gone, 4),
    (_spliced, 4),
    (_lines, 4),
    (_scrap, 3),
    (_cut, 3),
    (_doubled, 3),
    (_swapped, 3),
    (_noise, 1),
    (_flipped, 1),
    (_nested, 1),
    (_truncated, 1),
    (_line_ends, 1),
)
"""Each change with how often it is chosen."""


def mutated(text: bytes, other: bytes, random: Random) -> bytes:
    """Return a text with one to eight changes; pieces may come from another text."""
    changes, weights = zip(*CHANGES, strict=True)
    for change in random.choices(changes, weights, k=random.choice((1, 1, 2, 3, 5, 8))):
        text = change(text, other, random)
    return text
