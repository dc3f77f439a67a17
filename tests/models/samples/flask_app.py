"""Models in Flask-SQLAlchemy style."""

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import MetaData


class Database(SQLAlchemy):
    def page(self, query):
        return query


db = Database(metadata=MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s"}))

members = db.Table(
    "members",
    db.Column("group_id", db.Integer, db.ForeignKey("user_group.id"), primary_key=True),
    db.Column("account_id", db.Integer, db.ForeignKey("accounts.id"), primary_key=True),
)


class BaseModel(db.Model):
    __abstract__ = True

    id = db.Column(db.Integer, primary_key=True)
    created = db.Column(db.DateTime, server_default=db.func.now())


class UserGroup(BaseModel):
    title = db.Column(db.String(80), unique=True, nullable=False)
    accounts = db.relationship("Account", secondary=members)


class Account(BaseModel):
    __tablename__ = "accounts"

    login = db.Column(db.String(40), unique=True, index=True)
    about = db.Column(db.Text)
    owner_id = db.Column(db.Integer, db.ForeignKey("accounts.id", name="own"), nullable=False)


metadata = db.metadata
