server = Proof.start(MyApp.Sessions, %{})
Proof.say("fetch", Proof.attempt(fn -> MyApp.Sessions.fetch("token") end))
Proof.say("server", Proof.fate(server))
