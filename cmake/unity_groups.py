"""Prints which source files can be compiled as one: `unity_groups.py FILE…`, one line a group, its files apart by ';'.

Many small files read the same headers; compiled together they are read once, and a whole build takes a third of the time.
Two files go together only where no name that one keeps to itself (in its anonymous namespace, or as a macro) stands
anywhere in the other: then neither can mean anything else than it does alone.
"""

import re
import sys
from pathlib import Path

MOST_FILES = 10
NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
TYPE = re.compile(r"(?:template\s*<.*?>\s*)?(?:struct|class|enum class|enum|union)\s+(\w+)")
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
    return names


def read(path):
    text = NOISE.sub(' "" ', Path(path).read_text(encoding="utf-8"))
    return own_names(text), set(IDENTIFIER.findall(text))


def groups_of(paths):
    groups = []
    for path in paths:
        own, used = read(path)
        for group in groups:
            if len(group["files"]) < MOST_FILES and not (group["own"] & used) and not (own & group["used"]):
                break
        else:
            group = {"files": [], "own": set(), "used": set()}
            groups.append(group)
        group["files"].append(path)
        group["own"] |= own
        group["used"] |= used
    return [group["files"] for group in groups]


def main():
    for files in groups_of(sys.argv[1:]):
        print(";".join(files))


if __name__ == "__main__":
    main()
