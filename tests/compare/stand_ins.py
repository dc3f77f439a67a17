"""Lets migrations import their application where half of what it needs is not installed.

install(folder, log) changes how modules are imported by code below `folder`: a module of a library that is not there,
and one of the application that fails while it is imported, get a stand-in that takes any attribute, call or subclass.
Each of them is written to the file `log`, one a line, so that nothing is replaced in silence.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from pathlib import Path

import sqlalchemy.types

NEVER = ("alembic", "sqlalchemy", "psycopg2")


class _AnyMeta(type):
    def __getattr__(cls, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return _any(name)

    def __iter__(cls):
        return iter(())

    def __getitem__(cls, _item):
        return cls

    def __or__(cls, _other):
        return cls

    __ror__ = __or__


class Anything(metaclass=_AnyMeta):
    """An instance, a class, a decorator, a context: whatever the importing code takes it for."""

    def __init__(self, *_arguments, **_named):
        pass

    def __getattr__(self, name: str):
        if name.startswith("__"):
            raise AttributeError(name)
        return _any(name)

    def __call__(self, *arguments, **_named):
        return arguments[0] if len(arguments) == 1 and callable(arguments[0]) else Anything()

    def __iter__(self):
        return iter(())

    def __getitem__(self, _item):
        return Anything()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def __bool__(self):
        return False


with contextlib.suppress(ImportError):  # a value that a stand-in gives may end in a row
    from psycopg2.extensions import AsIs, register_adapter

    register_adapter(Anything, lambda _: AsIs("'anything'"))


def _any(name: str):
    """A stand-in by this name. What bears the name of one of SQLAlchemy's types is that type: `db.Integer`."""
    real = getattr(sqlalchemy.types, name, None)
    if isinstance(real, type) and issubclass(real, sqlalchemy.types.TypeEngine):
        return real
    return _AnyMeta(name, (Anything,), {}) if name[:1].isupper() else Anything()


def _becomes_stand_in(module) -> None:
    module.__getattr__ = lambda name: _missing(name)
    module.__dict__.setdefault("__path__", [])


def _missing(name: str):
    if name.startswith("__"):
        raise AttributeError(name)
    return _any(name)


class _StandInLoader(importlib.abc.Loader):
    def create_module(self, spec):
        return None

    def exec_module(self, module) -> None:
        _becomes_stand_in(module)


class _CarefulLoader(importlib.abc.Loader):
    """Runs a module of the application; when that fails, what it has defined so far stays and the rest is stood in."""

    def __init__(self, loader, finder):
        self._loader, self._finder = loader, finder

    def create_module(self, spec):
        return self._loader.create_module(spec)

    def exec_module(self, module) -> None:
        try:
            self._loader.exec_module(module)
        except (Exception, SystemExit) as error:  # whatever an application does when it starts
            self._finder.note(f"{module.__name__} ({type(error).__name__}: {str(error).splitlines()[:1]})")
            _becomes_stand_in(module)


class _Finder(importlib.abc.MetaPathFinder):
    def __init__(self, folder: Path, log: Path):
        self.folder, self._log = str(folder.resolve()) + "/", log
        self._busy = False
        self._noted: set[str] = set()

    def note(self, line: str) -> None:
        if line not in self._noted:
            self._noted.add(line)
            with self._log.open("a", encoding="utf-8") as out:
                out.write(line + "\n")

    def find_spec(self, name: str, path=None, target=None):
        if self._busy or name.split(".")[0] in NEVER or name.split(".")[0] in sys.stdlib_module_names:
            return None
        if not self._asked_by_project():
            return None
        self._busy = True
        try:
            spec = importlib.machinery.PathFinder.find_spec(name, path)
        finally:
            self._busy = False
        if spec is None:
            self.note(f"{name} (is not installed)")
            return importlib.machinery.ModuleSpec(name, _StandInLoader(), is_package=True)
        if spec.origin and spec.origin.startswith(self.folder) and spec.loader is not None:
            spec.loader = _CarefulLoader(spec.loader, self)
        return spec

    def _asked_by_project(self) -> bool:
        frame = sys._getframe(2)
        while frame is not None:
            file = frame.f_code.co_filename
            if "importlib" not in file and file != __file__:
                return file.startswith(self.folder)
            frame = frame.f_back
        return False


def install(folder: str, log: str) -> None:
    for finder in [f for f in sys.meta_path if type(f).__name__ == "_Finder"]:
        sys.meta_path.remove(finder)
    sys.meta_path.insert(0, _Finder(Path(folder), Path(log)))
