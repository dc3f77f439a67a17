"""Compiles sources together, each as though it were alone.

`unity_groups.py count FILE…` prints how many groups the files make. `unity_groups.py write FOLDER COUNT ROOT FILE…` writes
one source a group to FOLDER/1.cpp … COUNT.cpp, the texts of its files (below ROOT) one after the other; a source that stays
as it was is not touched, so that only what changed is compiled.

Many small files read the same headers and need the same templates; compiled together they do so once, and a whole build
takes a fraction of the time. A name that one file keeps to itself (in its anonymous namespace) and that stands in another
of the group gets the file's name as its ending: `check` of long_lock.cpp is compiled as check_in_long_lock. Files in which
the two cannot be told apart (the name is also a member's, or a header's function) do not go together. So no name can mean
anything else than it does in its file alone.
"""

import re
import sys
from functools import cache
from pathlib import Path

SOURCES = Path(__file__).parent.parent / "src"
MOST_LINES = 2500
NOT_OURS = re.compile(  # what the language calls so, numbers, macros
    r"bool|char|const|double|enum|int|long|namespace|short|std|unsigned|void|\d.*|[A-Z_]{2,}"
)
NOISE = re.compile(r'R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])\'|//[^\n]*|/\*.*?\*/', re.DOTALL)
NOT_CODE = re.compile(NOISE.pattern + r"|^#include [^\n]*", re.DOTALL | re.MULTILINE)
TYPE = re.compile(r"(?:template\s*<.*?>\s*)?(?:struct|class|enum class|enum|union)\s+(\w+)")
ALIAS = re.compile(r"(?:template\s*<.*?>\s*)?using (?:\w+::)*(\w+)")
DECLARED = r"[\w>&*]\s+[&*]*(\w+)\s*(?:=[^=]|;|\{)"
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
    names = set()
    for body in anonymous_bodies(text):
        for statement in declarations(body):
            statement = " ".join(statement.split())
            declared = TYPE.match(statement) or ALIAS.match(statement)
            if declared:
                names.add(declared[1])
                continue
            before = re.split(r"[(=\[]", re.sub(r"<[^()]*?>", "", statement), maxsplit=1)[0]
            names.update(re.findall(r"\w+", before)[-1:])
            names.update(re.findall(r"(\w+)\s*(?==(?!=)|\()", statement))
            names.update(re.findall(r"^namespace\s+(\w+)", statement))
    names.update(re.findall(r"^static [^(=\n]*?(\w+)\s*[(=]", text, re.MULTILINE))
    names.update(re.findall(r"^using (?:\w+::)*(\w+)(?: =|;)", text, re.MULTILINE))
    return names


@cache
def names_and_headers(header):
    """The names of types (they begin with a capital) and of functions in a header of ours, and the headers that it includes."""
    path = SOURCES / header
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    code = NOISE.sub(' "" ', text)
    return set(re.findall(r"\b[A-Z]\w*", code)), set(re.findall(r"\b(\w+)\(", code)), re.findall(INCLUDE, text, re.MULTILINE)


def seen_through(headers):
    """The names of types, and those of functions, in these headers and in all that they include."""
    types, functions, seen, waiting = set(), set(), set(), list(headers)
    while waiting:
        header = waiting.pop()
        if header not in seen:
            seen.add(header)
            more_types, more_functions, more = names_and_headers(header)
            types |= more_types
            functions |= more_functions
            waiting += more
    return types, functions


class Source:
    """What of one file matters to the others of its group."""

    def __init__(self, path):
        self.path = Path(path)
        self.text = text = self.path.read_text(encoding="utf-8")
        self.lines = text.count("\n")
        types, functions = seen_through(re.findall(INCLUDE, text, re.MULTILINE))
        code = NOISE.sub(' "" ', text)
        macros = set(re.findall(r"^#\s*define (\w+)", code, re.MULTILINE))
        self.own = {name for name in own_names(code) if not NOT_OURS.fullmatch(name)} | macros
        identifiers = set(IDENTIFIER.findall(code))
        self.used = identifiers | types
        members = set(re.findall(r"(?:\.|->|::)\s*~?(\w+)", code)) & set(re.findall(DECLARED, code))
        spaces = "|".join(set(re.findall(r"\w+", " ".join(re.findall(r"^namespace ([\w:]+)", code, re.MULTILINE)))))
        qualified = set(re.findall(rf"\b(?:(?:{spaces})::)+(\w+)", code))
        #: What it calls by a shorter name: the same in two files where they call the same.
        self.aliases = dict(re.findall(r"^using (\w+) = ([^;]+);", code, re.MULTILINE))
        brought = {name: whole for whole, name in re.findall(r"^using ((?:\w+::)+(\w+));", code, re.MULTILINE)}
        self.aliases |= brought
        #: Own names that stay as they are.
        self.fixed = self.own & (macros | functions | members | qualified | set(brought))
        #: What it opens, or tells a header: files go together only where that is equal.
        self.opened = set(re.findall(r"^using (?:namespace|enum) ([\w:]+)", code, re.MULTILINE))
        if re.search(r"^#define .*^#include ", code, re.MULTILINE | re.DOTALL):
            self.opened.add(str(path))

    def takes_from(self, other):
        """Whether a name that this file keeps would mean in the other what it must not."""
        kept = self.fixed & (other.used | other.own)
        return any(name not in self.aliases or self.aliases[name] != other.aliases.get(name) for name in kept)

    def goes_with(self, other):
        return self.opened == other.opened and not self.takes_from(other) and not other.takes_from(self)

    def text_in(self, group):
        """Its text, in which its own names that stand in another file of the group too have its ending."""
        used = set().union(*(source.used | source.own for source in group if source is not self))
        names = (self.own - self.fixed) & used
        if not names:
            return self.text
        renamed = re.compile(rf"(?<!\.)(?<!->)(?<!::)\b({'|'.join(sorted(names))})\b")
        parts, at = [], 0
        for noise in NOT_CODE.finditer(self.text):
            parts += [renamed.sub(rf"\1_in_{self.path.stem}", self.text[at : noise.start()]), noise[0]]
            at = noise.end()
        return "".join(parts) + renamed.sub(rf"\1_in_{self.path.stem}", self.text[at:])


def groups_of(paths, most_groups):
    """The groups, each of which the next file joins first where it may; more than `most_groups` end the program."""
    groups = []
    for path in paths:
        source = Source(path)
        for group in groups:
            lines = sum(other.lines for other in group)
            if lines + source.lines <= MOST_LINES and all(source.goes_with(other) for other in group):
                group.append(source)
                break
        else:
            if len(groups) == most_groups:
                sys.exit("unity_groups.py: more groups than at configuration: run cmake again (or set MIGRATE_UNITY=OFF)")
            groups.append([source])
    return groups


def united(group, root):
    """The text of the source that stands for the group."""
    return "".join(f'#line 1 "{source.path.relative_to(root).as_posix()}"\n{source.text_in(group)}' for source in group)


def write(folder, count, root, paths):
    groups = groups_of(paths, count)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(1, count + 1):
        text = united(groups[number - 1], root) if number <= len(groups) else ""
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
