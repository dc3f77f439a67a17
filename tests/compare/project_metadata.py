"""The naming convention that a project's own env.py would hand to Alembic, found out by running what it needs.

Of env.py only imports, definitions, assignments and changes of sys.path run; what fails is skipped. The result counts
only when a real MetaData comes out. As a program it takes the facts of plain_env.py on its standard input and writes
the convention, or null, as the last line of its output.
"""

from __future__ import annotations

import ast
import json
import sys
from pathlib import Path

from sqlalchemy import MetaData

RUN = (ast.Import, ast.ImportFrom, ast.Assign, ast.AnnAssign, ast.FunctionDef, ast.ClassDef)


def _changes_path(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and ast.unparse(node).startswith("sys.path.")


def _run(tree: ast.Module, names: dict) -> None:
    for node in tree.body:
        parts = node.body if isinstance(node, ast.Try) else [node]
        for part in parts:
            if not isinstance(part, RUN) and not _changes_path(part):
                continue
            try:
                exec(compile(ast.Module([part], []), names["__file__"], "exec"), names)
            except (Exception, SystemExit):  # whatever an application does when it starts
                continue


def _given(tree: ast.Module) -> list[ast.expr]:
    """What context.configure(...) gets as its target_metadata; what is called so, where its arguments are made elsewhere."""
    found = [
        keyword.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "configure"
        for keyword in node.keywords
        if keyword.arg == "target_metadata"
    ]
    return found or [ast.copy_location(ast.Name("target_metadata", ast.Load()), tree.body[0])]


def convention_of(env: Path) -> dict | None:
    """The convention as SQLAlchemy has it; {} when Alembic would get none; None when it cannot be found out."""
    try:
        tree = ast.parse(env.read_text(encoding="utf-8", errors="replace"))
    except SyntaxError:
        return None
    names = {"__name__": "env", "__file__": str(env)}
    _run(tree, names)
    found = None
    for value in _given(tree):
        try:
            metadata = eval(compile(ast.Expression(value), str(env), "eval"), names)
        except (Exception, SystemExit):
            continue
        if metadata is None or isinstance(metadata, (list, tuple)):
            found = {}
        elif isinstance(metadata, MetaData):
            return dict(metadata.naming_convention or {})
    return found


if __name__ == "__main__":
    import stand_ins

    facts = json.loads(sys.stdin.read())
    sys.path.extend(facts["path"])
    stand_ins.install(facts["copy"], facts["stood_in"])
    convention = convention_of(Path(facts["env"]))
    try:
        line = json.dumps(convention)
    except TypeError:  # functions among the tokens
        line = json.dumps({name: text for name, text in convention.items() if isinstance(text, str)})
    print("\n" + line)
