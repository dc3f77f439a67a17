// Keys, uniques and checks of a table, as SQLAlchemy writes them.
#include "render/sqlalchemy.h"

namespace migrate::render {

using python::call;
using python::keyword;
using python::raw;
using python::text;

namespace {

void add_flag(std::vector<Code>& arguments, const std::string& name, const std::string& value) {
    if (!value.empty()) arguments.push_back(keyword(name, text(value)));
}

void add_name(std::vector<Code>& arguments, const std::string& name, const std::string& kind, const Needs& needs) {
    if (!name.empty()) arguments.push_back(keyword("name", write_name(name, kind, needs)));
}

void add_deferrable(std::vector<Code>& arguments, const std::string& deferrable) {
    if (deferrable.empty()) return;
    arguments.push_back(keyword("deferrable", raw("True")));
    if (deferrable.find("INITIALLY") != std::string::npos) arguments.push_back(keyword("initially", text("DEFERRED")));
}

/// A word that is neither Python's own nor a method of a collection of columns.
bool is_plain_attribute(const std::string& word) {
    constexpr std::string_view kTaken =
        " add and as as_readonly assert async await break class clear compare contains_column continue "
        "corresponding_column def del elif else except extend finally for from get global if import in is items keys "
        "lambda nonlocal not or pass raise remove return try update values while with yield ";
    const bool plain = word.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string::npos;
    return plain && !word.empty() && kTaken.find(" " + word + " ") == std::string_view::npos;
}

void add_actions(std::vector<Code>& arguments, const ForeignKey& key) {
    add_flag(arguments, "ondelete", key.on_delete);
    add_flag(arguments, "onupdate", key.on_update);
    add_deferrable(arguments, key.deferrable);
}

Code write_key(const ForeignKey& key, Code targets, const Needs& needs) {
    std::vector<Code> arguments = {write_names(key.columns), std::move(targets)};
    add_name(arguments, key.name, "fk", needs);
    add_actions(arguments, key);
    return call("sa.ForeignKeyConstraint", std::move(arguments));
}

Code in_op_f(const std::string& name, bool by_house, const std::string& kind, const Needs& needs) {
    if (by_house) return call(needs.in_batch ? "batch_op.f" : "op.f", {text(name)});
    return needs.wrapped_names.contains(kind) ? call("op.f", {text(name)}) : text(name);
}

}  // namespace

Code write_name(const std::string& name, const std::string& kind, const Needs& needs) {
    return in_op_f(name, needs.form.op_f_constraints, kind, needs);
}

Code write_index_name(const std::string& name, const TableName& table, const std::vector<std::string>& columns,
                      const Needs& needs) {
    // What index=True gives: of one column, and with the table's schema where it has one.
    const std::string owner = (table.schema.empty() ? "" : table.schema + "_") + table.name;
    const bool given = columns.size() == 1 && name == "ix_" + owner + "_" + columns.front();
    const bool by_house = given || columns.empty() ? needs.form.op_f : needs.form.op_f_all;
    return in_op_f(name, by_house && name.starts_with("ix_"), "ix", needs);
}

Code write_primary_key(const PrimaryKey& key, const Needs& needs) {
    std::vector<Code> arguments;
    for (const std::string& column : key.columns) arguments.push_back(text(column));
    add_name(arguments, key.name, "pk", needs);
    return call("sa.PrimaryKeyConstraint", std::move(arguments));
}

Code write_unique(const Unique& unique, const Needs& needs) {
    std::vector<Code> arguments;
    for (const std::string& column : unique.columns) arguments.push_back(text(column));
    add_name(arguments, unique.name, "uq", needs);
    add_deferrable(arguments, unique.deferrable);
    if (unique.nulls_not_distinct) arguments.push_back(keyword("postgresql_nulls_not_distinct", raw("True")));
    return call("sa.UniqueConstraint", std::move(arguments));
}

Code write_check(const Check& check, const Needs& needs) {
    std::vector<Code> arguments = {text(escape_binds(check.sql))};
    add_name(arguments, check.name, "ck", needs);
    return call("sa.CheckConstraint", std::move(arguments));
}

Code write_foreign_key(const ForeignKey& key, const Needs& needs) {
    std::vector<std::string> targets;
    for (const std::string& column : key.target_columns) targets.push_back(to_string(key.target) + "." + column);
    return write_key(key, write_names(targets), needs);
}

Code write_inline_key(const ForeignKey& key, const Needs& needs) {
    std::vector<Code> arguments = {text(to_string(key.target) + "." + key.target_columns.front())};
    add_name(arguments, key.name, "fk", needs);
    add_actions(arguments, key);
    return call("sa.ForeignKey", std::move(arguments));
}

Code write_foreign_key_to(const ForeignKey& key, const std::string& variable, const Needs& needs) {
    std::vector<Code> targets;
    for (const std::string& column : key.target_columns) {
        const Code columns = raw(variable + ".c");
        targets.push_back(is_plain_attribute(column) ? python::attribute(columns, column)
                                                     : python::method(columns, "get", {text(column)}));
    }
    return write_key(key, python::list(std::move(targets)), needs);
}

}  // namespace migrate::render
