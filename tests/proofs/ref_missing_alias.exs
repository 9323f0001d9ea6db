[kind | files] = System.argv()
Proof.say("compiles", Proof.compiles(files))

if kind == "good" do
  Proof.say("name", Proof.attempt(fn -> Accounts.User.Name.of(%{name: "Ada"}) end))
end
