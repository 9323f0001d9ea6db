"""Where things stand in the pictures of the page."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dralint.report.html.graph_picture import Knot, graph_picture
from dralint.report.html.layered import layered
from dralint.report.html.picture import Box, Picture, cut
from dralint.report.html.tree_picture import seats, tree_picture

NAMES = st.sampled_from("abcdefgh")
GRAPHS = st.sets(st.tuples(NAMES, NAMES), max_size=24)


def node(name: str, *children: dict[str, Any], **more: Any) -> dict[str, Any]:
    plain: dict[str, Any] = dict.fromkeys(
        ("name", "id", "strategy", "restart", "shutdown", "condition", "unknown")
    )
    flags = {"dynamic": False, "linked": False, "many": False, "path": "lib/a.ex", "line": 1}
    return {"module": name, "kind": "worker", **plain, **flags, "children": [*children], **more}


def box(picture: Picture, text: str) -> Box:
    (found,) = (box for box in picture.boxes if box.text == text)
    return found


def overlap(one: Box, two: Box) -> bool:
    return (
        one.x < two.x + two.width
        and two.x < one.x + one.width
        and one.y < two.y + two.height
        and two.y < one.y + one.height
    )


def apart(picture: Picture) -> bool:
    """Whether all boxes lie inside the picture, and none on another one."""
    inside = all(
        each.x >= 0
        and each.y >= 0
        and each.x + each.width <= picture.width
        and each.y + each.height <= picture.height
        for each in picture.boxes
    )
    pairs = ((a, b) for i, a in enumerate(picture.boxes) for b in picture.boxes[:i])
    return inside and not any(overlap(a, b) for a, b in pairs)


def test_a_tree_grows_to_the_right_in_the_order_of_start() -> None:
    root = node("Root", node("One", node("Deep"), node("Deeper")), node("Two"))
    picture = tree_picture(seats([root]), {"Two": 3})
    assert picture is not None and apart(picture)
    order = sorted(picture.boxes, key=lambda each: (each.x, each.y))
    assert [each.text for each in order] == ["Root", "One", "Two", "Deep", "Deeper"]
    assert box(picture, "One").y == (box(picture, "Deep").y + box(picture, "Deeper").y) / 2
    assert box(picture, "Two").found == 3 and box(picture, "One").found == 0
    assert {(line.start, line.end) for line in picture.lines} == {
        ("tree-0", "tree-1"), ("tree-1", "tree-2"), ("tree-1", "tree-3"), ("tree-0", "tree-4"),
    }  # fmt: skip


def test_what_is_not_sure_to_be_there_hangs_on_a_dashed_line() -> None:
    root = node(
        "Root",
        node("Kept"),
        node("Dynamic", dynamic=True),
        node("Linked", linked=True),
        node("Sometimes", condition="if enabled"),
    )
    picture = tree_picture(seats([root]), {})
    assert picture is not None
    assert [line.kinds for line in picture.lines] == ["", "dashed", "dashed", "dashed"]


def test_several_trees_stand_below_each_other() -> None:
    picture = tree_picture(seats([node("A", node("A1"), node("A2")), node("B")]), {})
    assert picture is not None and apart(picture)
    assert box(picture, "B").y > box(picture, "A2").y


def test_no_tree_and_no_graph_are_no_picture() -> None:
    assert tree_picture([], {}) is None
    assert graph_picture("waits", "", {}, {}) is None


def test_edges_go_to_the_right() -> None:
    found = layered("abcd", {("a", "b"), ("b", "c"), ("a", "c"), ("d", "c")})
    assert found.column == {"a": 0, "d": 0, "b": 1, "c": 2}
    assert [column for column, _ in found.through["a", "c"]] == [1]


def test_one_edge_of_a_circle_goes_back() -> None:
    found = layered("abc", {("a", "b"), ("b", "c"), ("c", "a")})
    assert found.column == {"a": 0, "b": 1, "c": 2}
    assert found.through["c", "a"] == ((1, found.through["c", "a"][0][1]),)


def test_edges_do_not_cross_where_they_need_not() -> None:
    found = layered("abxy", {("a", "y"), ("b", "x")})
    assert (found.row["a"] < found.row["b"]) == (found.row["y"] < found.row["x"])


@given(GRAPHS)
def test_any_graph_has_a_layout(edges: set[tuple[str, str]]) -> None:
    names = {name for edge in edges for name in edge}
    picture = graph_picture(
        "waits", "", {name: Knot(f"wait-{name}") for name in names}, dict.fromkeys(edges, ("", ""))
    )
    if not names:
        assert picture is None
        return
    assert picture is not None
    assert {each.text for each in picture.boxes} == names
    assert len(picture.lines) == len(edges)
    assert apart(picture)


@given(GRAPHS)
def test_a_layout_does_not_depend_on_order(edges: set[tuple[str, str]]) -> None:
    names = sorted({name for edge in edges for name in edge})
    assert layered(names, sorted(edges)) == layered(names[::-1], sorted(edges, reverse=True))


def test_of_a_long_name_the_end_is_shown() -> None:
    assert cut("Shop.Orders") == "Shop.Orders"
    assert cut("Shop.Warehouse.Shipping.Carriers.Dispatcher.Queue.Worker") == (
        "…Carriers.Dispatcher.Queue.Worker"
    )
    assert len(cut("x" * 500)) <= 42
