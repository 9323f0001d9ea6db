"""Kinds and fields as numbers."""

from dralint.syntax import ERROR, FIELD, KIND, TOKEN, Node, parse

EVERYTHING = b"""defmodule A.B do
  @moduledoc ~S(a)x
  def f(x \\\\ nil, %{"b" => ?c, a: 1} = m, %C{}) when x in [1.0, :d, :"e"] do
    fn <<y::8>>, {true, false} -> m[:f] ; not y end # comment
    "s#{x}\\n" <> 'c' |> g.h(&(&1 + 2), "k": 3, l: 4)
  rescue
    _ -> (1; 2)
  catch
    ..
  else
    z -> z
  after
    :ok
  end
end
"""


def every_node(root: Node) -> list[Node]:
    stack = [root]
    for node in stack:
        stack.extend(node.children)
    return stack


def test_a_node_has_the_id_of_its_name() -> None:
    tree = parse(EVERYTHING)
    assert tree.breaks == ()
    for node in every_node(tree.root):
        assert node.kind_id == (KIND if node.is_named else TOKEN)[node.type]
    seen = {node.type for node in every_node(tree.root) if node.is_named}
    assert seen == KIND.keys()


def test_a_word_may_be_a_node_and_a_token() -> None:
    nil = parse(b"nil\n").root.children[0]
    assert nil.kind_id == KIND["nil"]
    assert nil.children[0].kind_id == TOKEN["nil"]
    assert KIND["nil"] != TOKEN["nil"]


def test_fields() -> None:
    call = parse(b"foo.bar(1)\n").root.children[0]
    target = call.child_by_field_id(FIELD["target"])
    assert target is not None
    assert target.type == "dot"
    right = target.child_by_field_id(FIELD["right"])
    assert right is not None
    assert right.byte_range == (4, 7)
    assert set(FIELD) >= {"left", "operator", "right", "operand", "key", "value", "target"}


def test_errors() -> None:
    assert ERROR in {node.kind_id for node in every_node(parse(b"x = )\n").root)}
    assert ERROR not in {*KIND.values(), *TOKEN.values()}
