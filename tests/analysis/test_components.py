"""Strongly connected components."""

from dralint.analysis.calls.components import strongly_connected


def rings(graph: dict[str, list[str]]) -> set[frozenset[str]]:
    """Return the components of two and more."""
    return {each for each in strongly_connected(graph) if len(each) > 1}


def test_rings_and_what_leads_to_them() -> None:
    graph = {"a": ["b"], "b": ["c", "d"], "c": ["a"], "d": ["e"], "e": ["d", "f"]}
    assert rings(graph) == {frozenset("abc"), frozenset("de")}


def test_every_node_is_in_one_component() -> None:
    graph = {"a": ["b", "a"], "b": [], "c": ["b"]}
    assert sorted(sorted(each) for each in strongly_connected(graph)) == [["a"], ["b"], ["c"]]


def test_a_long_ring_needs_no_recursion() -> None:
    size = 50_000
    graph = {str(n): [str((n + 1) % size)] for n in range(size)}
    assert [len(each) for each in strongly_connected(graph)] == [size]
