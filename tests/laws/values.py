"""What a migration may do to the values that are there: held against the rows before, after, and after the downgrade."""

from __future__ import annotations

# Changes that lose no value: after the downgrade every cell is what it was. A type change tells what it loses.
KEEPS_VALUES = {
    *("rename_table", "rename_column", "create_index", "drop_index", "create_unique", "create_check", "alter_column"),
    *("create_foreign_key", "drop_constraint", "comment_table", "rename_index", "rename_constraint", "create_table"),
    *("add_enum_label", "rename_enum_label", "add_column", "set_enum_labels", "drop_view", "create_view"),
}


def keeps_values(operation: dict) -> bool:
    filled = operation.get("rows") or "backfill" in str(operation)
    return operation["op"] in KEEPS_VALUES and not filled


def _sorted(rows: list[dict], columns=None) -> list[list[str]]:
    kept = [{name: row[name] for name in row if columns is None or name in columns} for row in rows]
    return sorted([f"{name}={cell}" for name, cell in sorted(row.items())] for row in kept)


def _changed(before: dict, after: dict, columns_of) -> list[str]:
    lines = []
    for table in sorted(before.keys() & after.keys()):
        columns = columns_of(table)
        old, new = _sorted(before[table], columns), _sorted(after[table], columns)
        if old != new:
            lines += [f"{table}: {[r for r in old if r not in new][:2]} -> {[r for r in new if r not in old][:2]}"]
    return lines


def made_anew(operations: list[dict], table: str) -> bool:
    """True where the request drops the table and makes, or renames, another one to its name."""
    return any(o["op"] in ("drop_table", "rename_table") and o.get("table", o.get("from")) == table for o in operations)


def _words(asked) -> set[str]:
    """Every text in the operations: a column of that name may hold something else."""
    if isinstance(asked, dict):
        asked = list(asked.values())
    if isinstance(asked, list):
        return set().union(*map(_words, asked))
    return {asked} if isinstance(asked, str) else set()


def problems(asked: dict, before: dict, after: dict, back: dict) -> list[str]:
    operations = asked["operations"]
    if any(operation["op"] == "execute" for operation in operations):
        return []
    touched = _words(operations)

    def bystanders(table: str) -> set[str]:
        old, new = before["catalog"]["tables"][table]["columns"], after["catalog"]["tables"][table]["columns"]
        same = {name for name in old.keys() & new.keys() if old[name]["type"] == new[name]["type"]}
        return {name for name in same - touched if old[name]["type"] not in before["catalog"].get("enums", {})}

    kept = {name: rows for name, rows in before["cells"].items() if not made_anew(operations, name)}
    found = [f"a bystander is another: {line}" for line in _changed(kept, after["cells"], bystanders)]
    told = {"values_change", "rows_lost"} & set(asked["warnings"])
    if not told and all(keeps_values(operation) for operation in operations):
        found += [f"a value is another: {line}" for line in _changed(before["cells"], back["cells"], lambda _: None)]
    return found
