defmodule MyApp.Report do
  def send(_state), do: :ok
end

defmodule MyApp.Router do
  def route(_message, state), do: {:noreply, state}
end

case Proof.start(MyApp.Queue, jobs: [:one]) do
  server when is_pid(server) ->
    Proof.say("start", :ok)
    Proof.say("size", Proof.attempt(fn -> GenServer.call(server, :size) end))

  other ->
    Proof.say("start", other)
end
