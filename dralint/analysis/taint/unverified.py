"""Unverified connections: TLS whose other end may be anyone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dralint.outline import Outline
from dralint.outline.values import Atom, ListOf, TupleOf, Value, children
from dralint.project import File

_OURS = frozenset(("certfile", "keyfile", "cert", "key", "certs_keys", "sni_fun", "sni_hosts"))
"""Options of whoever shows a certificate, which the other end has to verify."""
_THEIRS = frozenset(("cacertfile", "cacerts", "server_name_indication", "customize_hostname_check"))
_NOT_REAL = re.compile(r"(?:^|[/_.-])(?:dev|test|ci|e2e|local|docker)(?:[/_.-]|$)")
_OPTIONS = frozenset(("hackney", "ssl", "ssl_options", "ssl_opts"))


@dataclass(frozen=True)
class Unverified:
    """An option that switches verification off; `chosen`: its file knows another way too."""

    option: TupleOf | Atom
    name: str
    chosen: bool


def unverified(file: File) -> Iterator[Unverified]:
    """Yield the options of a file that switch verification off, in its order.

    Not those for development and tests, nor those with a check of their own, `verify_fun`, nor
    those of a server, which seldom asks its clients for a certificate.
    """
    atoms = file.outline.atoms
    if ("verify_none" not in atoms and "insecure" not in atoms) or _NOT_REAL.search(file.within):
        return
    # Where the same file verifies as well, somebody has a say in it.
    chosen = "verify_peer" in atoms
    found = {
        option.start: Unverified(option, name, chosen)
        for value in _everything(file.outline)
        for option, name in _in_list(value)
    }
    for call in file.outline.calls:
        if call.name in ("put", "put_new") and len(call.args) == 3 and not call.quoted:
            _, key, value = call.args
            if _is(key, "verify") and isinstance(value, Atom) and value.name == "verify_none":
                # A setting that is put over others by configuration is somebody's choice.
                setting = chosen or (file.kind == "config" and call.name == "put")
                found[value.start] = Unverified(value, "verify: :verify_none", setting)
    yield from (found[start] for start in sorted(found))


def _in_list(value: Value) -> Iterator[tuple[TupleOf | Atom, str]]:
    if not isinstance(value, ListOf):
        return
    pairs = {
        item.items[0].name: item
        for item in value.items
        if isinstance(item, TupleOf) and len(item.items) == 2 and isinstance(item.items[0], Atom)
    }
    names = pairs.keys()
    verify = pairs.get("verify") or pairs.get("ssl_verify")
    server = not names.isdisjoint(_OURS) and names.isdisjoint(_THEIRS)
    off = verify is not None and _is(verify.items[1], "verify_none")
    if verify is not None and off and not server and "verify_fun" not in names:
        yield verify, "verify: :verify_none"
    for name in _OPTIONS & names:
        given = pairs[name].items[1]
        if isinstance(given, ListOf):
            yield from (
                (item, ":insecure")
                for item in given.items
                if isinstance(item, Atom) and item.name == "insecure"
            )


def _is(value: Value, name: str) -> bool:
    return isinstance(value, Atom) and value.name == name


def _everything(outline: Outline) -> Iterator[Value]:
    """Yield every value in the code of a file, each once."""
    waiting: list[Value] = [a.value for a in outline.attributes if a.value is not None]
    for function in outline.functions:
        waiting += [clause.body for clause in function.clauses if clause.body is not None]
    for call in outline.calls:
        waiting += call.args
    for closure in outline.closures:
        waiting += (*closure.heads, *closure.clauses)
    while waiting:
        value = waiting.pop()
        yield value
        waiting += children(value)
