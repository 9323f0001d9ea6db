{module, state, message} =
  case System.argv() do
    ["bad"] -> {MyApp.Priority, %{value: 0, on: false}, {:set, 1}}
    ["good"] -> {MyApp.WaitingRoom, %{waiting: []}, {:later, 1}}
  end

server = Proof.start(module, state)
Proof.say("call", Proof.attempt(fn -> GenServer.call(server, message, 500) end))
Proof.say("server", Proof.fate(server))
