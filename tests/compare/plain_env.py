"""The env.py that compare-with-alembic puts in place of a project's own: no application, no settings of the machine.

What it keeps of the project's own env.py stands in compare.json beside it (see prepare.py).
"""

import importlib
import json
import subprocess
import sys
from pathlib import Path

from alembic import context, op
from sqlalchemy import MetaData, create_engine, pool

facts = json.loads(Path(__file__).with_name("compare.json").read_text(encoding="utf-8"))
sys.path.append(facts["tools"])
import stand_ins  # noqa: E402

sys.path.extend(facts["path"])  # at the end: a project's types.py must not hide Python's own

stand_ins.install(facts["copy"], facts["stood_in"])
# In a process of its own: the modules that it runs, and half of them stand-ins, must not be those of the migrations.
tool = Path(facts["tools"]) / "project_metadata.py"
found = subprocess.run([sys.executable, str(tool)], input=json.dumps(facts), text=True, capture_output=True)
naming = json.loads(found.stdout.splitlines()[-1]) if found.returncode == 0 and found.stdout else None
said = "as the project's MetaData has it when it is run" if naming is not None else "not found out by running env.py"
naming = facts["naming"] if naming is None else naming
Path(facts["naming_said"]).write_text(f"{said}: {', '.join(sorted(map(str, naming))) or 'none'}", encoding="utf-8")
for plugin in facts["plugins"]:
    importlib.import_module(plugin)
arguments = {name: op if name == "op" else stand_ins.Anything() for name in facts["arguments"]}
metadata = MetaData(naming_convention=naming) if naming else None
engine = create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, **facts["options"])
    with context.begin_transaction():
        context.run_migrations(**arguments)
