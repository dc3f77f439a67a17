// The grammar's statements as data: one line a form, with its builder and its example, under its heading. The parts
// they are made of stand in grammar_parts.cpp, the language of the patterns in pattern.h, its classes (ADD, TABLE …) in
// vocabulary.cpp, and <name>, <table>, <column>, <type>, <value>, <sql> and the like are read by builtin_rules.cpp.
#include "intent/grammar.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>

#include "intent/build.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

struct Statement {
    Builder build;
    std::string_view pattern;
    std::string_view example;
};

// clang-format off
constexpr std::array kTables = {
    Statement{build_create_tables, "CREATE TABLE [if not exists] [CALLED|for|':'] <new_table> {<sep> [TABLE] <new_table>}", "create table refunds"},
    Statement{build_create_tables, "CREATE <new_table> {<sep> <new_table>} TABLE {<sep> <new_table> TABLE}", "add refunds and vouchers tables"},
    Statement{build_mutual_tables, "CREATE TABLE <new_table> <sep> <new_table> (that|which) (refer|point|link) to each other", "create tables agents and agencies that refer to each other"},
    Statement{build_mutual_tables, "CREATE <new_table> <sep> <new_table> TABLE (that|which) (refer|point|link) to each other", "create agents and agencies tables that refer to each other"},
    Statement{build_create_tables, "CREATE TABLE [if not exists] [CALLED|for] <new_table> <body>", "create table refunds (number string(32) unique, total numeric(12,2))"},
    Statement{build_create_tables, "CREATE <new_table> TABLE <body>", "add refunds table with number, total amount and due date"},
    Statement{build_create_class, "CREATE <class_name> [MODEL|TABLE]", "Add BackupCodesEnrollment"},
    Statement{build_join_table, "CREATE [many ['-'] to ['-'] many] JOINING TABLE [CALLED <new_table=name>] BETWEEN <pair>", "add join table between projects and tags"},
    Statement{build_join_table, "CREATE <new_table=name> JOINING TABLE BETWEEN <pair>", "add project_labels join table between projects and tags"},
    Statement{build_join_table, "CREATE many ['-'] to ['-'] many [RELATION|JOINING TABLE] (between|from|for) <pair>", "add many-to-many relation between projects and tags"},
    Statement{build_drop_tables, "DROP [UNUSED] TABLE [if exists] <tables> [cascade]", "drop table invoices"},
    Statement{build_drop_tables, "DROP [UNUSED] <table> {<sep> <table>} TABLE {<sep> <table> TABLE} [cascade]", "drop invoices and payments tables"},
    Statement{build_drop_bare, "DROP [UNUSED] <bare> {<sep> <bare>}", "drop idx_users_name"},
    Statement{build_rename_table, "RENAME TABLE [from] <table> <arrow> <new_table>", "rename table clients to buyers"},
    Statement{build_rename_table, "RENAME [from] <table> TABLE <arrow> <new_table> [TABLE]", "rename clients table to buyers"},
    Statement{build_rename_table, "CHANGE name (of|for) [TABLE] <table> [TABLE] to <new_table>", "change name of clients table to buyers"},
    Statement{build_rename_table, "CHANGE TABLE <table> RENAME to <new_table>", "alter table clients rename to buyers"},
    Statement{build_rename_thing, "RENAME <thing_pair> {<sep> <thing_pair>}", "rename clients to buyers"},
    Statement{build_comment_table, "(ADD|SET) comment <string> (to|on|for) <whole_table>", "add comment 'who pays' to table clients"},
    Statement{build_comment_table, "[(ADD|SET|CHANGE)] comment (of|on|for) <whole_table> (to|is|as|':') <string>", "set comment of table clients to 'who pays'"},
    Statement{build_comment_table, "DROP comment (of|on|from|for) <whole_table>", "drop comment of table clients"},
};

constexpr std::array kColumns = {
    Statement{build_add_columns, "ADD <columns> TO [TABLE] <tables> [<tail>]", "add due_date and paid_at to invoices"},
    Statement{build_add_columns, "ADD <add_to> <sep> <add_to> {<sep> <add_to>}", "add mobile to users and fax to clients"},
    Statement{build_add_columns, "PUT [following] COLUMN [':'] <columns> TO [TABLE] <tables> [<tail>]", "create column fax on users"},
    Statement{build_add_columns, "PUT [following] COLUMN (to|on|in) [TABLE] <tables> ':' ['\n'] <columns>", "add the following columns to users: mobile, fax"},
    Statement{build_add_columns, "ADD to [TABLE] <tables> [':'] <columns>", "add to users: mobile string(20), fax string(20)"},
    Statement{build_add_qualified, "ADD [COLUMN] <new_ref> {<sep> [COLUMN] <new_ref>}", "add users.mobile string(20)"},
    Statement{build_add_owned, "ADD {<before>} <known_table> [TABLE] [<own>] <name> COLUMN {<after>}", "add users mobile column"},
    Statement{build_drop_columns, "DROP <drop_from> {<sep> <drop_from>} [cascade]", "remove phone from users"},
    Statement{build_drop_columns, "DROP [UNUSED] COLUMN [if exists] <cols> [cascade]", "drop column normalized_name"},
    Statement{build_drop_columns, "DROP [UNUSED] <column> {<sep> <column>} COLUMN", "drop normalized_name field"},
    Statement{build_drop_refs, "DROP [UNUSED] [COLUMN] <ref> [COLUMN] {<sep> [COLUMN] <ref> [COLUMN]} [cascade]", "remove Customer.user_id"},
    Statement{build_drop_refs, "DROP [UNUSED] <known_table> [TABLE] [<own>] <column> {<sep> <column>} COLUMN", "drop users phone column"},
    Statement{build_soft_delete, "ADD soft ['-'] (delete|deletes|deletion) [COLUMN] (to|on|for|in) [TABLE] <tables>", "add soft delete to projects"},
    Statement{build_stamps, "ADD (timestamps|timestamp COLUMN|audit COLUMN|audit timestamps) (to|on|for|in) [TABLE] <tables>", "add timestamps to clients"},
    Statement{build_add_columns, "<known_tables=tables> (should|must) (have|get) <columns>", "users should have a mobile string(20)"},
    Statement{build_rename_columns, "RENAME [COLUMN] [from] <rename_pair> {<sep> <rename_pair>} OF [TABLE] <tables>", "rename phone to phone_number in users"},
    Statement{build_rename_columns, "RENAME [COLUMN] [from] <ref=from> [COLUMN] <arrow> (<ref=to_ref>|<name>)", "rename users.phone to phone_number"},
    Statement{build_rename_columns, "RENAME [COLUMN] <column> [COLUMN] OF [TABLE] <tables> [from] <arrow> <name>", "rename column phone of users to phone_number"},
    Statement{build_rename_columns, "RENAME <known_table=tables_name> [TABLE] [<own>] [COLUMN] <column> [COLUMN] <arrow> <name>", "rename users phone to phone_number"},
    Statement{build_rename_columns, "RENAME COLUMN <rename_pair>", "rename column normalized_name to clean_name"},
    Statement{build_rename_columns, "RENAME <column> COLUMN <arrow> <name>", "rename normalized_name field to clean_name"},
    Statement{build_clauses, "CHANGE [TABLE] <table> [TABLE] [':'|','] <clause> {<sep> <clause>}", "alter table users add column fax string(20), drop column phone"},
    Statement{build_clauses, "(in|on|for|from|to) [TABLE] <table> [TABLE] [':'|','] <clause> {<sep> <clause>}", "in users, add fax and drop phone"},
    Statement{build_clauses, "[TABLE] <table> [TABLE] ':' <clause> {<sep> <clause>}", "users: add fax, rename phone to mobile"},
    Statement{build_clauses, "<clause> <sep> <clause> {<sep> <clause>} OF [TABLE] <table> [TABLE]", "add fax and drop phone on users"},
};

constexpr std::array kAlterations = {
    Statement{build_make_trait, "MAKE <refs> <traits>", "make users.phone nullable"},
    Statement{build_make_trait, "MAKE <cols> <traits> OF [TABLE] <tables>", "make email required on users"},
    Statement{build_make_trait, "MAKE <refs> <traits> <fill>", "make users.phone required, backfill with '-'"},
    Statement{build_make_trait, "MAKE <cols> <traits> OF [TABLE] <tables> <fill>", "make phone required on users, backfill with '-'"},
    Statement{build_make_trait, "<refs> (should|must|shall) be <traits>", "users.phone must be unique"},
    Statement{build_make_trait, "SET <refs> <not_null=trait> [with|and] DEFAULT [value] [to|of|'='] <value>", "set users.phone not null default '-'"},
    Statement{build_make_trait, "(CHANGE|MARK) <refs> (to|as|to be) <traits>", "change total on invoices to numeric(14,2)"},
    Statement{build_make_trait, "(CHANGE|MARK) <cols> (to|as|to be) <traits> OF [TABLE] <tables>", "change total to numeric(14,2) on invoices"},
    Statement{build_make_trait, "SET <refs> <null_trait=trait>", "set users.email not null"},
    Statement{build_make_trait, "SET <cols> <null_trait=trait> OF [TABLE] <tables>", "set email not null on users"},
    Statement{build_make_trait, "ADD <not_null=trait> [CONSTRAINT] (to|on|for) <refs>", "add not null constraint to users.email"},
    Statement{build_make_trait, "DROP <not_null=dropped> [CONSTRAINT] (from|on|of|for) <refs>", "drop not null from users.phone"},
    Statement{build_make_trait, "CHANGE TABLE <one_table=tables> CHANGE <cols> DROP <not_null=dropped>", "alter table users alter column name drop not null"},
    Statement{build_make_trait, "ALLOW <nulls=dropped> (in|on|for) <refs>", "allow null in users.phone"},
    Statement{build_make_trait, "ALLOW (null|nulls|NULLABLE) <refs=nulled>", "allow null users.phone"},
    Statement{build_make_trait, "ALLOW <refs> to be <nulls=dropped>", "allow users.phone to be null"},
    Statement{build_make_trait, "ALLOW <cols> to be <nulls=dropped> OF [TABLE] <tables>", "allow phone to be null on users"},
    Statement{build_make_trait, "FORBID <nulls=trait> (in|on|for) <refs>", "disallow null in users.email"},
    Statement{build_make_trait, "REQUIRE <refs=required>", "require users.email"},
    Statement{build_change_type, "CHANGE [data] type (of|for) <refs> [from <type=old>] to <type>", "change type of total on invoices to bigint"},
    Statement{build_change_type, "CHANGE <refs> [data] type [from <type=old>] [to] <type>", "change invoices.total type to bigint"},
    Statement{build_change_type, "CHANGE <cols> [data] type [from <type=old>] [to] <type> OF [TABLE] <tables>", "change total type to bigint in invoices"},
    Statement{build_change_type, "CHANGE <refs> from <type=old> to <type>", "change invoices.total from integer to bigint"},
    Statement{build_change_type, "CHANGE <cols> from <type=old> to <type> OF [TABLE] <tables>", "change total from integer to bigint in invoices"},
    Statement{build_change_type, "(CHANGE|turn|turns|turned) <refs> into <type>", "turn invoices.total into bigint"},
    Statement{build_change_type, "CHANGE <refs> [data] [type] (to|into) <type> at time zone <value=zone>", "change users.created_at to timestamptz at time zone 'UTC'"},
    Statement{build_change_type, "INCREASE <refs> to <type>", "widen invoices.total to numeric(14,2)"},
    Statement{build_lengthen, "(INCREASE|REDUCE|CHANGE) [max|maximum] LENGTH (of|for|on) <refs> [from <number=old>] to <number> [UNIT]", "increase length of users.name to 500"},
    Statement{build_lengthen, "(INCREASE|REDUCE|CHANGE) <refs> [max|maximum] LENGTH [from <number=old>] to <number> [UNIT]", "increase users.name length to 500"},
    Statement{build_lengthen, "(INCREASE|REDUCE|CHANGE) <cols> [max|maximum] LENGTH OF [TABLE] <tables> [from <number=old>] to <number> [UNIT]", "increase name length on users to 500"},
    Statement{build_lengthen, "(INCREASE|REDUCE) <refs> [from <number=old>] to <number> [UNIT]", "extend users.name to 500 characters"},
    Statement{build_lengthen, "(INCREASE|REDUCE|CHANGE) <cols> [max|maximum] LENGTH [from <number=old>] to <number> [UNIT] OF [TABLE] <tables>", "increase name length to 500 on users"},
    Statement{build_lengthen, "(INCREASE|REDUCE) <cols> [from <number=old>] to <number> [UNIT] OF [TABLE] <tables>", "increase name to 500 on users"},
    Statement{build_set_default, "SET DEFAULT [value] (of|for|on|in) <refs> (to|as|'=') <value>", "set default of status on invoices to 'draft'"},
    Statement{build_set_default, "SET <refs> DEFAULT [value] (to|as|'=') <value>", "set invoices.status default to 'draft'"},
    Statement{build_set_default, "SET <cols> DEFAULT [value] (to|as|'=') <value> OF [TABLE] <tables>", "set status default to 'draft' on invoices"},
    Statement{build_set_default, "(ADD|SET) DEFAULT [value] [of] <value> (to|for|on) <refs>", "add default 'draft' to invoices.status"},
    Statement{build_set_default, "default <refs> to <value>", "default invoices.status to draft"},
    Statement{build_drop_default, "DROP DEFAULT [value] (of|from|on|for) <refs>", "drop default of status on invoices"},
    Statement{build_drop_default, "DROP <refs> DEFAULT [value]", "drop invoices.status default"},
    Statement{build_set_comment, "(ADD|SET) comment <string> (to|on|for) <refs>", "add comment 'gross' to invoices.total"},
    Statement{build_set_comment, "[(ADD|SET|CHANGE)] comment (of|on|for) <refs> (to|is|as|':') <string>", "set comment of invoices.total to 'gross'"},
    Statement{build_set_comment, "DROP comment (of|on|from|for) <refs>", "drop comment of invoices.total"},
};

constexpr std::array kForeignKeys = {
    Statement{build_link, "LINK <table=from> (to|with) [TABLE] <table=to> [TABLE] [(via|through|by|using|on) <name>] {<action>}", "link projects to customers"},
    Statement{build_link, "PUT <fk> [CONSTRAINT] (from|on|between) <table=from> (to|and) <table=to> {<action>}", "add foreign key from projects to customers"},
    Statement{build_link, "PUT REFERENCE to <table=to> (on|in|from|for) <table=from> {<action>}", "add reference to customers on projects"},
    Statement{build_link, "PUT <known_table=to> REFERENCE [COLUMN] (to|on|in) <table=from> {<action>}", "add customer reference to projects"},
    Statement{build_foreign_key, "PUT <fk> [CONSTRAINT] [CALLED <word=constraint>|<ident=constraint>] (on|from|for|to) <refs> <refers> [TABLE] <target> {<action>}", "add foreign key on projects.owner_id to users"},
    Statement{build_foreign_key, "PUT <fk> <refs> (REFERS|'->'|'=>'|pointing to) [TABLE] <target> {<action>}", "add fk projects.owner_id -> users.id"},
    Statement{build_foreign_key, "MAKE <refs> [a] (reference|REFERS|<fk> to) <target> {<action>}", "make projects.owner_id reference users"},
    Statement{build_foreign_key, "CHANGE TABLE <one_table=tables> ADD [CONSTRAINT <word=constraint>] foreign key '(' <cols> ')' REFERS [TABLE] <target> {<action>}", "alter table projects add foreign key (owner_id) references users(id)"},
    Statement{build_foreign_key_column, "PUT <name> <fk> [COLUMN] (to|on|in) [TABLE] <table> [TABLE]", "add customer_id foreign key to projects"},
    Statement{build_foreign_key_column, "PUT <fk> [COLUMN] <name> (to|on|in) [TABLE] <table> [TABLE]", "add foreign key customer_id to projects"},
    Statement{build_change_action, "(CHANGE|SET) on (delete|update) (of|for|on) <refs> to <deletion>", "change on delete of invoices.customer_id to cascade"},
    Statement{build_change_action, "(CHANGE|SET) <refs> on (delete|update) to <deletion>", "change invoices.customer_id on delete to cascade"},
    Statement{build_change_action, "(CHANGE|SET|MAKE) <fk> [of|on] <refs> [to] on (delete|update) <deletion>", "change fk invoices.customer_id to on delete cascade"},
    Statement{build_change_action, "(CHANGE|SET|MAKE) <refs> [to] on (delete|update) <deletion>", "make invoices.customer_id on update cascade"},
    Statement{build_drop_foreign_key, "DROP <fk> [CONSTRAINT] (on|from|of|for) <refs>", "drop foreign key on invoices.customer_id"},
    Statement{build_drop_foreign_key, "DROP <fk> [CONSTRAINT] <exact_refs=refs>", "drop foreign key invoices.customer_id"},
    Statement{build_drop_foreign_key, "DROP <fk> [CONSTRAINT] from <table=from> to <table=to>", "drop foreign key from invoices to customers"},
    Statement{build_drop_foreign_key, "DROP <fk> [CONSTRAINT] <cols> (from|on|of|in) [TABLE] <tables>", "drop foreign key customer_id from invoices"},
    Statement{build_drop_foreign_key, "DROP <cols> <fk> [CONSTRAINT] (from|on|of|in) [TABLE] <tables>", "drop customer_id foreign key from invoices"},
};

constexpr std::array kIndexes = {
    Statement{build_create_index, "PUT {<index_kind>} INDEX [concurrently] [if not exists] [CALLED <word=name>|<ident=name>] ON <index_on> {<index_tail>}", "add index on invoices(customer_id, status)"},
    Statement{build_create_index, "PUT {<index_kind>} <index_columns> INDEX (on|to|for|in) [TABLE] <table> [TABLE] {<index_tail>}", "add email index to users"},
    Statement{build_create_index, "PUT {<index_kind>} <known_table=table> <index_columns> INDEX {<index_tail>}", "add users email index"},
    Statement{build_create_index, "PUT {<index_kind>} INDEX [concurrently] [if not exists] <exact_index=index_on> {<index_tail>}", "add index users(name)"},
    Statement{build_create_index, "(index|indexes|indexed|indexing) <index_on> {<index_tail>}", "index users by email"},
    Statement{build_rename_index, "RENAME INDEX <word=from> [(on|of|in) [TABLE] <table> [TABLE]] <arrow> <word=to>", "rename index idx_users_name to idx_users_by_name"},
    Statement{build_rename_index, "RENAME <word=from> INDEX <arrow> <word=to> [INDEX]", "rename idx_users_name index to idx_users_by_name"},
    Statement{build_rename_index, "CHANGE INDEX <word=from> RENAME to <word=to>", "alter index idx_users_name rename to idx_users_by_name"},
    Statement{build_drop_index, "DROP [unique] INDEX [concurrently] [if exists] <word=name> [(on|from) [TABLE] <table> [TABLE]]", "drop index idx_users_name"},
    Statement{build_drop_index, "DROP <word=name> INDEX", "drop idx_users_name index"},
    Statement{build_drop_index, "DROP [unique] INDEX [concurrently] (on|from|of|for) <refs>", "drop index on users.name"},
    Statement{build_drop_index, "DROP [unique] INDEX [concurrently] <exact_refs=refs>", "drop index users(name)"},
    Statement{build_drop_index, "DROP [unique] INDEX <cols> (on|from|of|in) [TABLE] <tables>", "drop index name from users"},
    Statement{build_drop_index, "DROP [unique] <cols> INDEX (on|from|of|in) [TABLE] <tables>", "drop name index from users"},
};

constexpr std::array kConstraints = {
    Statement{build_create_unique, "PUT [composite] UNIQUE [CONSTRAINT|key] [CALLED <word=name>|<ident=name>] ON <refs>", "add unique constraint on users name"},
    Statement{build_create_unique, "PUT [composite] unique [CONSTRAINT|key] <exact_refs=refs>", "add unique constraint users(name)"},
    Statement{build_create_unique, "CHANGE TABLE <one_table=tables> ADD [CONSTRAINT <word=name>] unique '(' <cols> ')'", "alter table users add constraint uq_users_name unique (name)"},
    Statement{build_create_unique, "ADD CONSTRAINT <word=name> unique '(' <cols> ')' (to|on) [TABLE] <tables>", "add constraint uq_users_name unique (name) to users"},
    Statement{build_create_unique, "PUT [composite] <ident=name> unique CONSTRAINT ON <refs>", "add uq_users_name unique constraint on users(name)"},
    Statement{build_create_unique, "PUT [composite] unique [CONSTRAINT|key] '(' <cols> ')' (to|on) [TABLE] <tables>", "add unique (project_id, number) to invoices"},
    Statement{build_create_unique, "PUT [composite] unique together <cols> (to|on|for|in) [TABLE] <tables>", "add unique together name and phone on users"},
    Statement{build_drop_unique, "DROP UNIQUE [CONSTRAINT|key] (on|from|of|for) <refs>", "drop unique constraint on users email"},
    Statement{build_drop_unique, "DROP UNIQUE [CONSTRAINT|key] <exact_refs=refs>", "drop unique constraint users.email"},
    Statement{build_drop_unique, "DROP UNIQUE [CONSTRAINT|key] <cols> (on|from|of|in) [TABLE] <tables>", "drop unique constraint email from users"},
    Statement{build_drop_unique, "DROP <cols> UNIQUE CONSTRAINT (on|from|of|in) [TABLE] <tables>", "drop email unique constraint from users"},
    Statement{build_create_check, "PUT check [CONSTRAINT] [CALLED <word=name>|<ident=name>] (on|to|for) [TABLE] <table> [TABLE] [':'|that|','] <sql>", "add check on invoices total >= 0"},
    Statement{build_create_check, "PUT check [CONSTRAINT] [CALLED <word=name>] [that|':'] <sql> (on|to|for|in) [TABLE] <table> [TABLE]", "add check constraint total >= 0 to invoices"},
    Statement{build_create_check, "(ensure|enforce) [that] <sql> (on|in|for) [TABLE] <table> [TABLE]", "ensure total >= 0 on invoices"},
    Statement{build_sign_check, "<refs> (must|should) be (positive|nonnegative|non ['-'] negative|not negative)", "invoices.total must be positive"},
    Statement{build_sign_check, "(ensure|enforce) [that] <refs> (is|are) (positive|nonnegative|non ['-'] negative|not negative)", "ensure invoices.total is positive"},
    Statement{build_restrict_values, "RESTRICT <refs> to [be] [one of|in] <value_list>", "restrict invoices.status to (DRAFT, SENT)"},
    Statement{build_restrict_values, "RESTRICT <cols> to <value_list> OF [TABLE] <tables>", "limit status to DRAFT, SENT on invoices"},
    Statement{build_restrict_values, "MAKE <refs> enum [of|with] <value_list>", "make invoices.status an enum (DRAFT, SENT)"},
    Statement{build_restrict_values, "(CHANGE|turn|turns) <refs> (to|into) enum [of|with] <value_list>", "change invoices.status to enum (DRAFT, SENT)"},
    Statement{build_restrict_values, "<refs> (must|should|can) [only] be [one of|either|in] <value_list>", "invoices.status must be one of DRAFT, SENT"},
    Statement{build_change_values, "ADD (value|values|option|options) <value> {<or_sep> <value>} (to|in|for) <exact_refs=refs>", "add value PAUSED to projects.state"},
    Statement{build_change_values, "ALLOW [value|values] <value> {<or_sep> <value>} (in|for) <exact_refs=refs>", "allow PAUSED in projects.state"},
    Statement{build_change_values, "DROP (value|values|option|options) <value> {<or_sep> <value>} (from|of|in) <exact_refs=refs>", "remove value DONE from projects.state"},
    Statement{build_create_check, "ADD CONSTRAINT <word=name> (to|on) [TABLE] <table> [TABLE] [':'] check <sql>", "add constraint chk_total on invoices check (total >= 0)"},
    Statement{build_create_check, "ADD CONSTRAINT <word=name> check <sql> (to|on) [TABLE] <table> [TABLE]", "add constraint chk_total check (total >= 0) to invoices"},
    Statement{build_create_check, "CHANGE TABLE <table> ADD [CONSTRAINT <word=name>] check <sql>", "alter table invoices add constraint chk_paid check (total >= 0)"},
    Statement{build_rename_constraint, "RENAME [<constraint_kind>] CONSTRAINT <word=from> <arrow> <word=to> [(on|of|in|for) [TABLE] <table> [TABLE]]", "rename constraint uq_users_email to uq_mail on users"},
    Statement{build_rename_constraint, "RENAME [<constraint_kind>] CONSTRAINT <word=from> (on|of|in|for) [TABLE] <table> [TABLE] <arrow> <word=to>", "rename constraint uq_users_email on users to uq_mail"},
    Statement{build_rename_constraint, "RENAME <word=from> [<constraint_kind>] CONSTRAINT <arrow> <word=to>", "rename uq_users_email constraint to uq_mail"},
    Statement{build_rename_constraint, "CHANGE TABLE <table> RENAME CONSTRAINT <word=from> to <word=to>", "alter table users rename constraint uq_users_email to uq_mail"},
    Statement{build_drop_constraint, "CHANGE TABLE <table> DROP CONSTRAINT [if exists] <word=name>", "alter table users drop constraint uq_users_email"},
    Statement{build_drop_constraint, "DROP [<constraint_kind>] CONSTRAINT [if exists] <word=name> [(on|from|of|in) [TABLE] <table> [TABLE]]", "drop constraint chk_invoices_total on invoices"},
    Statement{build_drop_constraint, "DROP <constraint_kind> <word=name> [(on|from|of|in) [TABLE] <table> [TABLE]]", "drop check chk_invoices_total on invoices"},
    Statement{build_drop_constraint, "DROP <word=name> [<constraint_kind>] CONSTRAINT [(on|from|of|in) [TABLE] <table> [TABLE]]", "drop chk_invoices_total constraint on invoices"},
    Statement{build_drop_constraint, "DROP check [CONSTRAINT] (on|from|of|for) <refs>", "drop check on invoices.total"},
};

constexpr std::array kEnums = {
    Statement{build_add_label, "ADD [enum] (value|values|label|labels) <value> {<sep> <value>} (to|in|into) [TYPE] <enum_type=enum> [TYPE] [(before|after) <value=neighbour>]", "add value archived to enum project_state"},
    Statement{build_add_label, "ADD <string=value> {<sep> <string=value>} (to|in|into) TYPE <enum_type=enum> [(before|after) <value=neighbour>]", "add 'archived' to enum project_state"},
    Statement{build_add_label, "ADD <string=value> {<sep> <string=value>} (to|in|into) <enum_type=enum> TYPE [(before|after) <value=neighbour>]", "add 'archived' to project_state enum"},
    Statement{build_add_label, "CHANGE TYPE <enum_type=enum> ADD value <value> [(before|after) <value=neighbour>]", "alter type project_state add value 'archived'"},
    Statement{build_rename_label, "RENAME [enum] (value|label) <value=from> <arrow> <value=to> (in|of|on) [TYPE] <enum_type=enum> [TYPE]", "rename value draft to planned in enum project_state"},
    Statement{build_rename_label, "RENAME <string=from> <arrow> <string=to> (in|of|on) TYPE <enum_type=enum>", "rename 'draft' to 'planned' in enum project_state"},
    Statement{build_rename_label, "CHANGE TYPE <enum_type=enum> RENAME value <value=from> to <value=to>", "alter type project_state rename value 'draft' to 'planned'"},
    Statement{build_remove_label, "DROP [enum] (value|label) <value=gone> (in|of|from) [TYPE] <enum_type=enum> [TYPE] [[','] [and] [its] rows become <value=instead>]", "remove value draft from enum project_state, rows become active"},
    Statement{build_replace_labels, "replace [enum] (value|values|label|labels) <label_pair> {<sep> <label_pair>} (in|of|on) [TYPE] <enum_type=enum> [TYPE]", "replace value draft with planned in enum project_state"},
    Statement{build_replace_labels, "replace [enum] (value|values|label|labels) (in|of|on) [TYPE] <enum_type=enum> [TYPE] [':'|','] <label_pair> {<sep> <label_pair>}", "replace labels of enum project_state: draft -> planned, active -> open"},
    Statement{build_replace_labels, "RENAME [enum] (values|labels) <label_pair> {<sep> <label_pair>} (in|of|on) [TYPE] <enum_type=enum> [TYPE]", "rename values draft to planned and active to open in enum project_state"},
    Statement{build_replace_labels, "replace [enum] (values|labels) <value=from> {<sep> <value=from>} (with|by) <value=to> {<sep> <value=to>} (in|of|on) [TYPE] <enum_type=enum> [TYPE]", "replace labels draft, active with planned, open in enum project_state"},
    Statement{build_set_labels, "replace [enum] (values|labels) (of|in) [TYPE] <enum_type=enum> [TYPE] (with|by) <value_list>", "replace values of enum project_state with active, draft"},
    Statement{build_set_labels, "SET (values|labels) (of|in) [TYPE] <enum_type=enum> [TYPE] to <value_list>", "set values of enum project_state to active, draft, closed"},
    Statement{build_set_labels, "(reorder|sort) [(values|labels) (of|in)] TYPE <enum_type=enum> [to|as|':'] <value_list>", "reorder enum project_state: active, draft"},
    Statement{build_set_labels, "(reorder|sort) (values|labels) (of|in) <enum_type=enum> [TYPE] [to|as|':'] <value_list>", "reorder values of project_state: active, draft"},
};

constexpr std::array kRows = {
    Statement{build_fill_rows, "FILL [null|nulls|empty|missing] [in] <refs> with <value>", "backfill users.phone with '-'"},
    Statement{build_fill_rows, "SET <refs> to <value> where [<column=again>] [is] null", "set users.phone to '-' where null"},
    Statement{build_fill_rows, "SET <cols> to <value> where [<column=again>] [is] null OF [TABLE] <tables>", "set phone to '-' where null on users"},
    Statement{build_fill_rows, "update <one_table=tables> set <cols> '=' <value> where <column=again> is null", "update users set phone = '-' where phone is null"},
    Statement{build_copy_column, "COPY <cols> from [TABLE] <table=from> [TABLE] to [TABLE] <table=to> [TABLE]", "copy name from customers to invoices"},
    Statement{build_move_column, "MOVE <cols> from [TABLE] <table=from> [TABLE] to [TABLE] <table=to> [TABLE]", "move phone from users to clients"},
    Statement{build_split_column, "SPLIT <refs> into <name> <sep> <name> {<sep> <name>}", "split users.name into first_name and last_name"},
    Statement{build_split_column, "SPLIT <cols> into <name> <sep> <name> {<sep> <name>} OF [TABLE] <tables>", "split name into first_name and last_name on users"},
};
// clang-format on

/// The statements under one heading of the page of phrases.
struct Section {
    std::string_view heading;
    std::span<const Statement> statements;
    bool takes_anything = false;  ///< see Production
};
constexpr std::array kSections = {
    Section{"Tables", kTables},
    Section{"Columns", kColumns},
    Section{"Alterations", kAlterations},
    Section{"Foreign keys", kForeignKeys},
    Section{"Indexes", kIndexes},
    Section{"Constraints", kConstraints},
    Section{"Enums", kEnums},
    Section{"Rows", kRows, true},
};

/// True when `fits` says yes of a part that the expression may begin with.
bool may_begin_with(const Expr& expr, const std::function<bool(const Expr&)>& fits) {
    const bool optional = expr.kind == ExprKind::optional || expr.kind == ExprKind::repeat;
    if (expr.kind == ExprKind::choice || optional) {
        return std::any_of(expr.parts.begin(), expr.parts.end(),
                           [&](const Expr& part) { return may_begin_with(part, fits); });
    }
    if (expr.kind != ExprKind::sequence) return fits(expr);
    for (const auto& part : expr.parts) {
        if (may_begin_with(part, fits)) return true;
        const bool skippable = part.kind == ExprKind::optional || part.kind == ExprKind::repeat;
        if (!skippable) return false;
    }
    return false;
}

using Compiled = std::map<std::string_view, std::vector<std::pair<const Production*, Expr>>>;

Compiled compile() {
    Compiled all;
    for (const auto& production : grammar())
        all[production.rule].emplace_back(&production, read_pattern(production.pattern));
    return all;
}

}  // namespace

const std::vector<Production>& grammar() {
    static const auto kAll = [] {
        std::vector<Production> all;
        for (const Section& section : kSections) {
            for (const Statement& each : section.statements)
                all.push_back(
                    {kStatement, each.pattern, each.build, each.example, section.heading, section.takes_anything});
        }
        const auto parts = grammar_parts();
        all.insert(all.end(), parts.begin(), parts.end());
        return all;
    }();
    return kAll;
}

bool opens_statement(std::string_view word) {
    const auto& statements = productions_of(kStatement);
    return std::any_of(statements.begin(), statements.end(), [&](const auto& entry) {
        return may_begin_with(entry.second, [&](const Expr& first) {
            if (first.kind == ExprKind::word_class) return in_class(first.text, word);
            if (first.kind == ExprKind::rule && first.text == "clause") return is_verb(word);
            return first.kind == ExprKind::word && first.text == word;
        });
    });
}

const std::vector<std::pair<const Production*, Expr>>& productions_of(std::string_view rule) {
    static const Compiled kCompiled = compile();
    static const std::vector<std::pair<const Production*, Expr>> kNone;
    const auto found = kCompiled.find(rule);
    return found == kCompiled.end() ? kNone : found->second;
}

}  // namespace migrate::intent
