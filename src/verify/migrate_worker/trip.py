"""One migration on one database: to the revision before, up, down, and up again, with rows in; each state is told.

Of every attempt there is a database of its own: where one fails with rows in it, the same is tried with empty tables, so
that a migration that refuses some rows is told from one that does not work.
"""

from migrate_worker.catalog import borrowed_statements, has_enums, read_catalog
from migrate_worker.cells import probe, read_cells
from migrate_worker.databases import in_transaction, run_statements, with_connection
from migrate_worker.events import Failed, failure_of, say, step
from migrate_worker.rows import ROWS, count, fill

ALONE = "; in one process with the revisions before it runs, but the next deployment runs it by itself"


class Trip:
    """`databases` makes scratch databases, `project` runs Alembic, `side` is what the program knows of this dialect."""

    def __init__(self, databases, project, side):
        self.databases, self.project, self.side = databases, project, side
        self.dialect = databases.dialect
        self.revision = project.job["revision"]
        self.names = [tuple(name) for name in side["tables"]]
        self._from_base = False

    def run(self):
        """Raises Failed where it cannot go on; what was told until then stands."""
        start = self._start()
        self._tell_catalog("before", start)
        url = self._up(start)
        self._tell_catalog("after", url)
        self._compare_with_replay(start, url)
        url = self._down(start, url)
        self._tell_catalog("down", url)
        with step(self.dialect, "upgrade again"):
            self.project.upgrade(url, [self.revision])
        self._tell_catalog("again", url)
        self._tell_counts("again", url)

    def _step(self, name):
        return step(self.dialect, name)

    def _tell_catalog(self, name, url):
        say("catalog", dialect=self.dialect, name=name, **with_connection(url, read_catalog))

    def _tell_counts(self, name, url, **more):
        counts = with_connection(url, lambda connection: count(connection, self.names))
        say("rows", dialect=self.dialect, name=name, counts=counts, **more)

    def _tell_cells(self, name, url):
        say("cells", dialect=self.dialect, name=name, tables=with_connection(url, lambda c: read_cells(c, self.names)))

    def _tell_probes(self, name, url):
        """What a row may leave out there."""
        tables = with_connection(url, lambda connection: probe(connection, self.names, 2 * ROWS))
        say("probes", dialect=self.dialect, name=name, tables=tables)

    # The revision before.

    def _start(self):
        """A database at the revision before: by the chain where that runs, else from what the program says is there."""
        chain = self.project.job["chain"]
        with self._step("start") as facts:
            facts["source"] = "chain"
            url = self.databases.create()
            try:
                if chain:
                    self.project.upgrade(url, chain)
                self._from_base = True
                return url
            except Failed as failed:
                facts.update(source="replay", why=failed.text, at=failed.where)
            url = self.databases.create()
            try:
                run_statements(url, self.side["before"])
            except Exception as error:
                statement = getattr(error, "statement_at_fault", "").split("\n")[0]
                text = "the replayed schema cannot be made here: %s (%s)" % (failure_of(error).text, statement)
                raise Failed(text) from error
            self.project.stamp(url, chain)
            return url

    # Up, down.

    def _fill(self, name, url, first, demands):
        with self._step("rows " + name):
            filled, refused = in_transaction(url, lambda connection: fill(connection, self.names, first, demands))
            self._tell_counts(name, url, refused=refused)
        return bool(filled)

    def _up(self, start):
        """The upgraded database, with rows in it where the upgrade takes them."""
        url = self.databases.create(start)
        has_rows = self._fill("before", url, 0, self.side["demands"])
        self._tell_cells("before", url)
        self._tell_probes("before", url)
        with self._step("upgrade") as facts:
            try:
                self.project.upgrade(url, [self.revision])
            except Failed as failed:
                url = self._up_without_rows(start, failed, has_rows)
                facts["refused_rows"] = failed.facts()
            else:
                facts["one_process"] = self._in_one_process(start) or ""
        self._tell_counts("after", url)
        self._tell_cells("after", url)
        self._tell_probes("after", url)
        return url

    def _up_without_rows(self, start, failed, has_rows):
        """The upgraded database with empty tables; raises the failure where that does not run either."""
        try:
            return self._first_that_runs(failed, [lambda: self._upgraded(start)] if has_rows else [])[0]
        except Failed:
            if self._in_one_process(start) == "":
                raise Failed(failed.text + ALONE, failed.where, failed.kind) from failed
            raise

    def _in_one_process(self, start):
        """Why the chain with this revision does not run as one command, as on a new database; "" where it does.

        None where that cannot differ: Alembic remembers within a process which enums it has made.
        """
        chain = self.project.job["chain"]
        if not chain or not self._from_base or not with_connection(start, has_enums):
            return None
        try:
            self.project.upgrade(self.databases.create(), [*chain, self.revision])
        except Failed as failed:
            return "%s (%s)" % (failed.text, failed.where) if failed.where else failed.text
        return ""

    def _upgraded(self, start):
        url = self.databases.create(start)
        self.project.upgrade(url, [self.revision])
        return url

    def _down(self, start, url):
        """The database after the downgrade: with all rows, else without the new ones, else with empty tables."""
        kept = self.databases.create(url)
        self._fill("new", url, ROWS, {})
        with self._step("downgrade") as facts:
            try:
                self.project.downgrade(url, self.revision)
            except Failed as failed:
                ways = [lambda: self._downgraded(kept), lambda: self._downgraded(self._upgraded(start))]
                url, way = self._first_that_runs(failed, ways)
                facts["refused_rows"] = dict(failed.facts(), new_only=way == 0)
        self._tell_counts("down", url)
        self._tell_cells("down", url)
        return url

    def _downgraded(self, url):
        self.project.downgrade(url, self.revision)
        return url

    @staticmethod
    def _first_that_runs(failed, ways):
        """What the first of these gives that does not fail, and which it was; when all fail, the first failure counts."""
        for number, way in enumerate(ways):
            try:
                return way(), number
            except Failed:
                continue
        raise failed

    # What the program says that is there.

    def _compare_with_replay(self, start, after):
        """Tells what our DDL gives on an empty database, for the program to compare. SQLite's costs nothing."""
        with self._step("replayed schema") as facts:
            try:
                found = self._replayed("after", after)
                say("catalog", dialect=self.dialect, name="replayed after", **found)
                if self.dialect == "sqlite" or found != with_connection(after, read_catalog):
                    say("catalog", dialect=self.dialect, name="replayed before", **self._replayed("before", start))
            except Exception as error:
                statement = getattr(error, "statement_at_fault", "").split("\n")[0]
                facts["why"] = "%s (%s)" % (failure_of(error).text, statement)

    def _replayed(self, name, like):
        url = self.databases.create()
        if self.dialect == "postgresql":
            for statement in with_connection(like, borrowed_statements):
                try:
                    run_statements(url, [statement])
                except Exception:
                    continue  # what needs it will show
        run_statements(url, self.side[name])
        return with_connection(url, read_catalog)
