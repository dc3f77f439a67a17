"""Runs single revisions with the project's Alembic, through a bare env.py: one command in the process that it is called in."""

import os
import sys
import tempfile

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import HeadMaintainer, MigrationStep
from alembic.script import ScriptDirectory
from sqlalchemy.engine.url import make_url

from migrate_worker.databases import with_connection
from migrate_worker.events import failure_of
from migrate_worker.guard import Guard
from migrate_worker.variables import scratch_variables, set_variables, urls_in_files

ATTRIBUTE = "alembic_migrate_run"
ENV = "from alembic import context\n\ncontext.config.attributes[%r](context)\n" % ATTRIBUTE


class Project:
    """The project's scripts and settings, and where its code may be imported from. `job` is what the program sent."""

    def __init__(self, job, folder):
        self.job = job
        self.folder = folder
        self._scripts = os.path.join(folder, "scripts")
        self._temporary = os.path.join(folder, "temporary")

    def prepare(self):
        os.makedirs(self._scripts, exist_ok=True)
        os.makedirs(self._temporary, exist_ok=True)
        with open(os.path.join(self._scripts, "env.py"), "w") as file:
            file.write(ENV)

    def run(self, request, is_shut_in):
        """Does {"do": "upgrade" | "downgrade" | "stamp", "url", "revisions"}; how it failed, and what was refused."""
        failed = {}
        url = make_url(request["url"])
        guard = Guard(url, self.folder, is_shut_in)
        try:
            self._enter(url, guard)
            self._run(url, request["do"], request["revisions"])
        except (Exception, SystemExit) as error:
            failed = failure_of(error, self.job["root"]).facts()
        return {"failed": failed, "seen": guard.notes}

    def _enter(self, url, guard):
        """Makes this process one that the project's code may run in."""
        job = self.job
        folders = sorted({job["root"], job["folder"], os.path.dirname(job["script_location"]), job["script_location"]})
        set_variables(scratch_variables(url, os.environ, urls_in_files(folders)))
        os.environ["TMPDIR"] = tempfile.tempdir = self._temporary
        os.chdir(job["folder"])
        sys.argv = ["alembic"]
        sys.path.extend(path for path in job["import_paths"] if path not in sys.path)
        guard.install()

    def _config(self, url):
        path = self.job["config"]
        if path.endswith(".toml"):
            config = Config(toml_file=path) if "toml_file" in Config.__init__.__code__.co_varnames else Config()
        else:
            config = Config(path or None, ini_section=self.job["section"] or "alembic")
        config.set_main_option("sqlalchemy.url", url.render_as_string(hide_password=False).replace("%", "%%"))
        sys.path[:0] = _prepended(config)
        return config

    def _run(self, url, what, revisions):
        config = self._config(url)
        more = {"recursive_version_locations": True} if self.job["recursive"] else {}
        script = ScriptDirectory(self._scripts, version_locations=self.job["version_locations"], **more)
        naming = self.job["naming"]
        metadata = sa.MetaData(naming_convention=naming) if naming else sa.MetaData()
        make = MigrationStep.downgrade_from_script if what == "downgrade" else MigrationStep.upgrade_from_script
        steps = [make(script.revision_map, script.get_revision(revision)) for revision in revisions]

        def work(connection):
            def configure(context):
                context.configure(connection=connection, target_metadata=metadata, transaction_per_migration=True)
                with context.begin_transaction():
                    if what == "stamp":
                        _stamp(context.get_context(), steps)
                    else:
                        context.run_migrations()

            config.attributes[ATTRIBUTE] = configure
            with EnvironmentContext(config, script, fn=lambda _heads, _context: steps):
                script.run_env()

        with_connection(url, work)


def _stamp(context, steps):
    context._ensure_version_table()
    heads = HeadMaintainer(context, context.get_current_heads())
    for step in steps:
        heads.update_to_step(step)


def _prepended(config):
    """prepend_sys_path as Alembic itself reads it."""
    if hasattr(config, "get_prepend_sys_paths_list"):
        return list(config.get_prepend_sys_paths_list() or ())
    text = config.get_main_option("prepend_sys_path") or ""
    return text.replace(",", " ").replace(":", " ").split()
