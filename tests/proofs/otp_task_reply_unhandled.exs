defmodule MyApp.Bank do
  def rates, do: %{eur: 1}
end

{:ok, _} = Task.Supervisor.start_link(name: MyApp.TaskSupervisor)
server = Proof.start(MyApp.Rates, %{})
GenServer.cast(server, :refresh)
Proof.say("server", Proof.fate(server))
