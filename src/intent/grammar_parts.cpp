// The grammar's parts as data: what the statements of grammar.cpp are made of.
#include <array>

#include "intent/grammar.h"

namespace migrate::intent {

namespace {

// clang-format off
constexpr std::array kParts = {
    // Parts: joints
    Production{"sep", "',' [and] | and | '&' | '+'"},
    Production{"item_sep", "',' [and] ['\n'] ['-'|'*'] | and | '&' | ';' ['\n'] ['-'|'*'] | '\n' ['-'|'*']"},
    Production{"or_sep", "',' [and|or] | and | or | '/' | '|'"},
    Production{"value_list", "<values>"},
    Production{"value_list", "<value> <or_sep> <value> {<or_sep> <value>}"},
    Production{"it", "it | this COLUMN | that COLUMN | them"},
    Production{"fill", "[','] [and|with] FILL [it|them|nulls] [with] <value=filled>"},
    Production{"arrow", "to | into | as | '->' | '=>' | '-->'"},
    Production{"pair", "[TABLE] <table=left> [TABLE] (and|to|with|'&'|'-'|'/') <table=right> [TABLE]"},
    Production{"tables", "[TABLE] <table> [TABLE|MODEL] {<sep> [TABLE] <table> [TABLE|MODEL]}"},
    Production{"known_tables", "[TABLE] <known_table=table> [TABLE|MODEL] {<sep> [TABLE] <known_table=table> [TABLE|MODEL]}"},
    Production{"thing_pair", "[from] <thing> <arrow> <name>"},
    Production{"thing_pair", "[from] <whole_thing=thing> <arrow> <dotted=name>"},
    Production{"whole_thing", "<known_table=table>"},
    Production{"dotted", "<word> '.' <word>"},
    Production{"thing", "<known_table=table> | <column>"},
    Production{"bare", "<known_table=table>"},
    Production{"bare", "<column>"},
    Production{"bare", "<word>"},

    // Parts: a new table's body
    Production{"body", "WITH [following] [COLUMN] [':'] ['\n'] ['-'|'*'] <items>"},
    Production{"body", "':' ['\n'] ['-'|'*'] <items>"},
    Production{"body", "[','] ['\n'] COLUMN [':'] ['\n'] ['-'|'*'] <items>"},
    Production{"body", "'(' ['\n'] <items> ['\n'] ')'"},
    Production{"items", "<item> {<item_sep> <item>}"},
    Production{"item", "<ref_item>"},
    Production{"item", "<table_item>"},
    Production{"item", "<column_item>"},
    Production{"table_item", "unique [CONSTRAINT] [on|CALLED <word=constraint>] '(' <words> ')'"},
    Production{"table_item", "unique <plus_words=words>"},
    Production{"table_item", "unique together <and_words=words>"},
    Production{"table_item", "[unique] INDEX [on] '(' <words> ')'"},
    Production{"table_item", "check '(' <sql> ')'"},
    Production{"table_item", "primary key [on] '(' <words> ')'"},
    Production{"ref_item", "(REFERENCE|<fk>) to [TABLE] <table> {<action>}"},
    Production{"words", "<word> {[','] [and] <word>}"},
    Production{"plus_words", "<word> '+' <word> {'+' <word>}"},
    Production{"and_words", "<word> (and|'+'|',') <word> {(and|'+'|',') <word>}"},

    // Parts: a new column
    Production{"columns", "<column_item> {<sep> <column_item>}"},
    Production{"column_item", "{<before>} [COLUMN [CALLED]] {<before>} <name> ['?'] [COLUMN] [':'] {<after>} [COLUMN] ['?']"},
    Production{"column_item", "{<before>} [COLUMN [CALLED]] {<before>} <name> ['?'] [COLUMN] '(' <after> {[','] <after>} ')'"},
    Production{"new_ref", "<table> '.' <name> ['?'] [COLUMN] [':'] {<after>}"},
    Production{"add_to", "<columns> TO [TABLE] <tables>"},
    Production{"tail", "'(' <after> {[','|and] <after>} ')'"},
    Production{"tail", "[','] [with] <after> {[','|and] [with] <after>}"},
    Production{"before", "<null_trait>"},
    Production{"before", "unique"},
    Production{"before", "indexed"},
    Production{"before", "<type>"},
    Production{"after", "[(of|with) type|as] <type>"},
    Production{"after", "(serial|bigserial|smallserial|serial4|serial8|serial2|autoincrement|auto ['-'] increment|identity)"},
    Production{"after", "[as] <null_trait>"},
    Production{"after", "unique"},
    Production{"after", "(indexed|index|with index|'+' index|plus index)"},
    Production{"after", "(primary key|pk)"},
    Production{"after", "[with] (DEFAULT|defaulting) [value] [to|of|'='|':'] <value> | '=' <value>"},
    Production{"after", "(in|one of|enum) <values>"},
    Production{"after", "([as] <fk> [to]|REFERENCE [to]|referencing|'->') [TABLE] <target>"},
    Production{"after", "<fk=own_fk>"},
    Production{"after", "<action>"},
    Production{"after", "cascade"},
    Production{"after", "check '(' <sql> ')'"},
    Production{"after", "[with] check [CONSTRAINT] <sql=bare_sql>"},
    Production{"after", "comment <string>"},
    Production{"after", "[with] FILL [with] <value=filled>"},
    Production{"after", "COMPUTED [always] [as|from|by] [':'] '(' <sql=computed> ')' [stored|persisted]"},
    Production{"after", "COMPUTED [always] (as|from|by|'=') <sql=computed> [stored|persisted]"},
    Production{"action", "on (delete|update) (cascade|restrict|set null|set default|no action)"},
    Production{"deletion", "cascade | restrict | set null | set default | no action"},
    Production{"fk", "fk | fkey | foreign ['-'] key"},
    Production{"refers", "to | REFERS [TABLE] | '->' | '=>' | pointing to"},
    Production{"target", "<table> '.' <column> | <table> '(' <column> ')' | <table> [TABLE]"},

    // Parts: what is there
    Production{"ref", "<table> '.' <column>"},
    Production{"cols", "[COLUMN] <column> [COLUMN] {<sep> [COLUMN] <column> [COLUMN]}"},
    Production{"refs", "[COLUMN] <ref> [COLUMN] {<sep> <ref> [COLUMN]}"},
    Production{"refs", "<known_table=table> '.' <cols>"},
    Production{"refs", "<cols> OF [TABLE] <known_tables=tables>"},
    Production{"refs", "[TABLE] <known_table=table> [TABLE] (by|on|for|over) ['('] <cols> [')']"},
    Production{"refs", "<cols> OF [TABLE] <tables>"},
    Production{"refs", "[TABLE] <table> [TABLE] '(' <cols> ')'"},
    Production{"refs", "[TABLE] <known_table=table> [TABLE] [<own>] <cols>"},
    Production{"refs", "TABLE <table> COLUMN <cols>"},
    Production{"refs", "<cols>"},
    Production{"refs", "[TABLE] <table> [TABLE] <cols>"},
    Production{"refs", "<it>"},
    Production{"exact_refs", "<ref> {<sep> <ref>}"},
    Production{"exact_refs", "<table> '(' <cols> ')'"},
    Production{"exact_index", "<table> '(' <index_columns> ')'"},
    Production{"exact_index", "<ref> {<sep> <ref>}"},
    Production{"one_table", "<table>"},
    Production{"whole_table", "<known_table=table> | TABLE <table> | <table> TABLE"},
    Production{"drop_from", "[UNUSED] [COLUMN] [if exists] <cols> FROM [TABLE] <tables>"},
    Production{"rename_pair", "[COLUMN] <column> [COLUMN] <arrow> <name>"},
    Production{"clause", "ADD <columns>"},
    Production{"clause", "DROP [UNUSED] <cols>"},
    Production{"clause", "RENAME [COLUMN] <rename_pair>"},
    Production{"clause", "MAKE <cols> <traits> | CHANGE <cols> (to|[set data] type) <traits> | CHANGE <cols> set <null_trait=trait>"},
    Production{"clause", "CHANGE <cols> drop default"},
    Production{"clause", "CHANGE <cols> set default <value>"},

    // Parts: traits
    Production{"traits", "<trait> {[and|','] <trait>}"},
    Production{"trait", "[be] <null_trait> | [be] <type> | [be] (unique|indexed) | not unique | non ['-'] unique | [with] DEFAULT [value] [to|of|'='] <value>"},
    Production{"null_trait", "<not_null> | NULLABLE | null"},
    Production{"not_null", "not ['-'] null | not ['-'] (NULLABLE|null) | non ['-'] (null|nullable|NULLABLE) | REQUIRED | notnull | nonnull"},
    Production{"nulls", "null | nulls | NULLABLE"},

    // Parts: indexes and constraints
    Production{"index_kind", "unique | partial | INDEXKIND | multi ['-'] column | METHOD"},
    Production{"index_on", "[TABLE] <table> [TABLE] '(' <index_columns> ')'"},
    Production{"index_on", "[COLUMN] <ref> [COLUMN] {<sep> <ref> [COLUMN]}"},
    Production{"index_on", "<index_columns> OF [TABLE] <known_table=table> [TABLE]"},
    Production{"index_on", "[TABLE] <known_table=table> [TABLE] (by|on|for|over) ['('] <index_columns> [')']"},
    Production{"index_on", "[TABLE] <table> [TABLE] using METHOD '(' <index_columns> ')'"},
    Production{"index_on", "<index_columns> OF [TABLE] <table> [TABLE]"},
    Production{"index_on", "[TABLE] <known_table=table> [TABLE] [<own>] <index_columns>"},
    Production{"index_on", "<index_columns>"},
    Production{"index_on", "[TABLE] <table> [TABLE] <index_columns>"},
    Production{"index_on", "<it>"},
    Production{"index_on", "'(' <index_columns> ')'"},
    Production{"index_columns", "<index_column> {<sep> <index_column>}"},
    Production{"index_column", "[COLUMN] <element> [COLUMN] [<opclass>] [asc|ascending|desc|descending] [nulls (first|last)]"},
    Production{"element", "<column>"},
    Production{"element", "<function> '(' <sql> ')'"},
    Production{"element", "'(' <sql> ')'"},
    Production{"index_tail", "where <sql=where>"},
    Production{"index_tail", "using METHOD"},
    Production{"index_tail", "(include|including) '(' <cols> ')'"},
    Production{"index_tail", "concurrently"},
    Production{"index_tail", "CALLED <word=name>"},
    Production{"label_pair", "<value=from> (with|by|<arrow>) <value=to>"},
    Production{"enum_type", "<word> '.' <word> | <word>"},
    Production{"constraint_kind", "check | UNIQUE | <fk> | primary key"},
};
// clang-format on

}  // namespace

std::vector<Production> grammar_parts() {
    return {kParts.begin(), kParts.end()};
}

}  // namespace migrate::intent
