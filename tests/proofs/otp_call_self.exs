server = Proof.start(MyApp.Counter, 21)
Proof.say("value", Proof.attempt(fn -> MyApp.Counter.value() end))
Proof.say("double", Proof.attempt(fn -> GenServer.call(server, :double) end))
Proof.say("server", Proof.fate(server))
