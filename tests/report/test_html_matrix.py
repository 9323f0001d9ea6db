"""The order of the matrix: callers above whom they call, and little below the diagonal."""

from hypothesis import given
from hypothesis import strategies as st

from dralint.report.html.matrix import ordered

NAMES = "abcdefg"
EDGES = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)), st.integers(1, 50), max_size=30
)


def back(order: list[str], calls: dict[tuple[str, str], int]) -> int:
    """Return the weight below the diagonal."""
    at = {name: n for n, name in enumerate(order)}
    return sum(count for (one, two), count in calls.items() if at[one] > at[two])


@given(EDGES)
def test_every_node_once_and_the_same_whatever_the_order(calls: dict[tuple[str, str], int]) -> None:
    order = ordered(NAMES, calls)
    assert sorted(order) == list(NAMES)
    assert ordered(NAMES[::-1], dict(reversed(calls.items()))) == order


@given(EDGES)
def test_at_most_half_of_what_is_called_leads_back(calls: dict[tuple[str, str], int]) -> None:
    """What the method promises; in an order without it more may."""
    plain = {edge: count for edge, count in calls.items() if edge[0] != edge[1]}
    assert back(ordered(NAMES, calls), plain) * 2 <= sum(plain.values())


@given(st.permutations(NAMES), st.sets(st.tuples(st.integers(0, 6), st.integers(0, 6))))
def test_without_circles_nothing_leads_back(names: list[str], pairs: set[tuple[int, int]]) -> None:
    calls = {(names[one], names[two]): 1 for one, two in pairs if one < two}
    assert back(ordered(NAMES, calls), calls) == 0
