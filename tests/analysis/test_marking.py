"""A habit is measured where there is enough of it."""

from dralint.analysis.processes.marking import Marking
from dralint.finding import INFO, WARNING, Severity
from dralint.testing import findings, project_of
from tests.conftest import all_rules


def servers(bare: int, marked: int) -> dict[str, str]:
    """Return so many servers with one callback, in so many files."""
    text = "defmodule S{}{} do\n  use GenServer\n{}  def init(x), do: {{:ok, x}}\nend\n"
    files = {f"lib/b{n}.ex": text.format("B", n, "") for n in range(bare)}
    files |= {f"lib/m{n}.ex": text.format("M", n, "  @impl true\n") for n in range(marked)}
    return files


def habit(bare: int, marked: int) -> bool:
    return Marking.of(project_of(servers(bare, marked))).is_habit


def severities(files: dict[str, str]) -> set[Severity]:
    return {d.severity for d in findings([all_rules()["otp-missing-impl"]], files)}


def test_the_half_decides_from_twenty_on() -> None:
    assert habit(19, 0)
    assert not habit(20, 0)
    assert habit(10, 10)
    assert not habit(11, 10)


def test_without_the_habit_only_a_half_marked_module_is_a_slip() -> None:
    assert severities(servers(19, 0)) == {WARNING}
    assert severities(servers(30, 1)) == {INFO}
    half = (
        "defmodule H do\n  use GenServer\n  @impl true\n  def init(x), do: {:ok, x}\n"
        "  def handle_cast(_, s), do: {:noreply, s}\nend\n"
    )
    assert severities({**servers(30, 0), "lib/h.ex": half}) == {INFO, WARNING}
