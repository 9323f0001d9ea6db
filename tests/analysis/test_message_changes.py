"""What a change no longer sends or takes: the traps that examples of pages cannot show."""

import pytest

from tests.analysis.test_changes import changes

WORKER = """\
defmodule Desk.Mailer do
  use Oban.Worker

  @impl true
  {clauses}
end
"""
CHANNEL = """\
defmodule DeskWeb.RoomChannel do
  use Phoenix.Channel
  def join(_topic, _params, socket), do: {{:ok, socket}}
  {clauses}
end
"""
TAKES = "def handle_in({}, _params, socket), do: {{:noreply, socket}}\n  "


def worker(*patterns: str) -> dict[str, str]:
    clauses = "\n  ".join(f"def perform(%Oban.Job{{args: {p}}}), do: :ok" for p in patterns)
    return {"lib/desk/mailer.ex": WORKER.format(clauses=clauses)}


def channel(*events: str) -> dict[str, str]:
    clauses = "".join(TAKES.format(event) for event in events)
    return {"lib/desk_web/room_channel.ex": CHANNEL.format(clauses=clauses)}


def enqueues(args: str) -> dict[str, str]:
    return {
        "lib/desk.ex": "defmodule Desk do\n  def mail(a, b), do: Oban.insert(Desk.Mailer.new("
        + args
        + "))\nend\n"
    }


def broken(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Return the subjects of broken contracts."""
    return [s for gate, s in changes(old, new) if gate == "gate-message-contract"]


def test_a_key_that_every_job_has_already_may_be_asked_for() -> None:
    old = {**worker('%{"a" => a}'), **enqueues("%{a: a, b: b}")}
    new = {**worker('%{"a" => a, "b" => b}'), **enqueues("%{a: a, b: b}")}
    assert broken(old, new) == []
    assert broken({**old, **enqueues("%{a: a}")}, new) == ["Desk.Mailer a"]


def test_a_constant_of_a_job_is_part_of_what_it_takes() -> None:
    old = worker('%{"kind" => "welcome", "id" => id}', '%{"kind" => "bye", "id" => id}')
    assert broken(old, worker('%{"kind" => "welcome", "id" => id}')) == ["Desk.Mailer id, kind"]
    assert broken(old, worker('%{"kind" => kind, "id" => id}')) == []


def test_a_worker_that_takes_anything_takes_old_jobs() -> None:
    assert broken(worker('%{"a" => a}'), worker('%{"b" => b}', "args")) == []
    assert broken(worker("args"), worker('%{"b" => b}')) == []


def test_a_worker_that_is_gone_leaves_its_jobs_behind() -> None:
    new = {"lib/desk.ex": "defmodule Desk do\nend\n"}
    assert broken(worker('%{"a" => a}'), new) == ["Desk.Mailer"]


def test_events_of_a_channel() -> None:
    old = channel('"say"', '"ping:" <> _')
    assert broken(old, channel('"ping:" <> _', '"say"', '"new"')) == []
    assert broken(old, channel('"say"')) == ["DeskWeb.RoomChannel ping:..."]
    assert broken(old, {}) == ["DeskWeb.RoomChannel ping:..., say"]


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ('"room:1", {:said, x}', '"room:1", {:said, x, 1}', ["{:said, _}"]),
        ('"room:#{x}", :said', '"rooms:#{x}", :said', ["room:..."]),
        ('"room:1", :said', '"room:1", x', [":said"]),
        ('"room:1", x', '"room:1", :said', []),
    ],
)
def test_topics_and_messages(before: str, after: str, gone: list[str]) -> None:
    tell = "  def tell(x), do: Phoenix.PubSub.broadcast(Desk.PubSub, {})\n"
    text = f"defmodule Desk.News do\n{tell}end\n"
    old, new = ({"lib/news.ex": text.format(each)} for each in (before, after))
    assert broken(old, new) == gone


def test_a_key_of_json_that_moved_to_another_view() -> None:
    view = "defmodule DeskWeb.{}JSON do\n  def show(user), do: %{{id: user.id{}}}\nend\n"
    user, shared = "lib/desk_web/user_json.ex", "lib/desk_web/shared_json.ex"
    old = {user: view.format("User", ", mail: user.mail"), shared: view.format("Shared", "")}
    moved = {user: view.format("User", ""), shared: view.format("Shared", ", mail: user.mail")}
    assert broken(old, moved) == []
    assert broken(old, {**moved, shared: old[shared]}) == ["DeskWeb.UserJSON mail"]


def test_the_fields_that_a_struct_shows() -> None:
    shows = "  @derive {{Jason.Encoder, only: [{}]}}\n"
    text = f"defmodule User do\n{shows}  defstruct [:id, :mail]\nend\n"
    old, new = ({"lib/user.ex": text.format(each)} for each in (":id, :mail", ":id"))
    assert broken(old, new) == ["User mail"]
    assert broken(new, old) == []


def test_what_the_project_sends_itself_changes_with_it() -> None:
    server = (
        'defmodule Desk.Bell do\n  @moduledoc "Rings."\n  use GenServer\n'
        "  def init(x), do: {{:ok, x}}\n"
        "  def handle_call({{:{tag}, _}}, _from, s), do: {{:reply, :ok, s}}\nend\n"
    )
    user = "defmodule Desk do\n  def ring(x), do: GenServer.call(Desk.Bell, {{:{tag}, x}})\nend\n"
    old = {"lib/bell.ex": server.format(tag="ring"), "lib/desk.ex": user.format(tag="ring")}
    new = {"lib/bell.ex": server.format(tag="sound"), "lib/desk.ex": user.format(tag="sound")}
    assert broken(old, new) == []
    alone = [{"lib/bell.ex": files["lib/bell.ex"]} for files in (old, new)]
    assert broken(*alone) == ["Desk.Bell {:ring, _}"]
