defmodule Proof do
  @moduledoc false

  # Runs a function in a process of its own and says in one word how it ended.
  def attempt(fun) do
    {pid, ref} = spawn_monitor(fn -> exit({:done, fun.()}) end)

    receive do
      {:DOWN, ^ref, :process, ^pid, {:done, value}} -> {:done, value}
      {:DOWN, ^ref, :process, ^pid, reason} -> {:exit, word(reason)}
    after
      4_000 -> :stuck
    end
  end

  # Compiles files in order; says :yes, or which error stops it.
  def compiles(files) do
    Code.compiler_options(ignore_module_conflict: true)
    Enum.each(files, &Code.compile_file/1)
    :yes
  rescue
    error -> {error.__struct__, error |> Exception.message() |> undefined()}
  end

  defp undefined(message) do
    case Regex.run(~r"undefined function (\w+/\d)|(\w+\.__struct__/\d) is undefined", message) do
      nil -> message
      found -> List.last(found)
    end
  end

  # Starts a server that is not linked, and watches it from the start.
  def start(module, argument) do
    case GenServer.start(module, argument, name: module) do
      {:ok, pid} -> watch(pid)
      {:error, reason} -> {:error, word(reason)}
    end
  end

  # Waits until a process is gone and says why; :alive if it stays.
  def fate(pid, wait \\ 500) do
    receive do
      {:DOWN, _ref, :process, ^pid, reason} -> word(reason)
    after
      wait -> if Process.alive?(pid), do: :alive, else: :gone
    end
  end

  defp watch(pid) do
    Process.monitor(pid)
    pid
  end

  # Whether a process stands in a call that nobody answers.
  def in_a_call?(name) do
    {:current_stacktrace, stack} = Process.info(Process.whereis(name), :current_stacktrace)
    Enum.any?(stack, fn {module, fun, _, _} -> {module, fun} == {:gen, :do_call} end)
  end

  def say(name, value), do: IO.puts("#{name}: #{inspect(value)}")

  def word({{reason, _}, {GenServer, :call, _}}), do: word(reason)
  def word({reason, {GenServer, :call, _}}), do: word(reason)
  def word({:bad_return_value, _}), do: :bad_return_value
  def word({reason, stack}) when is_list(stack), do: word(reason)
  def word(%{__exception__: true} = error), do: error.__struct__
  def word(reason), do: reason
end

Logger.configure(level: :none)
