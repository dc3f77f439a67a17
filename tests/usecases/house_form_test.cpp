#include "usecases/house_form.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "project/house_keys.h"

using namespace migrate;
using namespace migrate::usecases;

namespace {

/// What the body shows most of for a key; "" for nothing.
std::string shown(const std::string& body, const std::string& key) {
    for (const auto& [name, value] : sightings_in("def upgrade():\n    " + body + "\n").form) {
        if (name == key) return value;
    }
    return "";
}

}  // namespace

TEST_CASE("what a statement shows of its house") {
    CHECK(shown("op.create_index(op.f('ix_a_b'), 'a', ['b'], unique=False)", "op-f") == "true");
    CHECK(shown("op.create_index('ix_a_b', 'a', ['b'])", "op-f") == "false");
    CHECK(shown("op.create_index('idx_b', 'a', ['b'])", "op-f").empty());
    CHECK(shown("op.create_index('ix_a_all', 'a', ['b', 'c'])", "op-f").empty());
    CHECK(shown("op.create_index(op.f('ix_a_b_c'), 'a', ['b', 'c'])", "op-f-all") == "true");
    CHECK(shown("op.create_index('ix_a_b', 'a', ['b'])\n    op.drop_table('a')", "batch-new-indexes") == "false");
    CHECK(shown("op.create_index('ix_a_b', 'a', ['b'])", "batch-indexes") == "false");
    CHECK(shown("with op.batch_alter_table('a') as batch_op:\n        batch_op.create_index('ix_a_b', ['b'])",
                "batch-indexes") == "true");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.Text()))", "batch-add-column") == "false");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.Text()))", "batch-always").empty());
    CHECK(shown("op.add_column('a', sa.Column('b', sqlmodel.sql.sqltypes.AutoString()))", "string") ==
          "sqlmodel.sql.sqltypes.AutoString");
    CHECK(shown("op.create_index('ix_a_b', 'a', ['b'], unique=False)", "unique-false") == "true");
    CHECK(shown("op.create_index('ix_a_b', 'a', ['b'], unique=True)", "unique-false").empty());
    CHECK(shown("op.drop_index('ix_a_b', 'a')", "drop-index") == "positional");
    CHECK(shown("op.drop_index('ix_a_b', table_name='a')", "drop-index") == "keyword");
    CHECK(shown("op.drop_index('ix_a_b', if_exists=True)", "if-exists") == "true");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.String(length=3), nullable=True))", "length-keyword") == "true");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.String(3)))", "nullable-true") == "false");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.Text))", "type-parentheses") == "false");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.Text(), server_default='x', nullable=False))", "default-first") ==
          "true");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.Integer(), server_default=sa.text('0')))", "plain-defaults") ==
          "false");
    CHECK(shown("op.add_column('a', sa.Column('b', sa.DateTime(), server_default=sa.text('now()')))", "now") ==
          "sa.text(\"now()\")");
    CHECK(shown("op.alter_column('a', 'b', existing_type=sa.Text(), nullable=True)", "alter-column") == "generated");
    CHECK(shown("op.alter_column('a', 'b', nullable=True, existing_type=sa.Text())", "alter-column") == "short");
    CHECK(shown("op.alter_column('a', 'b', nullable=True)", "alter-column") == "bare");
    CHECK(shown("op.alter_column('a', 'b', new_column_name='c')", "alter-column").empty());
    CHECK(shown("op.create_table('a', sa.Column('b', sa.Integer(), sa.ForeignKey('c.id')))", "foreign-key-in-column") ==
          "true");
    CHECK(shown("op.create_table('a', sa.ForeignKeyConstraint(['b'], ['c.id'], name='x'))", "database-names") ==
          "false");
    CHECK(shown("with op.batch_alter_table('a', schema=None) as batch_op:\n        batch_op.drop_column('b')",
                "batch-always") == "true");
    CHECK(shown("with op.batch_alter_table('a', schema=None) as batch_op:\n        pass", "batch-schema") == "true");
    CHECK(sightings_in("def upgrade(:\n").form.empty());
}

TEST_CASE("the order of constraints") {
    const std::string check = "sa.CheckConstraint('a')", key = "sa.PrimaryKeyConstraint('id')";
    const auto order = [&](const std::string& rest) {
        return shown("op.create_table('a', " + rest + ")", "constraint-order");
    };
    CHECK(order(key + ", " + check) == "key-first");
    CHECK(order(check + ", " + key) == "sorted");  // of either order that sorts by kind
    CHECK(order(check + ", sa.CheckConstraint('b'), " + key) == "by-text");
    CHECK(order("sa.CheckConstraint('b'), " + check + ", " + key) == "by-kind");
    CHECK(order(key).empty());
}

TEST_CASE("every sighting is of a key that a config could say too") {
    const std::string body =
        "def upgrade():\n"
        "    op.create_table('a', sa.Column('id', postgresql.UUID(as_uuid=True), nullable=False),\n"
        "        sa.Column('b', postgresql.JSONB(astext_type=sa.Text()), server_default=sa.func.now(), "
        "nullable=True),\n"
        "        sa.Column('c', sa.String(length=3), sa.ForeignKey('d.id'), unique=True, index=True),\n"
        "        sa.Column('e', sa.DateTime(), server_default=sa.text('0')),\n"
        "        sa.ForeignKeyConstraint(['b'], ['f.id'], name=op.f('x')), sa.ForeignKeyConstraint(['c'], ['d.id']),\n"
        "        sa.PrimaryKeyConstraint('id'))\n"
        "    op.create_index('ix_a_b', 'a', ['b'])\n"
        "    op.drop_index('ix_a_b', table_name='a')\n"
        "    op.drop_constraint('x', 'a', type_='unique')\n"
        "    op.alter_column('a', 'b', existing_type=sa.Text(), nullable=True)\n"
        "    with op.batch_alter_table('a') as batch_op:\n        batch_op.drop_column('b')\n";
    const auto keys = project::shown_keys(project::HouseRules());
    for (const auto& [key, value] : sightings_in(body).form) {
        CAPTURE(key);
        CAPTURE(value);
        CHECK(std::any_of(keys.begin(), keys.end(), [&](const auto& known) { return known.first == key; }));
        const project::HouseRules rules = project::take_learnt({}, {{key, {value, "a.py"}}});
        CHECK(rules.sources.at(key) == "a.py");
    }
}

TEST_CASE("tables that a file declares for its queries show nothing of the house") {
    const auto seen =
        sightings_in(
            "revision = \"b\"\n\nnotes = sa.Table(\"notes\", m, sa.Column(\"tag\", sa.String(3), index=True))\n\n"
            "def upgrade():\n    pass\n")
            .form;
    CHECK(std::ranges::none_of(seen, [](const auto& one) { return one.first != "quote-style"; }));
    CHECK(std::ranges::any_of(seen, [](const auto& one) { return one.first == "quote-style"; }));
}
