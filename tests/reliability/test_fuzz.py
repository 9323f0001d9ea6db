"""Broken and odd code, through the whole analyser; `make fuzz` does more of it."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tools.fuzz import faults_of, run
from tools.mutations import SCRAPS, TOKEN


def test_two_thousand_inputs() -> None:
    said: list[str] = []
    assert run(first=0, inputs=2000, seconds=60, jobs=2, say=said.append) == 0, "\n".join(said)


def test_a_fault_is_found() -> None:
    # The harness would be silent for ever if it could not see one.
    assert faults_of({"lib/a.ex": b"def o: _,, n: _"}) == []
    assert TOKEN.findall(b"a |> b(:c)") == [b"a", b"|>", b"b", b"(", b":c", b")"]


@given(st.lists(st.sampled_from(SCRAPS), max_size=60), st.sampled_from([b" ", b"\n", b""]))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_words_in_any_order(words: list[bytes], between: bytes) -> None:
    assert faults_of({"lib/a.ex": between.join(words)}) == []


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), database=None)
def test_any_bytes(source: bytes) -> None:
    assert faults_of({"lib/a.ex": source}) == []
