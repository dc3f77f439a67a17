"""The application's metadata; its naming convention is read from a file when it runs."""

import json
from pathlib import Path

from sqlalchemy import MetaData


def get_convention():
    return json.loads(Path(__file__).with_name("names.json").read_text(encoding="utf-8"))


def make_metadata():
    return MetaData(naming_convention=get_convention())
