"""Files that are read: nested deeper than any reader goes, with keys that are too deep, with signs that turn a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import too_much
from attack_base import LOOK, Attack, after_start, project_with
from too_much import INI, empty, one_file

# Depths around the bounds that there are: Python's 100 indentations and 200 brackets, the reader's 400, the scanner's 512.
DEPTHS = (20, 99, 100, 101, 199, 200, 201, 399, 400, 401, 511, 512, 513, 1000, 5000, 50_000)


def blocks(opener: str, blank: str) -> Callable[[int], str]:
    def text(depth: int) -> str:
        lines = []
        for level in range(depth):
            lines.append(blank * level + opener)
            if sum(map(len, lines[-50:])) * depth / 50 > 4_000_000:
                break
        return "\n".join([*lines, blank * len(lines) + 'x = "a"\n'])

    return text


NESTED = {
    "if": blocks("if 1:", " "),
    "if by tabs": blocks("if 1:", "\t"),
    "while": blocks("while 1:", " "),
    "def": blocks("def f():", " "),
    "class": blocks("class A:", " "),
    "with": blocks("with a:", " "),
    "for": blocks("for a in b:", " "),
    "try": blocks("try:", " "),
    "match": blocks("match a:", " "),
    "open blocks, deeper by growing steps": lambda n: "".join(
        " " * (i * (i + 1) // 2) + "if 1:\n" for i in range(min(n, 120))
    ),
    "brackets": lambda n: "x = " + "(" * n + "1" + ")" * n + "\n",
    "open brackets": lambda n: "x = " + "[" * n + "\n",
    "braces": lambda n: "x = " + "{1:" * n + "1" + "}" * n + "\n",
    "not": lambda n: "x = " + "not " * n + "1\n",
    "minus": lambda n: "x = " + "-" * n + "1\n",
    "plus chain": lambda n: "x = 1" + " + 1" * n + "\n",
    "attributes": lambda n: "x = a" + ".a" * n + "\n",
    "calls": lambda n: "x = a" + "()" * n + "\n",
    "nested calls": lambda n: "x = " + "f(" * n + ")" * n + "\n",
    "subscripts": lambda n: "x = a" + "[0]" * n + "\n",
    "lambdas": lambda n: "x = " + "lambda: " * n + "1\n",
    "ternaries": lambda n: "x = " + "1 if a else " * n + "1\n",
    "elif": lambda n: "if a:\n    pass\n" + "elif a:\n    pass\n" * n,
    "comparisons": lambda n: "x = 1" + " < 1" * n + "\n",
    "f-strings": lambda n: "x = " + 'f"{' * min(n, 400) + "1" + '}"' * min(n, 400) + "\n",
    "strings beside each other": lambda n: "x = " + '"a" ' * n + "\n",
    "targets": lambda n: "a = " * n + "1\n",
    "decorators": lambda n: "@a\n" * n + "def f():\n    pass\n",
    "comprehensions": lambda n: "x = " + "[" * min(n, 2000) + "1" + " for a in b]" * min(n, 2000) + "\n",
    "dots of an import": lambda n: "from " + "." * n + " import a\n",
    "continued lines": lambda n: "x = 1 " + "\\\n" * n + "\n",
    "semicolons": lambda n: "a;" * n + "\n",
    "comments of growing depth": lambda n: "".join(" " * (i % 300) + "# a\n" for i in range(n)),
    "an unclosed triple quote": lambda n: 'x = """' + "a\n" * n,
    "await and star": lambda n: "x = " + "*" * n + "a\n",
    "types": lambda n: "x: " + "a[" * n + "]" * n + "\n",
}


def nesting() -> Iterator[Attack]:
    for name, make in NESTED.items():
        for depth in DEPTHS:
            text = make(depth)
            if len(text) < 2_000_000:
                yield Attack(
                    f"{name}, {depth}", project_with(after_start("\n\n" + text)), [["check", "--all"], ["history"]]
                )


def deep_text(form: str, depth: int) -> str:
    if form == "dotted":
        return "a" + ".a" * depth + " = 1\n"
    if form == "table":
        return "[a" + ".a" * depth + "]\nb = 1\n"
    if form == "array of tables":
        return "[[a" + ".a" * depth + "]]\nb = 1\n"
    if form == "lists":
        return "a = " + "[" * depth + "]" * depth + "\n"
    if form == "inline tables":
        return "a = " + "{a = " * depth + "1" + "}" * depth + "\n"
    if form == "quoted":
        return '"a"' + '."a"' * depth + " = 1\n"
    if form == "many tables":
        return "".join(f"[t{number}]\n" for number in range(depth))
    return "a = '''" + "x" * depth + "\n"


def deep_keys() -> Iterator[Attack]:
    asked = [*LOOK, ["new", "add b table: c", "--dry-run"]]
    for form in ("dotted", "table", "array of tables", "lists", "inline tables", "quoted", "many tables", "unclosed"):
        for depth in (20, 100, 256, 1000, 20_000, 200_000):
            for name in (".alembic-migrate.toml", "ruff.toml", "pyproject.toml"):

                def build(project: Path, outside: Path, form=form, depth=depth, name=name) -> None:
                    project_with(empty)(project, outside)
                    (project / name).write_text(deep_text(form, depth), encoding="utf-8")

                yield Attack(f"{name}: {form}, {depth}", build, asked)
    circles = "".join(f"a{number} = %(a{(number + 1) % 5000})s\n" for number in range(5000))
    doubling = "a0 = xxxxxxxxxx\n" + "".join(f"a{n} = %(a{n - 1})s%(a{n - 1})s\n" for n in range(1, 60))
    for name, more in (
        ("a circle", circles + "file_template = %(a0)s\n"),
        ("doubling", doubling + "file_template = %(a59)s\n"),
    ):
        yield Attack(f"alembic.ini: {name}", project_with(empty, INI + more), asked)
    for count in (64, 65, 3000):
        derived = "".join(f"\n\nclass C{n}(C{n - 1}):\n    pass\n" for n in range(1, count))
        text = "\n\nclass C0(Base):\n    __abstract__ = True\n" + derived
        yield Attack(
            f"classes derived {count} deep",
            lambda p, _, t=text: too_much.Case("", too_much.models(t)).build(p),
            too_much.DRIFT,
        )
    for text in (
        "class A(A):\n    pass\n",
        "class A(B):\n    pass\n\n\nclass B(A):\n    pass\n",
        "A = A\n",
        "A = B\nB = A\n",
        "from models import *\n",
    ):
        yield Attack(
            f"models: {text[:12]!r}",
            lambda p, _, t=text: too_much.Case("", too_much.models("\n\n" + t)).build(p),
            too_much.DRIFT,
        )


SIGNS = [
    "\x1b[31mred\x1b[0m",
    "\x1b]0;title\x07",
    "a\u202eb",
    "a\u2066b",
    "a\u200bb",
    "a\x9bb",
    "a\rb",
    "a\x08b",
    "a\u2028b",
    "a\x00b",
]


def controls() -> Iterator[Attack]:
    formats = [["check", "--all", "--format", each] for each in ("text", "json", "sarif", "github")]
    asked = [
        *formats,
        ["history"],
        ["history", "--mermaid"],
        ["schema"],
        ["schema", "--mermaid"],
        ["schema", "--sql"],
        ["new", "add b table: c", "--dry-run"],
    ]
    for sign in SIGNS:
        escaped = sign.encode("unicode_escape").decode()
        place = {
            "a table": (f'op.create_table("t{escaped}", sa.Column("a", sa.Integer()))', ""),
            "a column": (f'op.create_table("t", sa.Column("a{escaped}", sa.Integer(), comment="{escaped}"))', ""),
            "SQL": (f"op.execute(\"SELECT '{escaped}'; NOTHING {escaped}\")", ""),
            "a value": (f'op.add_column("t", sa.Column("a", sa.Integer(), server_default="{escaped}"))', ""),
            "an error": (f'raise RuntimeError("{escaped}")', ""),
            "a name nobody knows": (f'op.nothing("{escaped}")', ""),
        }
        for where, (up, down) in place.items():
            yield Attack(f"{sign!r} in {where}", project_with(one_file(up, down or "pass")), asked)
        raw = sign.replace("\x00", "")
        for where in ("the title", "the id", "the file's name"):

            def build(project: Path, outside: Path, raw=raw, where=where) -> None:
                project_with(empty)(project, outside)
                file = next((project / "migrations" / "versions").glob("*.py"))
                text = file.read_text(encoding="utf-8")
                if where == "the title":
                    text = text.replace("step 1", f"step {raw}")
                if where == "the id":
                    text = text.replace("000000000001", f"0001{raw}")
                file.write_text(text, encoding="utf-8", newline="")
                if where == "the file's name":
                    file.rename(file.with_name(f"a{raw}.py"))

            yield Attack(f"{sign!r} in {where}", build, asked)
