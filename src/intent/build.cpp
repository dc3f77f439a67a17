#include "intent/build.h"

#include <algorithm>
#include <array>

namespace migrate::intent {

namespace {

struct Builder {
    Act act;
    Build<Draft> (*build)(const Scene& scene, const Node& node);
};

constexpr std::array kBuilders = {
    Builder{Act::create_tables, build_create_tables},
    Builder{Act::create_class, build_create_class},
    Builder{Act::join_table, build_join_table},
    Builder{Act::drop_tables, build_drop_tables},
    Builder{Act::drop_bare, build_drop_bare},
    Builder{Act::rename_table, build_rename_table},
    Builder{Act::comment_table, build_comment_table},
    Builder{Act::rename_thing, build_rename_thing},
    Builder{Act::rename_columns, build_rename_columns},
    Builder{Act::add_columns, build_add_columns},
    Builder{Act::add_qualified, build_add_qualified},
    Builder{Act::add_owned, build_add_owned},
    Builder{Act::drop_columns, build_drop_columns},
    Builder{Act::drop_refs, build_drop_refs},
    Builder{Act::soft_delete, build_soft_delete},
    Builder{Act::stamps, build_stamps},
    Builder{Act::clauses, build_clauses},
    Builder{Act::make_trait, build_make_trait},
    Builder{Act::change_type, build_change_type},
    Builder{Act::lengthen, build_lengthen},
    Builder{Act::set_default, build_set_default},
    Builder{Act::drop_default, build_drop_default},
    Builder{Act::set_comment, build_set_comment},
    Builder{Act::link, build_link},
    Builder{Act::foreign_key, build_foreign_key},
    Builder{Act::foreign_key_column, build_foreign_key_column},
    Builder{Act::change_action, build_change_action},
    Builder{Act::drop_foreign_key, build_drop_foreign_key},
    Builder{Act::create_index, build_create_index},
    Builder{Act::rename_index, build_rename_index},
    Builder{Act::drop_index, build_drop_index},
    Builder{Act::create_unique, build_create_unique},
    Builder{Act::drop_unique, build_drop_unique},
    Builder{Act::create_check, build_create_check},
    Builder{Act::sign_check, build_sign_check},
    Builder{Act::restrict_values, build_restrict_values},
    Builder{Act::change_values, build_change_values},
    Builder{Act::rename_constraint, build_rename_constraint},
    Builder{Act::drop_constraint, build_drop_constraint},
    Builder{Act::add_label, build_add_label},
    Builder{Act::rename_label, build_rename_label},
    Builder{Act::remove_label, build_remove_label},
    Builder{Act::set_labels, build_set_labels},
    Builder{Act::fill_rows, build_fill_rows},
    Builder{Act::copy_column, build_copy_column},
    Builder{Act::move_column, build_move_column},
    Builder{Act::split_column, build_split_column},
};

}  // namespace

Build<Draft> build(const Scene& scene, const Node& statement) {
    const auto act = statement.production->act;
    const auto found =
        std::find_if(kBuilders.begin(), kBuilders.end(), [&](const Builder& each) { return each.act == act; });
    return found == kBuilders.end() ? not_understood({}) : found->build(scene, statement);
}

}  // namespace migrate::intent
