"""Migrations that try to get out of verify: each goes on as if nothing were, so that only what it left tells."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "stacks"))

from attack_base import PWNED, Attack  # noqa: E402
from client import python_of  # noqa: E402
from too_much import INI, empty, write_file  # noqa: E402

CALL = "import ctypes\nlibrary = ctypes.CDLL(None)\n"
RUNS = {
    "subprocess": "import subprocess\nsubprocess.run(['touch', '{pwned}'])",
    "a shell": "import os\nos.system('touch {pwned}')",
    "popen": "import os\nos.popen('touch {pwned}').read()",
    "exec": "import os\nif os.fork() == 0:\n    os.execv('/bin/touch', ['touch', '{pwned}'])\nos.wait()",
    "posix_spawn": "import os\nos.posix_spawn('/bin/touch', ['touch', '{pwned}'], {{}})\nos.wait()",
    "fork_exec": "import _posixsubprocess\n_posixsubprocess.fork_exec(['touch'], [b'/bin/touch'])",
    "the loader": "import subprocess\nsubprocess.run(['/lib64/ld-linux-x86-64.so.2', '/bin/touch', '{pwned}'])",
    "ctypes": CALL + "library.system(b'touch {pwned}')",
    "a program in memory": CALL
    + "import os\nnumber = os.memfd_create('x')\nos.write(number, open('/bin/touch', 'rb').read())\n"
    "if os.fork() == 0:\n    os.execve(number, ['touch', '{pwned}'], {{}})\nos.wait()",
    "multiprocessing": "import multiprocessing, os\nmultiprocessing.set_start_method('spawn', force=True)\n"
    "multiprocessing.Process(target=os.mkdir, args=('{pwned}',)).start()",
    "a pty": "import pty\npty.spawn(['touch', '{pwned}'])",
    "asyncio": "import asyncio\nasyncio.run(asyncio.create_subprocess_shell('touch {pwned}'))",
    "a hook taken away": "import sys, gc, os\nfor one in gc.get_objects():\n    if type(one).__name__ == 'Guard':\n"
    "        type(one)._look = lambda *more: None\n        one.see = lambda *more: None\nos.system('touch {pwned}')",
}
WRITES = {
    "open": "open('{path}', 'w').write('x')",
    "os.open": "import os\nos.write(os.open('{path}', os.O_CREAT | os.O_WRONLY), b'x')",
    "the C library": CALL + "library.creat(b'{path}', 0o644)",
    "a link": "import os\nos.symlink('{path}', 'here')\nopen('here', 'w').write('x')",
    "a hard link": "import os\nos.link('{victim}', 'taken')\nopen('taken', 'w').write('x')",
    "its own folder's parent": "import os\nos.chdir('/')\nopen('.{path}', 'w').write('x')",
    "a descriptor of the folder": "import os\nfolder = os.open('{folder}', os.O_RDONLY)\n"
    "os.close(os.open('new', os.O_CREAT | os.O_WRONLY, dir_fd=folder))",
    "proc": "import os\nopen('/proc/self/cwd/../..{path}', 'w').write('x')",
    "a rename": "import os\nos.rename('{victim}', '{path}')",
    "unlink": "import os\nos.unlink('{victim}')",
    "rmtree": "import shutil\nshutil.rmtree('{folder}')",
    "truncate": "import os\nos.truncate('{victim}', 0)",
    "chmod": "import os\nos.chmod('{victim}', 0o777)",
    "chmod in C": CALL + "library.chmod(b'{victim}', 0o777)",
    "SQLite": "import sqlite3\nsqlite3.connect('{path}').execute('CREATE TABLE t (x)')",
    "SQLite in C": "import _sqlite3\n_sqlite3.connect('{path}').execute('CREATE TABLE t (x)')",
    "ATTACH": "op.execute(\"ATTACH '{path}' AS other\")\nop.execute('CREATE TABLE other.t (x)')",
    "VACUUM": "op.get_bind().execution_options(isolation_level='AUTOCOMMIT').exec_driver_sql(\"VACUUM INTO '{path}'\")",
    "writable_schema": "op.execute('PRAGMA writable_schema = 1')\nop.execute(\"PRAGMA temp_store_directory = '{folder}'\")",
    "a mount": CALL + "library.mount(b'none', b'{folder}', b'tmpfs', 0, None)\nopen('{path}', 'w').write('x')",
    "another root": CALL + "library.chroot(b'/proc/1/root')\nopen('{path}', 'w').write('x')",
    "the keeper's memory": "import os\nopen('/proc/%d/mem' % os.getppid(), 'r+b').write(b'x')",
    "the keeper's files": "import os\nfor name in os.listdir('/proc/%d/fd' % os.getppid()):\n"
    "    open('/proc/%d/fd/%s' % (os.getppid(), name), 'w').write('x')",
    "its own way of answering": "import os\nfor number in range(3, 64):\n    try:\n        os.write(number, b'{{}}\\n' * 50)\n"
    "    except OSError:\n        pass",
    "a later import": "import sys\nopen('{project}/usercustomize.py', 'w').write('x')",
}
ENDS = {
    "all its processes": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "its parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "itself": "import os\nos._exit(0)",
    "a stop": "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)",
    "its answer": "import os\nos.closerange(0, 256)",
    "too many files": "import os\nwhile True:\n    os.open('/dev/null', os.O_RDONLY)",
    "deep calls": "import sys\nsys.setrecursionlimit(10**9)\ndef f():\n    f()\nf()",
    "a daemon": "import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        time.sleep(600)\n"
    "    os._exit(0)\nos.wait()",
    "exit": "raise SystemExit(0)",
    "an odd exception": "class E(BaseException):\n    def __str__(self): raise self\nraise E",
}


def verify_attacks() -> Iterator[Attack]:
    for kind, texts in (("runs", RUNS), ("writes", WRITES), ("ends", ENDS)):
        for name, text in texts.items():

            def build(project: Path, outside: Path, text=text, swallowed=kind != "ends") -> None:
                versions = project / "migrations" / "versions"
                versions.mkdir(parents=True)
                (project / "alembic.ini").write_text(INI, encoding="utf-8")
                (project / "migrations" / "env.py").write_text("")
                empty(versions)
                victim = outside / "victim"
                victim.write_text("kept")
                places = {"pwned": outside / PWNED, "path": outside / "written", "victim": victim}
                body = text.format(**places, folder=outside, project=project)
                if swallowed:
                    body = f"try:\n{textwrap.indent(body, '    ')}\nexcept BaseException:\n    pass"
                write_file(versions, 2, body)

            command = ["verify", "--dialect", "sqlite", "--python", str(python_of("new")), "--timeout", "60"]
            yield Attack(f"verify {kind}: {name}", build, [command])
