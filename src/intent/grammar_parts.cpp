// The grammar's parts as data: what the statements of grammar.cpp are made of.
#include <array>

#include "intent/grammar.h"

namespace migrate::intent {

namespace {

struct Part {
    std::string_view rule;
    std::string_view pattern;
    Act act = Act::part;  ///< tells apart the forms of a rule that builders must know
};

// clang-format off
constexpr std::array kParts = {
    // Parts: joints
    Part{"sep", "',' [and] | and | '&' | '+'"},
    Part{"item_sep", "',' [and] ['\n'] ['-'|'*'] | and | '&' | ';' ['\n'] ['-'|'*'] | '\n' ['-'|'*']"},
    Part{"or_sep", "',' [and|or] | and | or | '/' | '|'"},
    Part{"value_list", "<values>"},
    Part{"value_list", "<value> <or_sep> <value> {<or_sep> <value>}"},
    Part{"it", "it | this COLUMN | that COLUMN | them"},
    Part{"fill", "[','] [and|with] FILL [it|them|nulls] [with] <value=filled>"},
    Part{"arrow", "to | into | as | '->' | '=>' | '-->'"},
    Part{"pair", "[TABLE] <table=left> [TABLE] (and|to|with|'&'|'-'|'/') <table=right> [TABLE]"},
    Part{"tables", "[TABLE] <table> [TABLE|MODEL] {<sep> [TABLE] <table> [TABLE|MODEL]}"},
    Part{"known_tables", "[TABLE] <known_table=table> [TABLE|MODEL] {<sep> [TABLE] <known_table=table> [TABLE|MODEL]}"},
    Part{"thing_pair", "[from] <thing> <arrow> <name>"},
    Part{"thing_pair", "[from] <whole_thing=thing> <arrow> <dotted=name>"},
    Part{"whole_thing", "<known_table=table>"},
    Part{"dotted", "<word> '.' <word>"},
    Part{"thing", "<known_table=table> | <column>"},
    Part{"bare", "<known_table=table>"},
    Part{"bare", "<column>"},
    Part{"bare", "<word>"},

    // Parts: a new table's body
    Part{"body", "WITH [following] [COLUMN] [':'] ['\n'] ['-'|'*'] <items>"},
    Part{"body", "':' ['\n'] ['-'|'*'] <items>"},
    Part{"body", "[','] ['\n'] COLUMN [':'] ['\n'] ['-'|'*'] <items>"},
    Part{"body", "'(' ['\n'] <items> ['\n'] ')'"},
    Part{"items", "<item> {<item_sep> <item>}"},
    Part{"item", "<ref_item>"},
    Part{"item", "<table_item>"},
    Part{"item", "<column_item>"},
    Part{"table_item", "unique [CONSTRAINT] [on|CALLED <word=constraint>] '(' <words> ')'", Act::create_unique},
    Part{"table_item", "unique <plus_words=words>", Act::create_unique},
    Part{"table_item", "unique together <and_words=words>", Act::create_unique},
    Part{"table_item", "[unique] INDEX [on] '(' <words> ')'", Act::create_index},
    Part{"table_item", "check '(' <sql> ')'", Act::create_check},
    Part{"table_item", "primary key [on] '(' <words> ')'"},
    Part{"ref_item", "(REFERENCE|<fk>) to [TABLE] <table> {<action>}"},
    Part{"words", "<word> {[','] [and] <word>}"},
    Part{"plus_words", "<word> '+' <word> {'+' <word>}"},
    Part{"and_words", "<word> (and|'+'|',') <word> {(and|'+'|',') <word>}"},

    // Parts: a new column
    Part{"columns", "<column_item> {<sep> <column_item>}"},
    Part{"column_item", "{<before>} [COLUMN [CALLED]] {<before>} <name> ['?'] [COLUMN] [':'] {<after>} [COLUMN] ['?']"},
    Part{"column_item", "{<before>} [COLUMN [CALLED]] {<before>} <name> ['?'] [COLUMN] '(' <after> {[','] <after>} ')'"},
    Part{"new_ref", "<table> '.' <name> ['?'] [COLUMN] [':'] {<after>}"},
    Part{"add_to", "<columns> TO [TABLE] <tables>"},
    Part{"tail", "'(' <after> {[','|and] <after>} ')'"},
    Part{"tail", "[','] [with] <after> {[','|and] [with] <after>}"},
    Part{"before", "<null_trait>"},
    Part{"before", "unique"},
    Part{"before", "indexed"},
    Part{"before", "<type>"},
    Part{"after", "[(of|with) type|as] <type>"},
    Part{"after", "(serial|bigserial|autoincrement|auto ['-'] increment|identity)"},
    Part{"after", "[as] <null_trait>"},
    Part{"after", "unique"},
    Part{"after", "(indexed|index|with index|'+' index|plus index)"},
    Part{"after", "(primary key|pk)"},
    Part{"after", "[with] (DEFAULT|defaulting) [value] [to|of|'='|':'] <value> | '=' <value>"},
    Part{"after", "(in|one of|enum) <values>"},
    Part{"after", "([as] <fk> [to]|REFERENCE [to]|referencing|'->') [TABLE] <target>"},
    Part{"after", "<fk=own_fk>"},
    Part{"after", "<action>"},
    Part{"after", "cascade"},
    Part{"after", "check '(' <sql> ')'"},
    Part{"after", "[with] check [CONSTRAINT] <sql=bare_sql>"},
    Part{"after", "comment <string>"},
    Part{"after", "[with] FILL [with] <value=filled>"},
    Part{"after", "COMPUTED [always] [as|from|by] [':'] '(' <sql=computed> ')' [stored|persisted]"},
    Part{"after", "COMPUTED [always] (as|from|by|'=') <sql=computed> [stored|persisted]"},
    Part{"action", "on (delete|update) (cascade|restrict|set null|set default|no action)"},
    Part{"deletion", "cascade | restrict | set null | set default | no action"},
    Part{"fk", "fk | fkey | foreign ['-'] key"},
    Part{"refers", "to | REFERS [TABLE] | '->' | '=>' | pointing to"},
    Part{"target", "<table> '.' <column> | <table> '(' <column> ')' | <table> [TABLE]"},

    // Parts: what is there
    Part{"ref", "<table> '.' <column>"},
    Part{"cols", "[COLUMN] <column> [COLUMN] {<sep> [COLUMN] <column> [COLUMN]}"},
    Part{"refs", "[COLUMN] <ref> [COLUMN] {<sep> <ref> [COLUMN]}"},
    Part{"refs", "<known_table=table> '.' <cols>"},
    Part{"refs", "<cols> OF [TABLE] <known_tables=tables>"},
    Part{"refs", "[TABLE] <known_table=table> [TABLE] (by|on|for|over) ['('] <cols> [')']"},
    Part{"refs", "<cols> OF [TABLE] <tables>"},
    Part{"refs", "[TABLE] <table> [TABLE] '(' <cols> ')'"},
    Part{"refs", "[TABLE] <known_table=table> [TABLE] [<own>] <cols>"},
    Part{"refs", "TABLE <table> COLUMN <cols>"},
    Part{"refs", "<cols>"},
    Part{"refs", "[TABLE] <table> [TABLE] <cols>"},
    Part{"refs", "<it>"},
    Part{"exact_refs", "<ref> {<sep> <ref>}"},
    Part{"exact_refs", "<table> '(' <cols> ')'"},
    Part{"exact_index", "<table> '(' <index_columns> ')'"},
    Part{"exact_index", "<ref> {<sep> <ref>}"},
    Part{"one_table", "<table>"},
    Part{"whole_table", "<known_table=table> | TABLE <table> | <table> TABLE"},
    Part{"drop_from", "[UNUSED] [COLUMN] [if exists] <cols> FROM [TABLE] <tables>"},
    Part{"rename_pair", "[COLUMN] <column> [COLUMN] <arrow> <name>"},
    Part{"clause", "ADD <columns>", Act::add_columns},
    Part{"clause", "DROP [UNUSED] <cols>", Act::drop_columns},
    Part{"clause", "RENAME [COLUMN] <rename_pair>", Act::rename_columns},
    Part{"clause", "MAKE <cols> <traits> | CHANGE <cols> (to|[set data] type) <traits> | CHANGE <cols> set <null_trait=trait>", Act::make_trait},
    Part{"clause", "CHANGE <cols> drop default", Act::drop_default},
    Part{"clause", "CHANGE <cols> set default <value>", Act::set_default},

    // Parts: traits
    Part{"traits", "<trait> {[and|','] <trait>}"},
    Part{"trait", "[be] <null_trait> | [be] <type> | [be] (unique|indexed) | not unique | non ['-'] unique | [with] DEFAULT [value] [to|of|'='] <value>"},
    Part{"null_trait", "<not_null> | NULLABLE | null"},
    Part{"not_null", "not ['-'] null | not ['-'] (NULLABLE|null) | non ['-'] (null|nullable|NULLABLE) | REQUIRED | notnull | nonnull"},
    Part{"nulls", "null | nulls | NULLABLE"},

    // Parts: indexes and constraints
    Part{"index_kind", "unique | partial | INDEXKIND | multi ['-'] column | METHOD"},
    Part{"index_on", "[TABLE] <table> [TABLE] '(' <index_columns> ')'"},
    Part{"index_on", "[COLUMN] <ref> [COLUMN] {<sep> <ref> [COLUMN]}"},
    Part{"index_on", "<index_columns> OF [TABLE] <known_table=table> [TABLE]"},
    Part{"index_on", "[TABLE] <known_table=table> [TABLE] (by|on|for|over) ['('] <index_columns> [')']"},
    Part{"index_on", "[TABLE] <table> [TABLE] using METHOD '(' <index_columns> ')'"},
    Part{"index_on", "<index_columns> OF [TABLE] <table> [TABLE]"},
    Part{"index_on", "[TABLE] <known_table=table> [TABLE] [<own>] <index_columns>"},
    Part{"index_on", "<index_columns>"},
    Part{"index_on", "[TABLE] <table> [TABLE] <index_columns>"},
    Part{"index_on", "<it>"},
    Part{"index_on", "'(' <index_columns> ')'"},
    Part{"index_columns", "<index_column> {<sep> <index_column>}"},
    Part{"index_column", "[COLUMN] <element> [COLUMN] [<opclass>] [asc|ascending|desc|descending] [nulls (first|last)]"},
    Part{"element", "<column>"},
    Part{"element", "<function> '(' <sql> ')'"},
    Part{"element", "'(' <sql> ')'"},
    Part{"index_tail", "where <sql=where>"},
    Part{"index_tail", "using METHOD"},
    Part{"index_tail", "(include|including) '(' <cols> ')'"},
    Part{"index_tail", "concurrently"},
    Part{"index_tail", "CALLED <word=name>"},
    Part{"enum_type", "<word> '.' <word> | <word>"},
    Part{"constraint_kind", "check | UNIQUE | <fk> | primary key"},
};
// clang-format on

}  // namespace

std::vector<Production> grammar_parts() {
    std::vector<Production> parts;
    for (const auto& part : kParts) parts.push_back({part.rule, part.act, part.pattern, {}});
    return parts;
}

}  // namespace migrate::intent
