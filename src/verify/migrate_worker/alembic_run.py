"""Runs single revisions with the project's Alembic, each command in a process of its own, through a bare env.py."""

import json
import os
import signal
import sys

import sqlalchemy as sa
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import HeadMaintainer, MigrationStep
from alembic.script import ScriptDirectory

from migrate_worker.databases import with_connection
from migrate_worker.events import Failed, failure_of
from migrate_worker.guard import Guard, scratch_variables, set_variables, urls_in_files
from migrate_worker.scratch import die_with_parent

ATTRIBUTE = "alembic_migrate_run"
ENV = "from alembic import context\n\ncontext.config.attributes[%r](context)\n" % ATTRIBUTE


class Project:
    """The project's scripts and settings, and where its code may be imported from. `job` is what the program sent."""

    def __init__(self, job, scratch_folder):
        self.job = job
        self.scratch_folder = scratch_folder
        self._scripts = os.path.join(scratch_folder, "scripts")

    def prepare(self):
        os.makedirs(self._scripts, exist_ok=True)
        with open(os.path.join(self._scripts, "env.py"), "w") as file:
            file.write(ENV)

    def upgrade(self, url, revisions):
        """Runs upgrade() of these, in order. Returns nothing; raises Failed."""
        self._command(url, "upgrade", revisions)

    def downgrade(self, url, revision):
        self._command(url, "downgrade", [revision])

    def stamp(self, url, revisions):
        """Writes into the version table what running these would."""
        self._command(url, "stamp", revisions)

    # One command.

    def _command(self, url, what, revisions):
        reader, writer = os.pipe()
        parent = os.getpid()
        child = os.fork()
        if child == 0:
            os.close(reader)
            die_with_parent(signal.SIGKILL)
            if os.getppid() != parent:
                os._exit(1)
            os._exit(self._in_child(writer, url, what, revisions))
        os.close(writer)
        with os.fdopen(reader, "rb") as answers:
            answer = answers.read()
        _, status = os.waitpid(child, 0)
        if not answer:
            raise Failed(_end_of(status), "", "ended")
        failed = json.loads(answer.decode("utf-8"))
        if failed:
            raise Failed(failed["text"], failed["where"], failed["kind"])

    def _in_child(self, writer, url, what, revisions):
        failed = {}
        try:
            self._enter(url)
            self._run(url, what, revisions)
        except (Exception, SystemExit) as error:
            failed = failure_of(error, self.job["root"]).facts()
        os.write(writer, json.dumps(failed).encode("utf-8"))
        return 0

    def _enter(self, url):
        """Makes this process one that the project's code may run in."""
        job = self.job
        folders = sorted({job["root"], job["folder"], os.path.dirname(job["script_location"]), job["script_location"]})
        set_variables(scratch_variables(url, os.environ, urls_in_files(folders)))
        os.chdir(job["folder"])
        sys.argv = ["alembic"]
        sys.path.extend(path for path in job["import_paths"] if path not in sys.path)
        Guard(url, self.scratch_folder).install()

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


def _end_of(status):
    if os.WIFSIGNALED(status):
        return "the process that ran it was ended by signal %d" % os.WTERMSIG(status)
    return "the process that ran it ended itself with exit code %d" % os.WEXITSTATUS(status)
