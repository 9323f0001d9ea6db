"""How XML is written, whatever stands in a name or a message of the checked project."""

import re
from typing import TextIO
from xml.etree import ElementTree

from .machine import portable
from .people import visible

# XML has no way at all to hold these, and DEL acts on a terminal.
_IMPOSSIBLE = re.compile("[^\t\n\r\x20-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, /, **attributes: object) -> ElementTree.Element:
    """Return an element; an attribute that is None is left out."""
    given = {key: legal(str(value)) for key, value in attributes.items() if value is not None}
    return ElementTree.Element(tag, given)


def legal(text: str) -> str:
    """Return the text with what XML cannot hold drawn, as formats for people draw it."""
    return _IMPOSSIBLE.sub(lambda found: visible(found[0]), text)


def write_xml(root: ElementTree.Element, out: TextIO) -> None:
    """Write a document, indented. What acts on a terminal is written as a reference."""
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode").replace("\r", "&#13;")
    out.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    out.write(f"{portable(text, out, lambda found: f'&#{ord(found[0])};')}\n")
