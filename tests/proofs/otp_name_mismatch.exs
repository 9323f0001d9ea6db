{:ok, server} = MyApp.Cache.start_link(a: 1)
Proof.say("get", Proof.attempt(fn -> MyApp.Cache.get(:a) end))
Proof.say("server", Proof.fate(server))
