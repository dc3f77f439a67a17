"""Run by the Python of an Alembic stack: write_sql.py CONFIG FOLDER writes what `alembic upgrade --sql` writes for each
revision of the chain, into FOLDER/<revision>.sql."""

import io
import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory


def main(config_path, folder):
    config = Config(config_path)
    for revision in reversed(list(ScriptDirectory.from_config(config).walk_revisions())):
        config.output_buffer = io.StringIO()
        command.upgrade(config, f"{revision.down_revision or 'base'}:{revision.revision}", sql=True)
        (Path(folder) / f"{revision.revision}.sql").write_text(config.output_buffer.getvalue(), encoding="utf-8")


main(*sys.argv[1:])
