[kind | files] = System.argv()
Proof.say("compiles", Proof.compiles(files))
module = MyApp.Settings

case kind do
  "bad" ->
    Proof.say("limit", Proof.attempt(fn -> module.limit(%{}) end))
    Proof.say("due", Proof.attempt(fn -> module.due("2026-11-24T20:00:00Z") end))
    Proof.say("no date", Proof.attempt(fn -> module.due("tomorrow") end))
    Proof.say("hashed", Proof.attempt(fn -> module.hashed(%{password: "secret"}) end))
    Proof.say("nothing to hash", Proof.attempt(fn -> module.hashed(%{}) end))
    Proof.say("locked", Proof.attempt(fn -> module.locked(%{}) end))

  "good" ->
    Proof.say("limit", Proof.attempt(fn -> module.limit(%{}) end))
    Proof.say("due", Proof.attempt(fn -> module.due("tomorrow") end))
    Proof.say("locked", Proof.attempt(fn -> module.locked(%{locked: true}) end))
end
