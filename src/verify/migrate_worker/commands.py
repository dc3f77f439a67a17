"""Alembic's commands as the one who tries a migration gives them: run by the runner, answered when they have ended."""

import os
import socket
import stat

from sqlalchemy.engine.url import URL

from migrate_worker.databases import PREFIX
from migrate_worker.door import Door
from migrate_worker.events import Failed, say
from migrate_worker.runner import receive, send


class Commands:
    """For one dialect. `runner` has the way to it, `databases` is where the scratch ones come from."""

    def __init__(self, runner, databases, job, folder):
        self.job = job
        self._runner, self._databases, self._folder = runner, databases, folder
        self._door = None
        self._port = 0

    def upgrade(self, url, revisions):
        """Runs upgrade() of these, in order. Returns nothing; raises Failed."""
        self._command(url, "upgrade", revisions)

    def downgrade(self, url, revision):
        self._command(url, "downgrade", [revision])

    def stamp(self, url, revisions):
        """Writes into the version table what running these would."""
        self._command(url, "stamp", revisions)

    def _command(self, url, what, revisions):
        inside = self._inside(url)
        send(
            self._runner.way, {"do": what, "url": inside.render_as_string(hide_password=False), "revisions": revisions}
        )
        answer = receive(self._runner.way)[0]
        if answer is None:
            raise Failed("the process that runs the project's code is gone")
        for text in [*answer["seen"], *(self._door.refused() if self._door else ())]:
            say("seen", dialect=self._databases.dialect, text=text)
        self._check_files()
        failed = answer["failed"]
        if failed:
            raise Failed(failed["text"], failed["where"], failed["kind"])

    def _inside(self, url):
        """The URL as the project's code is to have it: by the door where it is shut in."""
        if not self._runner.is_shut_in or url.drivername.startswith("sqlite"):
            return url
        if self._door is None:
            send(self._runner.way, {"do": "listen"})
            answer, descriptor = receive(self._runner.way)
            self._port = answer["port"]
            self._door = Door(socket.socket(fileno=descriptor), self._databases.url, self._databases.name)
        return URL.create(url.drivername, url.username, url.password, "127.0.0.1", self._port, url.database)

    def _check_files(self):
        """The project's code could have put a link where we are about to open a database of SQLite."""
        for name in os.listdir(self._folder):
            if name.startswith(PREFIX):
                found = os.lstat(os.path.join(self._folder, name))
                if not stat.S_ISREG(found.st_mode) or found.st_nlink != 1 or not name.endswith(".db"):
                    raise Failed("something else was left in place of the scratch database: " + name, "", "Refused")
