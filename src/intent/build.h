/// The builders: what a matched statement asks for, resolved against the schema. The grammar names
/// the builder of each statement.
#pragma once

#include "intent/context.h"

namespace migrate::intent {

// tables (build_tables.cpp, build_drops.cpp)
/// The tables that a statement of build_create_tables would create; none for other statements.
std::vector<TableName> tables_created(const Context& context, const Node& node);
Build<Draft> build_create_tables(const Context& context, const Node& node);
Build<Draft> build_mutual_tables(const Context& context, const Node& node);
Build<Draft> build_create_class(const Context& context, const Node& node);
Build<Draft> build_join_table(const Context& context, const Node& node);
Build<Draft> build_drop_tables(const Context& context, const Node& node);
Build<Draft> build_drop_bare(const Context& context, const Node& node);
Build<Draft> build_rename_table(const Context& context, const Node& node);
Build<Draft> build_rename_thing(const Context& context, const Node& node);
Build<Draft> build_comment_table(const Context& context, const Node& node);
// columns (build_columns.cpp, build_drops.cpp)
Build<Draft> build_add_columns(const Context& context, const Node& node);
Build<Draft> build_add_qualified(const Context& context, const Node& node);
Build<Draft> build_add_owned(const Context& context, const Node& node);
Build<Draft> build_drop_columns(const Context& context, const Node& node);
Build<Draft> build_drop_refs(const Context& context, const Node& node);
Build<Draft> build_rename_columns(const Context& context, const Node& node);
Build<Draft> build_soft_delete(const Context& context, const Node& node);
Build<Draft> build_stamps(const Context& context, const Node& node);
Build<Draft> build_clauses(const Context& context, const Node& node);
// alterations (build_alters.cpp)
Build<Draft> build_make_trait(const Context& context, const Node& node);
Build<Draft> build_change_type(const Context& context, const Node& node);
Build<Draft> build_lengthen(const Context& context, const Node& node);
Build<Draft> build_set_default(const Context& context, const Node& node);
Build<Draft> build_drop_default(const Context& context, const Node& node);
Build<Draft> build_set_comment(const Context& context, const Node& node);
// keys (build_keys.cpp)
Build<Draft> build_link(const Context& context, const Node& node);
Build<Draft> build_foreign_key(const Context& context, const Node& node);
Build<Draft> build_foreign_key_column(const Context& context, const Node& node);
Build<Draft> build_change_action(const Context& context, const Node& node);
Build<Draft> build_drop_foreign_key(const Context& context, const Node& node);
// indexes and constraints (build_indexes.cpp, build_constraints.cpp, build_names.cpp)
Build<Draft> build_create_index(const Context& context, const Node& node);
Build<Draft> build_rename_index(const Context& context, const Node& node);
Build<Draft> build_drop_index(const Context& context, const Node& node);
Build<Draft> build_create_unique(const Context& context, const Node& node);
Build<Draft> build_drop_unique(const Context& context, const Node& node);
Build<Draft> build_create_check(const Context& context, const Node& node);
Build<Draft> build_sign_check(const Context& context, const Node& node);
Build<Draft> build_restrict_values(const Context& context, const Node& node);
Build<Draft> build_change_values(const Context& context, const Node& node);
Build<Draft> build_rename_constraint(const Context& context, const Node& node);
Build<Draft> build_drop_constraint(const Context& context, const Node& node);
// labels of enums (build_names.cpp, as the new names of indexes and constraints, and comments)
Build<Draft> build_add_label(const Context& context, const Node& node);
Build<Draft> build_rename_label(const Context& context, const Node& node);
Build<Draft> build_remove_label(const Context& context, const Node& node);
Build<Draft> build_replace_labels(const Context& context, const Node& node);
Build<Draft> build_set_labels(const Context& context, const Node& node);
/// The values that the words list (build_values.cpp).
std::vector<std::string> values_said(const Context& context, const Node& node);
// rows (build_rows.cpp)
Build<Draft> build_fill_rows(const Context& context, const Node& node);
Build<Draft> build_copy_column(const Context& context, const Node& node);
Build<Draft> build_move_column(const Context& context, const Node& node);
Build<Draft> build_split_column(const Context& context, const Node& node);

/// The columns that a statement speaks of, where it names them with or without their tables: its <refs>, or
/// its <cols> with or without <tables>.
Build<std::vector<Refs>> refs_of(const Context& context, const Node& statement, Draft& draft);

/// What <traits> and the like ask of columns that are there.
Build<Draft> build_traits(const Context& context, const std::vector<Refs>& refs,
                          const std::vector<const Node*>& traits);

}  // namespace migrate::intent
