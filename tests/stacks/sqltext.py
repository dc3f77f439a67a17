"""SQL text made comparable: tokens with one spelling, and the parts of SQLite's CREATE TABLE."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"""
    \s+ | --[^\n]* | /\*.*?\*/                       # nothing
  | (?P<string>'(?:[^']|'')*')
  | (?P<quoted>"(?:[^"]|"")*" | `[^`]*` | \[[^\]]*\])
  | (?P<number>\d+(?:\.\d+)?)
  | (?P<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)
  | (?P<operator><>|<=|>=|!=|==|\|\||::|.)
    """,
    re.VERBOSE | re.DOTALL,
)


def tokens(sql: str) -> list[str]:
    """Words in lower case, quoted names without their quotes, strings as they are, comments gone."""
    found = []
    for match in TOKEN.finditer(sql):
        kind, text = match.lastgroup, match.group()
        if kind is None:
            continue
        if kind == "quoted":
            text = text[1:-1].replace('""', '"')
        elif kind == "word":
            text = text.lower()
        found.append(text)
    return found


def normal(sql: str | None) -> str | None:
    """One spelling of an expression: single blanks, no outer parentheses."""
    if sql is None:
        return None
    parts = tokens(sql)
    while len(parts) >= 2 and parts[0] == "(" and closing(parts, 0) == len(parts) - 1:
        parts = parts[1:-1]
    return " ".join(parts)


def closing(parts: list[str], start: int) -> int:
    """Where the parenthesis that opens at `start` closes; the end where it does not."""
    depth = 0
    for place in range(start, len(parts)):
        if parts[place] == "(":
            depth += 1
        elif parts[place] == ")":
            depth -= 1
            if depth == 0:
                return place
    return len(parts)


def table_items(create_sql: str) -> list[list[str]]:
    """The comma-separated items between the outer parentheses of a CREATE TABLE, as tokens."""
    parts = tokens(create_sql)
    if "(" not in parts:
        return []
    start = parts.index("(")
    body = parts[start + 1 : closing(parts, start)]
    items, item, depth = [], [], 0
    for part in body:
        if part == "," and depth == 0:
            items.append(item)
            item = []
            continue
        depth += (part == "(") - (part == ")")
        item.append(part)
    return items + [item]


def table_constraints(create_sql: str) -> list[tuple[str | None, str, list[str]]]:
    """(name, kind, tokens inside its first parentheses) of every constraint, inline ones too."""
    found = []
    for item in table_items(create_sql):
        name = None
        place = 0
        while place < len(item):
            word = item[place]
            if word == "(":
                place = closing(item, place) + 1
                continue
            if word == "constraint" and place + 1 < len(item):
                name = item[place + 1]
                place += 2
                continue
            if word in ("check", "unique", "primary", "foreign", "references"):
                start = next((i for i in range(place, len(item)) if item[i] == "("), len(item))
                found.append((name, word, item[start + 1 : closing(item, start)]))
                name = None
                place = closing(item, start) + 1 if word != "references" else place + 1
                if word == "foreign":
                    place = len(item)
                continue
            place += 1
    return found


STRING = re.compile(r"'(?:[^']|'')*'")
TEXT_CAST = re.compile(r"::(?:text|character varying)(?:\[\])?(?!\()")
AROUND_ATOM = re.compile(r"""(?<![\w"])\(('[^']*'|\w+|"(?:[^"]|"")+"|ARRAY\[[^][]*\])\)""")


def without_text_casts(sql: str) -> str:
    """PostgreSQL's own words without casts among text types, which it puts elsewhere each time it reads its words again:
    (ARRAY['a'::character varying])::text[] becomes ARRAY[('a'::character varying)::text]."""
    strings = iter(STRING.findall(sql))
    plain, before = TEXT_CAST.sub("", STRING.sub("''", sql)), None
    while plain != before:
        plain, before = AROUND_ATOM.sub(r"\1", plain), plain
    return re.sub("''", lambda _: next(strings), plain)
