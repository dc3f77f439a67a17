"""Prints Python's own syntax tree of each given file in the form of dump.h: one line a top-level statement.

Files are named on standard input, one a line. Each file's tree follows a line "== path".
"""

import ast
import sys

OPERATORS = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.MatMult: "@", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^",
    ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.In: "in",
    ast.NotIn: "not in", ast.Is: "is", ast.IsNot: "is not", ast.Not: "not", ast.USub: "-", ast.UAdd: "+",
    ast.Invert: "~", ast.And: "and", ast.Or: "or",
}  # fmt: skip


def node(kind, *parts):
    return "(" + " ".join([kind, *parts]) + ")"


def many(kind, items):
    return node(kind, *[dump(item) for item in items])


def maybe(item):
    return "-" if item is None else dump(item)


def text(value):
    return (value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")).hex() or "''"


def operator(op):
    return OPERATORS[type(op)]


def constant(value):
    if value is None or value is True or value is False:
        return node("constant", str(value))
    if value is Ellipsis:
        return node("constant", "Ellipsis")
    if isinstance(value, (str, bytes)):
        return node("bytes" if isinstance(value, bytes) else "string", text(value))
    if isinstance(value, int):
        return node("integer", str(value) if value < 2**63 else "big")
    return node("float", "%.17g" % value) if isinstance(value, float) else node("imaginary")


def joined(value):
    return " ".join(part(item) for item in value.values)


def part(item):
    if isinstance(item, ast.Constant):
        return node("text", text(item.value))
    conversion = "-" if item.conversion == -1 else chr(item.conversion)
    spec = joined(item.format_spec) if item.format_spec else ""
    return node("field", dump(item.value), conversion, "[" + spec + "]")


def parameters(arguments):
    positional = arguments.posonlyargs + arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + arguments.defaults
    found = []
    for i, (one, default) in enumerate(zip(positional, defaults)):
        kind = "positional" if i < len(arguments.posonlyargs) else "normal"
        found.append(node(kind, one.arg, maybe(one.annotation), maybe(default)))
    if arguments.vararg:
        found.append(node("args", arguments.vararg.arg, maybe(arguments.vararg.annotation), "-"))
    for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        found.append(node("keyword", one.arg, maybe(one.annotation), maybe(default)))
    if arguments.kwarg:
        found.append(node("kwargs", arguments.kwarg.arg, maybe(arguments.kwarg.annotation), "-"))
    return node("parameters", *found)


def keywords(items):
    return node("keywords", *[node(item.arg or "**", dump(item.value)) for item in items])


def comprehension(kind, item, value=None):
    clauses = [
        node("async for" if one.is_async else "for", dump(one.target), dump(one.iter), many("ifs", one.ifs))
        for one in item.generators
    ]
    return node(kind, dump(value or item.elt), *clauses)


def names(items):
    return " ".join(item.name + ("=" + item.asname if item.asname else "") for item in items)


def branches(item):
    found = []
    while True:
        found.append(node("branch", dump(item.test), many("body", item.body)))
        if (
            len(item.orelse) == 1
            and isinstance(item.orelse[0], ast.If)
            and item.orelse[0].col_offset == item.col_offset
        ):
            item = item.orelse[0]
            continue
        return " ".join(found), item.orelse


def expression(e):
    match e:
        case ast.Constant():
            return constant(e.value)
        case ast.Name():
            return node("name", e.id)
        case ast.JoinedStr():
            return node("fstring", joined(e)) if e.values else node("fstring")
        case ast.Attribute():
            return node("attribute", dump(e.value), e.attr)
        case ast.Call():
            return node("call", dump(e.func), many("positional", e.args), keywords(e.keywords))
        case ast.List() | ast.Tuple() | ast.Set():
            return many(type(e).__name__.lower(), e.elts)
        case ast.Dict():
            return node("dict", *[maybe(k) + ":" + dump(v) for k, v in zip(e.keys, e.values)])
        case ast.Subscript():
            return node("subscript", dump(e.value), dump(e.slice))
        case ast.Slice():
            return node("slice", maybe(e.lower), maybe(e.upper), maybe(e.step))
        case ast.UnaryOp():
            return node("unary", operator(e.op), dump(e.operand))
        case ast.BinOp():
            return node("binary", operator(e.op), dump(e.left), dump(e.right))
        case ast.BoolOp():
            return node(operator(e.op), *[dump(v) for v in e.values])
        case ast.Compare():
            return node("compare", dump(e.left), *[operator(o) + " " + dump(v) for o, v in zip(e.ops, e.comparators)])
        case ast.IfExp():
            return node("conditional", dump(e.test), dump(e.body), dump(e.orelse))
        case ast.Lambda():
            return node("lambda", parameters(e.args), dump(e.body))
        case ast.ListComp() | ast.SetComp() | ast.GeneratorExp():
            return comprehension(type(e).__name__.lower(), e)
        case ast.DictComp():
            return comprehension("dictcomp", e, e.key).replace("(dictcomp ", "(dictcomp " + dump(e.value) + " ", 1)
        case ast.Await() | ast.Starred():
            return node(type(e).__name__.lower(), dump(e.value))
        case ast.NamedExpr():
            return node("named", e.target.id, dump(e.value))
        case ast.Yield():
            return node("yield", maybe(e.value))
        case ast.YieldFrom():
            return node("yieldfrom", dump(e.value))
    return node("opaque")


def statement(s):
    asynchronous = "async " if type(s).__name__.startswith("Async") else ""
    match s:
        case ast.Import():
            return node("import", names(s.names))
        case ast.ImportFrom():
            return node("from", str(s.level), s.module or "-", names(s.names))
        case ast.Assign():
            return node("assign", many("targets", s.targets), "-", dump(s.value))
        case ast.AnnAssign():
            return node("assign", many("targets", [s.target]), dump(s.annotation), maybe(s.value))
        case ast.AugAssign():
            return node("augmented", operator(s.op), dump(s.target), dump(s.value))
        case ast.Expr():
            return node("expression", dump(s.value))
        case ast.If():
            found, otherwise = branches(s)
            return node("if", found, many("else", otherwise))
        case ast.For() | ast.AsyncFor():
            return node(
                asynchronous + "for", dump(s.target), dump(s.iter), many("body", s.body), many("else", s.orelse)
            )
        case ast.While():
            return node("while", dump(s.test), many("body", s.body), many("else", s.orelse))
        case ast.With() | ast.AsyncWith():
            items = [node("item", dump(i.context_expr), maybe(i.optional_vars)) for i in s.items]
            return node(asynchronous + "with", *items, many("body", s.body))
        case ast.Try() | ast.TryStar():
            handlers = [node("except", maybe(h.type), h.name or "-", many("body", h.body)) for h in s.handlers]
            parts = [many("body", s.body), *handlers, many("else", s.orelse), many("finally", s.finalbody)]
            return node("trystar" if isinstance(s, ast.TryStar) else "try", *parts)
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            parts = [
                s.name,
                parameters(s.args),
                maybe(s.returns),
                many("decorators", s.decorator_list),
                many("body", s.body),
            ]
            return node(asynchronous + "def", *parts)
        case ast.ClassDef():
            return node("class", s.name, many("bases", s.bases), keywords(s.keywords),
                        many("decorators", s.decorator_list), many("body", s.body))  # fmt: skip
        case ast.Return():
            return node("return", maybe(s.value))
        case ast.Raise():
            return node("raise", maybe(s.exc), maybe(s.cause))
        case ast.Pass() | ast.Break() | ast.Continue():
            return node(type(s).__name__.lower())
        case ast.Delete():
            return many("del", s.targets)
        case ast.Global() | ast.Nonlocal():
            return node(type(s).__name__.lower(), *s.names)
        case ast.Assert():
            return node("assert", dump(s.test), maybe(s.msg))
    return node("opaque")


def dump(item):
    return statement(item) if isinstance(item, ast.stmt) else expression(item)


def main():
    sys.setrecursionlimit(20000)
    for path in sys.stdin.read().splitlines():
        print("==", path)
        with open(path, "rb") as file:
            source = file.read()
        try:
            tree = ast.parse(source)
        except (SyntaxError, ValueError):
            print("does not parse")
            continue
        for item in tree.body:
            print(dump(item))


main()
