"""The application's metadata; its naming convention comes from a function."""

from sqlalchemy import MetaData


def get_convention():
    patterns = {
        kind: f"%(table_name)s_%(column_0_N_name)s_{ending}"
        for kind, ending in (("uq", "unique"), ("fk", "ref"), ("ix", "idx"))
    }
    return {**patterns, "ck": "%(table_name)s_%(constraint_name)s_check"}


def make_metadata():
    return MetaData(naming_convention=get_convention())
