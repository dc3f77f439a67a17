"""Where the worker begins: main(job) with the Python that may or may not have Alembic."""

import os
import platform
import sys

from migrate_worker import events
from migrate_worker.events import failure_of, say


def main(job):
    """`job` has nothing secret: that is read from standard input when it is needed."""
    os.set_inheritable(0, False)
    sys.dont_write_bytecode = True
    events.open_channel()
    try:
        import alembic
        import sqlalchemy
    except ImportError as error:
        say("no_alembic", text=failure_of(error).text)
        return 0
    versions = {"alembic": alembic.__version__, "sqlalchemy": sqlalchemy.__version__}
    say("python", executable=sys.executable, python=platform.python_version(), **versions)

    from migrate_worker.keeper import run

    if not run(job):
        return 1
    say("end")
    return 0
