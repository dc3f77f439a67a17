"""The kinds of attack that scripts/attack tries.

An attack is built in a folder of its own beside `outside`, which nothing may touch; what a program must never do is in
run_attack.py.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

import too_much
from attack_base import Attack
from attack_fields import sql_fields
from attack_places import journals, links, repositories, templates
from attack_texts import controls, deep_keys, nesting
from attack_verify import verify_attacks


def budgets() -> Iterator[Attack]:
    for case in too_much.CASES:
        asked = case.commands if case.params is None else [{**case.params, "dry_run": True}]
        yield Attack(case.name, lambda project, _, case=case: case.build(project), asked, seconds=case.seconds)


KINDS: dict[str, Callable[[], Iterator[Attack]]] = {
    "nesting": nesting,
    "file templates": templates,
    "links": links,
    "SQL fields": sql_fields,
    "too much": budgets,
    "deep keys": deep_keys,
    "journals": journals,
    "control signs": controls,
    "git": repositories,
    "verify": verify_attacks,
}


def as_line(params: dict) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": 1, "method": "migrate", "params": params}).encode() + b"\n"


def chosen(kind: str, most: int, seed: int) -> list[Attack]:
    """All attacks of the kind, or `most` of them by chance."""
    attacks = list(KINDS[kind]())
    return attacks if len(attacks) <= most else random.Random(seed).sample(attacks, most)
