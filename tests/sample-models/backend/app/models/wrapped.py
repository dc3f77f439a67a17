"""Tables by a function of the project's own, which the tests call too."""

import sqlalchemy as sa

metadata = sa.MetaData()


def table(name, *parts):
    return sa.Table(name, metadata, *parts)


readings = table(
    "meter_readings",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("watts", sa.Integer, nullable=False),
)
