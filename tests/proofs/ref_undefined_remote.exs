[kind | files] = System.argv()
Mix.start()
Mix.env(:test)
Proof.say("compiles", Proof.compiles(files))
module = MyApp.Bill

case kind do
  "bad" ->
    Proof.say("total", Proof.attempt(fn -> module.total([%{net: 1}]) end))
    Proof.say("summ", Proof.attempt(fn -> module.total([]) end))
    Proof.say("gross", Proof.attempt(fn -> module.gross(1) end))
    Proof.say("taxes", Proof.attempt(fn -> module.taxes([1]) end))
    Proof.say("hash", Proof.attempt(fn -> module.hash("word") end))

  "good" ->
    Proof.say("total", Proof.attempt(fn -> tuple_size(module.total("1")) end))
    Proof.say("start", Proof.attempt(fn -> tuple_size(module.start()) end))
end
