[kind | files] = System.argv()
Proof.say("compiles", Proof.compiles(files))

if kind == "good" do
  module = MyApp.Accounts.Register
  Proof.say("call", Proof.attempt(fn -> module.call(%{password: "secret"}) end))
  Proof.say("all", Proof.attempt(fn -> module.all(:users) end))
end
