/// The grammar: one table of productions, which a reader sees as a whole (grammar.cpp). A new phrase is a
/// line there and a golden case.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intent/pattern.h"

namespace migrate::intent {

/// What is built of a statement.
enum class Act {
    part,  ///< a rule that other rules use; not a statement
    create_tables,
    create_class,
    join_table,
    drop_tables,
    drop_bare,
    rename_table,
    comment_table,
    rename_thing,
    rename_columns,
    add_columns,
    add_qualified,
    add_owned,
    drop_columns,
    drop_refs,
    soft_delete,
    stamps,
    clauses,
    make_trait,
    change_type,
    lengthen,
    set_default,
    drop_default,
    set_comment,
    link,
    foreign_key,
    foreign_key_column,
    change_action,
    drop_foreign_key,
    create_index,
    rename_index,
    drop_index,
    create_unique,
    drop_unique,
    create_check,
    sign_check,
    restrict_values,
    change_values,
    rename_constraint,
    drop_constraint,
    add_label,
    rename_label,
    remove_label,
    set_labels,
    fill_rows,
    copy_column,
    move_column,
    split_column,
};

struct Production {
    std::string_view rule;  ///< "statement", or the name of a part
    Act act = Act::part;
    std::string_view pattern;
    std::string_view example;  ///< statements only
};

/// All productions: the statements, then the parts.
const std::vector<Production>& grammar();
/// The parts alone (grammar_parts.cpp).
std::vector<Production> grammar_parts();
/// True when some statement may begin with the word.
bool opens_statement(std::string_view word);
/// The productions of a rule, each with its compiled pattern.
const std::vector<std::pair<const Production*, Expr>>& productions_of(std::string_view rule);

struct GrammarExample {
    std::string heading;  ///< "Tables", "Columns" ...
    std::string pattern;
    std::string example;
};
/// One example for each statement of the grammar, in its order: the page of phrases, and the seeds of
/// tests.
std::vector<GrammarExample> grammar_examples();

}  // namespace migrate::intent
