"""Is an answer of `migrate` fine, whatever was asked? Either a sound file in its place, or an error that helps."""

import ast
import re

CODES = {1, -32700, -32600, -32602}
PATH = re.compile(r"backend/app/migrations/versions/(\d{8}_\d{6})_[a-z0-9]+(_[a-z0-9]+)*\.py")
IMPORTS = {
    "from __future__ import annotations",
    "import sqlalchemy as sa",
    "from alembic import op",
    "from sqlalchemy.dialects import postgresql",
}
VARIABLES = ["revision", "down_revision", "branch_labels", "depends_on"]
LONGEST_MESSAGE = 2000
# Signs that turn the direction of what a reviewer sees, and control characters.
TRICKS = re.compile("[\u202a-\u202e\u2066-\u2069\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]")


def faults_of_answer(answer):
    """Lines that say what is wrong with a whole JSON-RPC answer."""
    if "error" in answer:
        return faults_of_error(answer["error"])
    return faults_of_result(answer["result"])


def faults_of_error(error):
    faults = []
    if error["code"] not in CODES:
        faults.append(f"error code {error['code']}")
    if not isinstance(error["message"], str) or not error["message"].strip():
        faults.append("no message")
    elif len(error["message"]) > LONGEST_MESSAGE:
        faults.append(f"a message of {len(error['message'])} characters")
    data = error.get("data") or {}
    if error["code"] == 1:
        if not re.fullmatch("[a-z_]+", data.get("code", "")):
            faults.append(f"no code to match: {data.get('code')!r}")
        if not data.get("hint", "").strip():
            faults.append("no hint")
    if len(str(data)) > 2 * LONGEST_MESSAGE:
        faults.append(f"data of {len(str(data))} characters")
    return faults


def faults_of_result(result):
    path = PATH.fullmatch(result["path"])
    faults = [] if path else [f"the path is {result['path']!r}"]
    if path and path[1] != result["revision"]:
        faults.append(f"the path {result['path']!r} is not of the revision {result['revision']!r}")
    content = result["messages"][0]["content"]
    return faults + faults_of_text(content, result["revision"], result["down_revision"])


def faults_of_text(content, revision, down_revision):
    """The file's text: nothing on top but what belongs there, and no name used that it did not make."""
    try:
        module = ast.parse(content)
    except (SyntaxError, ValueError) as error:
        return [f"does not compile: {error}\n{content}"]
    faults = [f"a sign that misleads: {found!r}" for found in TRICKS.findall(content)]
    docstring, *rest = module.body
    faults += faults_of_docstring(module, revision, down_revision)
    if not isinstance(docstring, ast.Expr):
        faults.append("no docstring on top")
    variables, functions, types = {}, [], set()
    for node in rest:
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if ast.unparse(node) not in IMPORTS:
                faults.append(f"on top: {ast.unparse(node)}")
        elif isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            variables[node.targets[0].id] = ast.literal_eval(node.value)
        elif is_raw_type(node):
            types.add(node.name)
        elif isinstance(node, ast.FunctionDef):
            functions.append(node.name)
            faults += faults_of_names(node, types)
        else:
            faults.append(f"on top: {ast.unparse(node)[:200]}")
    if list(variables) != VARIABLES or [variables["revision"], variables["down_revision"]] != [revision, down_revision]:
        faults.append(f"the variables are {variables}")
    if functions != ["upgrade", "downgrade"]:
        faults.append(f"the functions are {functions}")
    return faults


def faults_of_docstring(module, revision, down_revision):
    lines = (ast.get_docstring(module, clean=False) or "").split("\n")
    wanted = ["", f"Revision ID: {revision}", f"Revises: {down_revision or ''}"]
    if lines[1:4] != wanted or not re.fullmatch(r"Create Date: \d{4}-\d\d-\d\d", lines[4]) or lines[5:] != [""]:
        return [f"the docstring is {lines}"]
    return []


RAW_TYPE = """class {name}(sa.types.UserDefinedType):
    cache_ok = True

    def get_col_spec(self, **kw: object) -> str:
        return {text!r}"""


def is_raw_type(node):
    """A type that SQLAlchemy has no class for: exactly this class, and nothing in it but a name of letters and numbers."""
    if not isinstance(node, ast.ClassDef):
        return False
    text = node.body[-1].body[-1].value.value if ast.unparse(node).count("return") == 1 else None
    plain = isinstance(text, str) and re.fullmatch(r"[A-Za-z_][\w ]*(\([\w, ]*\))?(\[\])*", text)
    return bool(plain) and ast.unparse(node) == RAW_TYPE.format(name=node.name, text=text)


def faults_of_names(function, types=frozenset()):
    """Every name that a function uses is Alembic's, SQLAlchemy's, a type of the file, or a variable that it made itself."""
    own = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    known = own | types | {"op", "sa", "postgresql"}
    used = {node.id for node in ast.walk(function) if isinstance(node, ast.Name)} - known
    faults = [f"{function.name}() uses {name}" for name in sorted(used)]
    for node in ast.walk(function):
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Try, ast.Lambda, ast.ClassDef, ast.Global)):
            faults.append(f"{function.name}() has {ast.unparse(node)[:200]}")
        if isinstance(node, ast.Attribute) and node.attr.startswith("_"):
            faults.append(f"{function.name}() reaches for {ast.unparse(node)[:200]}")
    return faults
