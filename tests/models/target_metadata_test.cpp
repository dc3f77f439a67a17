#include "models/target_metadata.h"

#include <doctest/doctest.h>

#include "base/text.h"

namespace migrate::models {
namespace {

using Files = std::map<std::string, std::string>;

const std::string kConfigure = "context.configure(connection=c, target_metadata=target_metadata)\n";
const std::string kAlembic = "from alembic import context\n";
const std::string kConvention = "{'uq': 'uq_%(table_name)s_%(column_0_name)s', 'pk': 'pk_%(table_name)s'}";
const std::map<std::string, std::string> kPatterns = {{"uq", "uq_%(table_name)s_%(column_0_name)s"},
                                                      {"pk", "pk_%(table_name)s"}};
const std::string kMetaData = "from sqlalchemy import MetaData\n";

TargetNaming read(const std::string& env, const Files& files) {
    const auto module = [&](const std::string& name) -> std::optional<SourceFile> {
        const std::string path = base::replace_all(name, ".", "/");
        for (const std::string& end : {path + ".py", path + "/__init__.py"}) {
            if (const auto found = files.find(end); found != files.end()) return SourceFile{end, found->second};
        }
        return std::nullopt;
    };
    const auto holding = [&](const std::string& text) {
        std::vector<SourceFile> found;
        for (const auto& [path, source] : files) {
            if (source.find(text) != std::string::npos) found.push_back({path, source});
        }
        return found;
    };
    return read_target_naming({"migrations/env.py", kAlembic + env}, module, holding);
}

/// The convention is known and is the one of these tests.
void check_followed(const std::string& env, const Files& files) {
    CAPTURE(env);
    const TargetNaming naming = read(env, files);
    CHECK(naming.unknown == "");
    CHECK(naming.patterns == kPatterns);
}

void check_none(const std::string& env, const Files& files) {
    CAPTURE(env);
    CHECK(read(env, files) == TargetNaming{});
}

}  // namespace

TEST_CASE("the convention of a declarative base, through imports") {
    const std::string base = "class Base(DeclarativeBase):\n    metadata = my_metadata\n";
    const std::string made = kMetaData + "from sqlalchemy.orm import DeclarativeBase\nNAMES = " + kConvention +
                             "\nmy_metadata = MetaData(naming_convention=NAMES)\n" + base;
    const std::string env =
        "from app.models import Base\ntarget_metadata = Base.metadata\ndef online():\n    " + kConfigure;
    check_followed(env,
                   {{"app/__init__.py", ""}, {"app/db.py", made}, {"app/models/__init__.py", "from ..db import *\n"}});
    check_followed(
        env, {{"app/db/base.py", made}, {"app/models/__init__.py", "from app.db import base\nBase = base.Base\n"}});
    check_followed("import app.models.base as m\ntarget_metadata = m.Base.metadata\n" + kConfigure,
                   {{"app/models/base.py", made + "class Model(Base):\n    __abstract__ = True\n"}});
    check_followed("from models import Model\ntarget_metadata = Model.metadata\n" + kConfigure,
                   {{"models.py", made + "class Mixin:\n    x = 1\nclass Model(Mixin, Base):\n    pass\n"}});
}

TEST_CASE("other ways to make the metadata") {
    const std::string imports = kMetaData + "from sqlalchemy.orm import declarative_base, registry, DeclarativeBase\n";
    const std::string call = "MetaData(naming_convention=" + kConvention + ")";
    const std::string env = "from m import Base\ntarget_metadata = Base.metadata\n" + kConfigure;
    check_followed(env, {{"m.py", imports + "Base = declarative_base(metadata=" + call + ")\n"}});
    check_followed(
        env, {{"m.py", imports + "class Base(DeclarativeBase):\n    registry = registry(metadata=" + call + ")\n"}});
    check_followed(env, {{"m.py", imports + "reg = registry(metadata=" + call + ")\nBase = reg.generate_base()\n"}});
    check_followed(env,
                   {{"m.py", imports + "class Cls:\n    metadata = " + call + "\nBase = declarative_base(cls=Cls)\n"}});
    check_followed(env, {{"m.py", imports + "from sqlalchemy.orm import as_declarative\nmeta = " + call +
                                      "\n@as_declarative(metadata=meta)\nclass Base:\n    pass\n"}});
    check_followed("from m import get\n" + base::replace_all(kConfigure, "=target_metadata", "=get()"),
                   {{"m.py", imports + "meta = " + call + "\ndef get():\n    return meta\n"}});
    check_followed("def run():\n    from app.m import Base\n    " + base::replace_all(kConfigure, "=target_", "=Base."),
                   {{"app/m.py", imports + "Base = declarative_base(metadata=" + call + ")\n"}});
    check_followed("from m import meta\ndef run():\n    found = meta\n    " +
                       base::replace_all(kConfigure, "=target_metadata", "=found"),
                   {{"m.py", imports + "meta = " + call + "\n"}});
    check_followed(env, {{"m.py", imports + "NAMES = dict(" + "uq='uq_%(table_name)s_%(column_0_name)s')\n" +
                                      "Base = declarative_base(metadata=MetaData(naming_convention={**NAMES, 'pk': "
                                      "'pk_%(table_name)s'}))\n"}});
}

TEST_CASE("SQLModel, and what is set later") {
    const std::string env =
        "from app import models\nfrom sqlmodel import SQLModel\ntarget_metadata = SQLModel.metadata\n";
    const std::string set =
        "from sqlmodel import SQLModel\nSQLModel.metadata.naming_convention = " + kConvention + "\n";
    check_followed(env + kConfigure, {{"app/__init__.py", ""}, {"app/models.py", set}});
    check_followed(env + "target_metadata.naming_convention = " + kConvention + "\n" + kConfigure, {});
    check_followed(env + kConfigure, {{"app/__init__.py", ""},
                                      {"app/models.py", kMetaData +
                                                            "from sqlmodel import SQLModel\nSQLModel.metadata = "
                                                            "MetaData(naming_convention=" +
                                                            kConvention + ")\n"}});
    check_none(env + kConfigure, {{"app/__init__.py", ""}, {"app/models.py", "from sqlmodel import SQLModel\n"}});
    const TargetNaming unsure = read(env + kConfigure, {{"other.py", set}});
    CHECK(unsure.unknown == "it may be changed here");
    CHECK(unsure.where == "other.py:2");
}

TEST_CASE("a function that asks what only a real run knows still gives its metadata") {
    const std::string env =
        "from app.db import make\nfrom library import MODELS\ntarget_metadata = make(MODELS)\n" + kConfigure;
    const std::string loop =
        kMetaData +
        "import os\nfrom sqlalchemy import Table\ndef make(models):\n    metadata = MetaData(naming_convention=" +
        kConvention + ")\n    for model in models:\n        Table(model.name, metadata)\n";
    check_followed(env, {{"app/__init__.py", ""}, {"app/db.py", loop + "    return metadata\n"}});
    const std::string schema =
        kMetaData +
        "from library import conf\ndef schema():\n    if not conf.get('s'):\n        return None\n"
        "    return conf.get('s')\nmetadata = MetaData(schema=schema(), naming_convention=" +
        kConvention + ")\n";
    check_followed("from app.db import metadata as target_metadata\n" + kConfigure,
                   {{"app/__init__.py", ""}, {"app/db.py", schema}});
    const std::string changed = loop + "        metadata.naming_convention = model.names\n    return metadata\n";
    CHECK(read(env, {{"app/__init__.py", ""}, {"app/db.py", changed}}).unknown != "");
    const std::string early = loop + "        if model.done:\n            return None\n    return metadata\n";
    CHECK(read(env, {{"app/__init__.py", ""}, {"app/db.py", early}}).unknown != "");
}

TEST_CASE("a convention that only batches are given is none of the metadata") {
    const std::string env = "from library import Base\ntarget_metadata = Base.metadata\n" + kConfigure;
    const std::string batch = "def f(conv):\n    with op.batch_alter_table('t', naming_convention=conv): pass\n";
    check_none(env, {{"migrations/shared.py", batch}, {"library/__init__.py", ""}});
}

TEST_CASE("the schema of Alembic's own table, where env.py writes it") {
    const std::string configure = "context.configure(connection=c, target_metadata=None, version_table_schema=";
    CHECK(read("SCHEMA = 'core'\n" + configure + "SCHEMA)\n", {}).version_table_schema == "core");
    CHECK(read(configure + "config.get_main_option('s'))\n", {}).version_table_schema.empty());
}

TEST_CASE("Flask-Migrate's env.py") {
    const std::string env =
        "from flask import current_app\ntarget_db = current_app.extensions['migrate'].db\n"
        "def get_metadata():\n    if hasattr(target_db, 'metadatas'):\n"
        "        return target_db.metadatas[None]\n    return target_db.metadata\n"
        "def online():\n    context.configure(target_metadata=get_metadata(), **args)\n";
    const std::string make = kMetaData + "from flask_sqlalchemy import SQLAlchemy\n";
    const std::string with = "db = SQLAlchemy(metadata=MetaData(naming_convention=" + kConvention + "))\n";
    check_followed(env, {{"app/extensions.py", make + with}});
    check_followed(env, {{"app.py", make + "class DB(SQLAlchemy):\n    pass\nmeta = MetaData(naming_convention=" +
                                        kConvention + ")\ndb = DB(metadata=meta)\n"}});
    check_followed(env, {{"app.py", make + "db = None\ndef init():\n    global db\n    " + with}});
    check_none(env, {{"app.py", make + "db = SQLAlchemy()\n"}});
    CHECK(read(env, {{"a.py", make + with}, {"b.py", make + "db = SQLAlchemy()\n"}}).unknown ==
          "the application has several SQLAlchemy objects");
    check_followed(
        "from flask import current_app\ntarget_metadata = current_app.extensions['migrate'].db.metadata\n" + kConfigure,
        {{"app/extensions.py", make + with}});
    // Set on the object's metadata afterwards, as indico does it.
    const std::string plain =
        "from flask import current_app\nfrom app import extensions\n"
        "target_metadata = current_app.extensions['migrate'].db.metadata\n" +
        kConfigure;
    const std::string set = "db.Model.metadata.naming_convention = " + kConvention + "\n";
    check_followed(plain, {{"app/extensions.py", make + "db = SQLAlchemy()\n" + set}});
    check_followed(plain, {{"app/extensions.py", make + "class Own(SQLAlchemy):\n    pass\ndb = Own()\n" + set}});
}

TEST_CASE("an object that is made by a call, with the base as its property") {
    const std::string made = kMetaData +
                             "from sqlalchemy.orm import DeclarativeBase\nclass Base(DeclarativeBase):\n"
                             "    metadata = MetaData(naming_convention=" +
                             kConvention + ")\n";
    const std::string access =
        "from app import orm\nclass Access:\n    @property\n    def Base(self):\n        return orm.Base\n";
    const std::string maker = "from app.access import Access\ndef make() -> Access:\n    return find_one()\n";
    const Files files = {
        {"app/__init__.py", ""}, {"app/orm.py", made}, {"app/access.py", access}, {"app/make.py", maker}};
    check_followed("from app.make import make\naccess = make()\ntarget_metadata = access.Base.metadata\n" + kConfigure,
                   files);
    check_followed(
        "from app.access import Access\naccess = Access()\ntarget_metadata = access.Base.metadata\n" + kConfigure,
        files);
    Files two = files;
    two["app/access.py"] = base::replace_all(access, "        return orm.Base",
                                             "        if x:\n            return a\n        return orm.Base");
    CHECK(read("from app.access import Access\ntarget_metadata = Access().Base.metadata\n" + kConfigure, two).unknown !=
          "");
    CHECK(read("from app.make import make\naccess = make()\ntarget_metadata = access.Base.metadata\n" + kConfigure, two)
              .unknown != "");
}

TEST_CASE("no convention") {
    const std::string conventions = kMetaData + "other = MetaData(naming_convention=" + kConvention + ")\n";
    check_none("target_metadata = None\n" + kConfigure, {{"o.py", conventions}});
    check_none("context.configure(connection=c)\n", {{"o.py", conventions}});
    check_none("from o import other\ntarget_metadata = [other]\n" + kConfigure, {{"o.py", conventions}});
    check_none(
        "from m import Base\ntarget_metadata = Base.metadata\n" + kConfigure,
        {{"o.py", conventions}, {"m.py", "from sqlalchemy.orm import declarative_base\nBase = declarative_base()\n"}});
    check_none("target_metadata = make_it()\n" + kConfigure, {{"m.py", "x = 1\n"}});
}

TEST_CASE("what is not known says so, with what is likely") {
    const std::string made = "meta = MetaData(naming_convention=" + kConvention + ")\n";
    const TargetNaming dynamic = read("from app import find\ntarget_metadata = find().Base.metadata\n" + kConfigure,
                                      {{"app.py", kMetaData + made + "def find():\n    return registry_of[1]\n"}});
    CHECK(dynamic.unknown == "target_metadata of the module migrations.env is not followed");
    CHECK(dynamic.where == "migrations/env.py:3");
    CHECK(dynamic.patterns == kPatterns);
    const TargetNaming library =
        read("from some_library.base import Base\ntarget_metadata = Base.metadata\n" + kConfigure, {});
    CHECK(library.unknown == "some_library.base.Base.metadata is not of the project");
    check_none("from app.db import Base\ntarget_metadata = Base.metadata\n" + kConfigure, {{"src/app/other.py", ""}});
    const TargetNaming token = read("from m import meta\ntarget_metadata = meta\n" + kConfigure,
                                    {{"m.py", kMetaData + "def make(key, table):\n    return 'x' + table.name\n"
                                                          "meta = MetaData(naming_convention={'all': make, 'uq': "
                                                          "'uq_%(table_name)s_%(all)s'})\n"}});
    CHECK(token.unknown == "");
    CHECK(token.patterns.at("uq") == "uq_%(table_name)s_%(all)s");
    const TargetNaming joined =
        read("from m import meta\ntarget_metadata = meta\n" + kConfigure,
             {{"m.py", kMetaData + "meta = MetaData(naming_convention={'all': lambda c, t: '_'.join([x.name for x in "
                                   "c.columns.values()]), 'uq': 'uq_%(table_name)s_%(all)s'})\n"}});
    CHECK(joined.unknown == "");
    CHECK(joined.patterns.at("uq") == "uq_%(table_name)s_%(column_0_N_name)s");
    const TargetNaming unique =
        read("from m import meta\ntarget_metadata = meta\n" + kConfigure,
             {{"m.py", kMetaData +
                           "def only(index, table):\n    return 'uq_' if index.unique else ''\n"
                           "meta = MetaData(naming_convention={'only': only, 'ix': 'ix_%(only)s%(table_name)s'})\n"}});
    CHECK(unique.unknown == "");
    CHECK(unique.patterns.at("ix") == "ix_%(unique:uq_:)s%(table_name)s");
    check_followed(
        "from m import meta\ndef offline():\n    context.configure(url=url)\ndef online():\n"
        "    context.configure(connection=connection, target_metadata=meta)\n",
        {{"m.py", kMetaData + made}});
    const TargetNaming two = read(
        "from m import meta\nfrom alembic import context\n"
        "context.configure(target_metadata=meta)\ncontext.configure(target_metadata=None)\n",
        {{"m.py", kMetaData + made}});
    CHECK(two.unknown == "context.configure is given different metadata");
}

}  // namespace migrate::models
