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


def dense() -> dict[str, Any]:
    """A map of fourteen domains where each calls those behind it, and one calls back."""
    names = "abcdefghijklmn"
    ahead = [dependency(one, two) for one in names for two in names if one < two]
    back = dependency("d", "b", 1)
    return drawn(
        *(domain("shop", name, name) for name in reversed(names)),
        dependencies=[*reversed(ahead), {**back, "calls": 1}],
        cycles=[["b", "c", "d"]],
    )


def test_many_domains_are_a_matrix_and_no_tangle() -> None:
    found = the_map(dense())
    assert found["picture"] is None
    rows = found["matrix"]
    assert [(row.number, row.name) for row in rows] == list(enumerate("abcdefghijklmn", 1))
    assert rows[0].entry == "map-0-13"
    assert [cell.text for cell in rows[3].cells] == ["", "1", "", "", *["3"] * 10]
    assert [cell.kinds for cell in rows[3].cells[:5]] == ["", "inside back w0", "", "self", "w1"]
    assert rows[3].cells[1].title.startswith("d calls b 1 times, 1 of them past its API")


def test_few_lines_are_a_picture_however_many_domains() -> None:
    names = "abcdefghijklmn"
    data = drawn(
        *(domain("shop", name, name) for name in names),
        dependencies=[dependency("a", name) for name in names[1:]],
    )
    assert the_map(data)["matrix"] == ()
    assert len(the_map(data)["picture"].boxes) == 14


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
