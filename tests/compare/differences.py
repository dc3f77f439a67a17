"""What two catalogs differ in, and which of the differences our program is in doubt about."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from ours import UNKNOWN_TYPE, Ours

NOT_OURS = {"functions", "triggers", "policies", "row_security"}


@dataclass
class Difference:
    place: str
    real: object
    ours: object
    doubt: str = ""  # why it is not certain; "" when it is

    def text(self) -> str:
        sides = f"{self.place}: real {json.dumps(self.real, default=str)}, ours {json.dumps(self.ours, default=str)}"
        return f"in doubt: {sides} ({self.doubt})" if self.doubt else f"certain: {sides}"


def walk(real, ours, path: tuple[str, ...] = ()):
    """(path, real, ours) of everything that is not equal."""
    if real == ours or (path and path[-1] in NOT_OURS and path[0] in ("tables", path[-1])):
        return
    if isinstance(real, dict) and isinstance(ours, dict):
        for key in sorted(real.keys() | ours.keys(), key=str):
            yield from walk(real.get(key), ours.get(key), (*path, str(key)))
        return
    yield path, real, ours


def without_names_of_sequences(catalog: dict) -> dict:
    """A serial column's own sequence keeps its name when the table is renamed, which no schema of ours holds."""
    if catalog["dialect"] != "postgresql":
        return catalog
    owned = {name: owner for name, (*_, owner) in catalog["sequences"].items() if owner != "None"}
    for table, facts in catalog["tables"].items():
        for name, column in facts["columns"].items():
            found = re.fullmatch(r"nextval\('(.*)'::regclass\)", column["default"] or "")
            if found and owned.get(found[1].replace('"', "")) in (f"{table}.{name}", f'"{table}".{name}'):
                column["default"] = "nextval(its own sequence)"
    catalog["sequences"] = {
        f"of {owned[name]}" if name in owned else name: facts for name, facts in catalog["sequences"].items()
    }
    return catalog


LITERAL_OF_TEXT = re.compile(r"^('(?:[^']|'')*')::(?:text|character varying|bpchar)$")


def same_default(path: tuple[str, ...], real, ours) -> bool:
    """A default keeps the type of text that its column had when it was made, which no schema of ours holds."""
    if path[4:5] != ("default",) or not isinstance(real, str) or not isinstance(ours, str):
        return False
    one, other = LITERAL_OF_TEXT.match(real), LITERAL_OF_TEXT.match(ours)
    return bool(one and other and one[1] == other[1])


SPELLINGS = (
    ("DATETIME", "TIMESTAMP"),
    ("NUMERIC", "DECIMAL"),
    ("FLOAT", "REAL", "DOUBLE", "DOUBLE PRECISION"),
    ("TEXT", "CLOB"),
    ("VARCHAR", "NVARCHAR"),
    ("CHAR", "NCHAR"),
)


def same_type(path: tuple[str, ...], real, ours) -> bool:
    """SQLite keeps which of the names of one type it was given; its values are the same, and our schema has one name."""
    if path[4:5] != ("type",) or not isinstance(real, str) or not isinstance(ours, str):
        return False
    (one, *size), (other, *same_size) = (text.upper().split(" (", 1) for text in (real, ours))
    return size == same_size and any(one in names and other in names for names in SPELLINGS)


def columns_in_order(catalog: dict) -> dict[str, list[str]]:
    """The columns of each table in their order, on PostgreSQL: a table that SQLite makes anew keeps none."""
    if catalog["dialect"] != "postgresql":
        return {}
    return {table: list(facts.get("columns", ())) for table, facts in catalog["tables"].items()}


def not_compared(catalog: dict) -> dict[str, list[str]]:
    """What the real database has and our schema does not hold, by kind."""
    found = {kind: sorted(catalog.get(kind, ())) for kind in ("functions", "triggers")}
    for table, facts in catalog["tables"].items():
        for kind in ("triggers", "policies"):
            found.setdefault(kind, []).extend(f"{table}.{name}" for name in facts.get(kind, ()))
    return {kind: names for kind, names in found.items() if names}


def nameless(definition, name: str):
    return definition.replace(name, "") if isinstance(definition, str) else definition


def in_doubt_by_name(differences: list[Difference], names: dict[str, str]) -> list[Difference]:
    """What we have under a name that is in doubt is the same thing in the real database under another one."""
    renamed = [each for each in differences if each.doubt.startswith("name ") and each.real is None]
    for each in differences:
        if each.doubt or each.ours is not None:
            continue
        place = each.place.rpartition(names[each.place])[0]
        same = nameless(each.real, names[each.place])
        for other in renamed:
            here = other.place.rpartition(names[other.place])[0] == place
            if here and nameless(other.ours, names[other.place]) == same:
                each.doubt = other.doubt
                renamed.remove(other)
                break
    return differences


def compare_catalogs(real: dict, found: dict, ours: Ours) -> list[Difference]:
    differences, names = [], {}
    real, found = without_names_of_sequences(real), without_names_of_sequences(found)
    for path, one, other in walk(real, found):
        if same_default(path, one, other) or (real["dialect"] == "sqlite" and same_type(path, one, other)):
            continue
        doubt = ours.doubt_about(path, json.dumps([one, other], default=str))
        why = f"{doubt['object']}: {doubt['reason']}, {doubt['where']}" if doubt else ""
        if not why and path[0] == "tables" and path[2:3] == ("columns",) and path[4:5] == ("type",):
            why = UNKNOWN_TYPE if (path[1], path[3]) in ours.unknown_types else ""
        differences.append(Difference(".".join(path), one, other, why))
        names[differences[-1].place] = path[-1]
    in_doubt_by_name(differences, names)
    found_order = columns_in_order(found)
    for table, columns in columns_in_order(real).items():
        others = found_order.get(table, columns)
        if columns != others and sorted(columns) == sorted(others):
            doubt = ours.doubt_about(("tables", table, "columns"), json.dumps(columns))
            why = f"{doubt['object']}: {doubt['reason']}, {doubt['where']}" if doubt else ""
            differences.append(Difference(f"tables.{table}.order of columns", columns, others, why))
    return differences
