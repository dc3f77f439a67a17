#include "intent/build.h"

namespace migrate::intent {

Build<Draft> build(const Scene& scene, const Node& statement) {
    switch (statement.production->act) {
        case Act::part:
            break;
        case Act::create_tables:
            return build_create_tables(scene, statement);
        case Act::create_class:
            return build_create_class(scene, statement);
        case Act::join_table:
            return build_join_table(scene, statement);
        case Act::drop_tables:
            return build_drop_tables(scene, statement);
        case Act::drop_bare:
            return build_drop_bare(scene, statement);
        case Act::rename_table:
            return build_rename_table(scene, statement);
        case Act::rename_thing:
            return build_rename_thing(scene, statement);
        case Act::rename_columns:
            return build_rename_columns(scene, statement);
        case Act::add_columns:
            return build_add_columns(scene, statement);
        case Act::add_qualified:
            return build_add_qualified(scene, statement);
        case Act::add_owned:
            return build_add_owned(scene, statement);
        case Act::drop_columns:
            return build_drop_columns(scene, statement);
        case Act::drop_refs:
            return build_drop_refs(scene, statement);
        case Act::clauses:
            return build_clauses(scene, statement);
        case Act::make_trait:
            return build_make_trait(scene, statement);
        case Act::change_type:
            return build_change_type(scene, statement);
        case Act::lengthen:
            return build_lengthen(scene, statement);
        case Act::set_default:
            return build_set_default(scene, statement);
        case Act::drop_default:
            return build_drop_default(scene, statement);
        case Act::set_comment:
            return build_set_comment(scene, statement);
        case Act::link:
            return build_link(scene, statement);
        case Act::foreign_key:
            return build_foreign_key(scene, statement);
        case Act::foreign_key_column:
            return build_foreign_key_column(scene, statement);
        case Act::change_action:
            return build_change_action(scene, statement);
        case Act::drop_foreign_key:
            return build_drop_foreign_key(scene, statement);
        case Act::create_index:
            return build_create_index(scene, statement);
        case Act::drop_index:
            return build_drop_index(scene, statement);
        case Act::create_unique:
            return build_create_unique(scene, statement);
        case Act::drop_unique:
            return build_drop_unique(scene, statement);
        case Act::create_check:
            return build_create_check(scene, statement);
        case Act::drop_constraint:
            return build_drop_constraint(scene, statement);
    }
    return not_understood({});
}

}  // namespace migrate::intent
