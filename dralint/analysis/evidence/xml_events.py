"""XML as a flat row of elements, read without resolving anything that it may declare."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Element:
    """One element: its name, attributes, text, and how deep it stands; or what is wrong."""

    name: str = ""
    depth: int = 0
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    fault: str | None = None


def events(text: bytes) -> Iterator[Element]:
    """Yield the elements of a document in the order in which they open.

    Entities of its own are a fault: a report has none, and they can grow without bounds.
    """
    from xml.parsers import expat

    found: list[Element] = []
    around: list[Element] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        element = Element(name, len(around), attributes)
        found.append(element)
        around.append(element)

    def end(name: str) -> None:
        around.pop()

    def data(piece: str) -> None:
        if around:
            around[-1].text += piece

    if b"<!ENTITY" in text:
        yield Element(fault="declares entities, which no report needs")
        return
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = data
    parser.buffer_text = True
    try:
        parser.Parse(text, True)
    except expat.ExpatError as error:
        yield Element(fault=f"is not XML: {expat.ErrorString(error.code)}, line {error.lineno}")
        return
    yield from found
