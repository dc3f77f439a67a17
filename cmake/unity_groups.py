"""Compiles sources together that do not know each other's names.

`unity_groups.py count FILE…` prints how many groups the files make. `unity_groups.py write FOLDER COUNT ROOT FILE…` writes
one source a group to FOLDER/1.cpp … COUNT.cpp, which includes its files (below ROOT) by name; a file that stays as it was
is not touched, so that only what changed is compiled.

Many small files read the same headers; compiled together they are read once, and a whole build takes half of the time.
Two files go together only where no name that one keeps to itself (in its anonymous namespace, or as a macro) stands
anywhere in the other: then neither can mean anything else than it does alone.
"""

import re
import sys
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "src"
MOST_FILES = 8
NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
TYPE = re.compile(r"(?:template\s*<.*?>\s*)?(?:struct|class|enum class|enum|union)\s+(\w+)")
INCLUDE = r'^#include "([^"]+)"'
IDENTIFIER = re.compile(r"(?<![\w.>:])(?<!->)[A-Za-z_]\w*")


def anonymous_bodies(text):
    """What stands inside of each `namespace {`."""
    for match in re.finditer(r"^namespace \{$", text, re.MULTILINE):
        depth, at = 1, match.end()
        while depth and at < len(text):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        yield text[match.end() : at - 1]


def declarations(body):
    """The statements of a namespace, without what stands in braces."""
    depth, flat = 0, []
    for character in body:
        depth += character == "{"
        if depth == 0:
            flat.append(character)
        if character == "}":
            depth -= 1
            flat.append(";" if depth == 0 else "")
    return "".join(flat).split(";")


def own_names(text):
    """The names that the file keeps to itself. Rather too many than too few."""
    names = set(re.findall(r"^#define (\w+)", text, re.MULTILINE))
    for body in anonymous_bodies(text):
        for statement in declarations(body):
            statement = " ".join(statement.split())
            declared = TYPE.match(statement)
            if declared:
                names.add(declared[1])
                continue
            before = re.split(r"[(=\[]", re.sub(r"<[^()]*?>", "", statement), maxsplit=1)[0]
            names.update(re.findall(r"\w+", before)[-1:])
            names.update(re.findall(r"(\w+)\s*(?==(?!=)|\()", statement))
            names.update(re.findall(r"^(?:namespace|using)\s+(\w+)", statement))
    names.update(re.findall(r"^static [^(=\n]*?(\w+)\s*[(=]", text, re.MULTILINE))
    names.update(re.findall(r"^using (?:\w+::)*(\w+)(?: =|;)", text, re.MULTILINE))
    return names


@cache
def types_and_headers(header):
    """The names of types (they begin with a capital) in a header of ours, and the headers that it includes."""
    path = SOURCES / header
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    return set(re.findall(r"\b[A-Z]\w*", NOISE.sub(' "" ', text))), re.findall(INCLUDE, text, re.MULTILINE)


def types_seen_through(headers):
    """The names of types in these headers and in all that they include."""
    names, seen, waiting = set(), set(), list(headers)
    while waiting:
        header = waiting.pop()
        if header not in seen:
            seen.add(header)
            types, more = types_and_headers(header)
            names |= types
            waiting += more
    return names


def read(path):
    """The names that the file keeps to itself, all that it uses, and what it opens: files go together only where that is equal."""
    text = Path(path).read_text(encoding="utf-8")
    headers = re.findall(INCLUDE, text, re.MULTILINE)
    text = NOISE.sub(' "" ', text)
    opened = set(re.findall(r"^using namespace ([\w:]+)", text, re.MULTILINE))
    if re.search(r"^#define .*^#include ", text, re.MULTILINE | re.DOTALL):
        opened.add(str(path))  # it tells a header how to be read: it stands alone
    used = set(IDENTIFIER.findall(text)) | types_seen_through(headers)
    return own_names(text), used, opened


def groups_of(paths, most_groups):
    """The groups, each of which the next file joins first where it may; more than `most_groups` end the program."""
    groups = []
    for path in paths:
        own, used, opened = read(path)
        for group in groups:
            room = len(group["files"]) < MOST_FILES and group["opened"] == opened
            if room and not (group["own"] & used) and not (own & group["used"]):
                break
        else:
            if len(groups) == most_groups:
                sys.exit("unity_groups.py: more groups than at configuration: run cmake again (or set MIGRATE_UNITY=OFF)")
            group = {"files": [], "own": set(), "used": set(), "opened": opened}
            groups.append(group)
        group["files"].append(path)
        group["own"] |= own
        group["used"] |= used
    return [group["files"] for group in groups]


def write(folder, count, root, paths):
    groups = groups_of(paths, count)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        files = groups[number - 1] if number <= len(groups) else []
        text = "".join(f'#include "{Path(file).relative_to(root).as_posix()}"\n' for file in files)
        path = folder / f"{number}.cpp"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def main():
    if sys.argv[1] == "count":
        print(len(groups_of(sys.argv[2:], len(sys.argv))))
    else:
        write(Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4], sys.argv[5:])


if __name__ == "__main__":
    main()
