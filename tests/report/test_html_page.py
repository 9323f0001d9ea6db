"""What the page says of views: pictures and tables of whole projects."""

from typing import Any

from dralint.finding import Result
from dralint.report.html.page import context


def domain(app: str, name: str, label: str) -> dict[str, Any]:
    return {
        "label": label, "app": app, "name": name, "dialect": "flat", "resources": [], "stray": [],
        "parts": [],
    }  # fmt: skip


def dependency(source: str, target: str, inside: int = 0) -> dict[str, Any]:
    return {
        "source": source, "target": target, "calls": 3, "inside": inside, "caller": "A.b/1",
        "callee": "C.d/0", "place": {"path": "lib/a.ex", "line": 1},
    }  # fmt: skip


def drawn(*domains: dict[str, Any], **more: Any) -> dict[str, Any]:
    words = (
        "domains resources actions with_api needing_api entered exposed specced documented tested"
        " unused stray bypasses cycles"
    )
    counts = dict.fromkeys(words.split(), 0)
    empty: dict[str, Any] = {"dependencies": [], "cycles": []}
    return {"adopted": True, "domains": [*domains], "counts": counts, **empty, **more}


def the_map(data: dict[str, Any]) -> Any:
    (found,) = context(Result((), views={"map": (data,)}))["maps"]
    return found


def test_domains_of_one_name_in_two_applications_are_two() -> None:
    data = drawn(
        domain("one", "data", "one: data"),
        domain("two", "data", "two: data"),
        domain("two", "alone", "two: alone"),
        dependencies=[dependency("one: data", "two: data"), dependency("web", "one: data")],
    )
    found = the_map(data)
    assert {(box.text, box.entry) for box in found["picture"].boxes} == {
        ("one: data", "map-0-0"), ("two: data", "map-0-1"), ("web", ""),
    }  # fmt: skip
    assert [each["label"] for each in found["domains"]] == ["one: data", "two: data", "two: alone"]


def test_circles_and_calls_past_an_api_are_marked() -> None:
    data = drawn(
        *(domain("shop", name, name) for name in "abc"),
        dependencies=[dependency("a", "b"), dependency("b", "a", 1), dependency("b", "c", 1)],
        cycles=[["a", "b"]],
    )
    lines = {line.title.split(",")[0]: line.kinds for line in the_map(data)["picture"].lines}
    assert lines == {
        "a calls b 3 times": "ring", "b calls a 3 times": "ring", "b calls c 3 times": "inside",
    }  # fmt: skip


def test_a_map_without_dependencies_has_no_picture() -> None:
    assert the_map(drawn(domain("shop", "a", "a")))["picture"] is None


def test_unknowns_are_counted_by_kind_and_module() -> None:
    places = [
        {"module": module, "kind": kind, "path": f"lib/{module}.ex", "line": 1, "text": text}
        for module, kind, text in (
            ("A", "call", "field/2"),
            ("B", "call", "field/2"),
            ("B", "call", "cast/3"),
            ("B", "use", "a macro"),
        )
    ]
    found = context(Result((), views={"unknowns": ({"calls": 10, "places": places},)}))["unknowns"]
    assert [(kind, count) for kind, _, count, _ in found["kinds"]] == [
        ("call", 3), ("use", 1), ("child", 0), ("parent", 0),
    ]  # fmt: skip
    assert found["kinds"][0][3] == [("field/2", 2), ("cast/3", 1)]
    assert [(module, kinds.total()) for module, _, kinds in found["modules"]] == [
        ("B", 3),
        ("A", 1),
    ]
    assert [place["module"] for place in found["places"]] == ["B"]
