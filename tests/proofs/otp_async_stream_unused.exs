defmodule MyApp.Mailer do
  def deliver(user), do: send(:proof, {:delivered, user})
end

Process.register(self(), :proof)
MyApp.Mail.send_all([:ada])

delivered =
  receive do
    {:delivered, user} -> user
  after
    500 -> :nothing
  end

Proof.say("delivered", delivered)
