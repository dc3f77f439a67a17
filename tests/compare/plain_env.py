"""The env.py that compare-with-alembic puts in place of a project's own: no application, no settings of the machine.

What it keeps of the project's own env.py stands in compare.json beside it (see prepare.py).
"""

import importlib
import json
import subprocess
import sys
from pathlib import Path

from alembic import context, op
from sqlalchemy import MetaData, create_engine, inspect, pool

facts = json.loads(Path(__file__).with_name("compare.json").read_text(encoding="utf-8"))
sys.path.append(facts["tools"])
import stand_ins  # noqa: E402

sys.path.extend(facts["path"])  # at the end: a project's types.py must not hide Python's own

stand_ins.install(facts["copy"], facts["stood_in"])


def project_naming() -> dict | None:
    """Found out once, in a process of its own: its modules, half of them stand-ins, must not be the migrations'."""
    kept = Path(facts["naming_said"]).with_suffix(".json")
    if not kept.exists():
        tool = Path(facts["tools"]) / "project_metadata.py"
        command = [sys.executable, str(tool)]
        try:
            found = subprocess.run(command, input=json.dumps(facts), text=True, capture_output=True, timeout=60)
            last = found.stdout.splitlines()[-1] if found.returncode == 0 and found.stdout else "null"
        except subprocess.TimeoutExpired:  # an application that waits for another machine
            last = "null"
        kept.write_text(last, encoding="utf-8")
    return json.loads(kept.read_text(encoding="utf-8"))


naming = project_naming()
said = "as the project's MetaData has it when it is run" if naming is not None else "not found out by running env.py"
naming = facts["naming"] if naming is None else naming
if not naming and facts.get("naming_of"):
    module, _, attribute = facts["naming_of"].partition(":")
    naming = getattr(importlib.import_module(module), attribute)
Path(facts["naming_said"]).write_text(f"{said}: {', '.join(sorted(map(str, naming))) or 'none'}", encoding="utf-8")
for plugin in facts["plugins"]:
    importlib.import_module(plugin)
arguments = {name: op if name == "op" else stand_ins.Anything() for name in facts["arguments"]}
metadata = MetaData(naming_convention=naming) if naming else None


def named(place: str):
    """What `module:attribute` says."""
    module, _, attribute = place.partition(":")
    return getattr(importlib.import_module(module), attribute)


options = facts["options"] | ({"transaction_per_migration": True} if facts.get("one_transaction_each") else {})
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
if facts.get("tables_of") and not inspect(engine).get_table_names():
    tables_of = named(facts["tables_of"])
    getattr(tables_of, "metadata", tables_of).create_all(engine)
if facts.get("application"):
    application = named(facts["application"])()
    application.config["SQLALCHEMY_DATABASE_URI"] = context.config.get_main_option("sqlalchemy.url")
    application.app_context().push()
elif facts.get("settings"):
    application = importlib.import_module("flask").Flask("stranger")
    application.config.from_object(named(facts["settings"]))
    application.app_context().push()
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, **options)
    with context.begin_transaction():
        context.run_migrations(**arguments)
