/// What the builders share: the schema as the statements so far leave it, names resolved against it, and how
/// a statement fails.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "intent/matcher.h"
#include "intent/tokens.h"
#include "operations/requested.h"

namespace migrate::intent {

/// Why a reading is no reading: it contradicts the schema (`error`), or these words have no meaning here.
struct Refusal {
    std::optional<Error> error;
    std::vector<std::string> words;
};

tl::unexpected<Refusal> refuse(std::string code, std::string message, std::string hint = {});
tl::unexpected<Refusal> not_understood(std::vector<std::string> words);

struct Refs {
    TableName table;
    std::vector<std::string> columns;
};

/// What a statement is read in.
struct Context {
    const Tokens& tokens;
    Schema schema;              ///< after the statements before this one; of new columns only the names are there
    bool plural_house = false;  ///< four tables in five have plural names
    bool shouted = false;       ///< the description has no small letter, so capitals say nothing
    std::vector<TableName> focus = {};           ///< as for read_description
    std::optional<Refs> subject = std::nullopt;  ///< what the statement before is about: "an index on it"
    Schema promised = {};  ///< tables that other statements of the description create: what a foreign key may point to
    bool unsaid = false;   ///< the statement that is read leaves out its verb, so it goes on about the subject
};

/// What a statement says.
struct Draft {
    std::vector<RequestedOperation> operations;
    std::vector<std::string> assumptions;

    bool operator==(const Draft&) const = default;
};
void append(Draft& draft, Draft more);

bool has_plural_house(const Schema& schema);
/// The bytes that the node stands for, as typed.
std::string source_text(const Context& context, const Node& node);
/// The value of one token, without its quotes; of several the text as it is.
std::string value_text(const Context& context, const Node& node);
std::vector<std::string> words_of(const Context& context, const Node& node);
/// The words of a name joined by underscores when there are several; one word as typed.
std::string spoken_name(const Context& context, const Node& node);

/// Tables that the text may name: the literal one alone if there is one, else those equal but for case,
/// spelling or number.
std::vector<TableName> tables_called(const Schema& schema, std::string_view text);
/// Tables that have a column of this name (or of its snake_case form).
std::vector<TableName> owners_of(const Schema& schema, std::string_view column);
Names names_of(const Schema& schema);

struct Found {
    TableName table;
    std::vector<std::string> assumptions;
};
/// The one table that the node names. Errors: no_such_table with the nearest names, ambiguous.
Build<Found> resolve_table(const Context& context, const Node& node);
/// Every table of a <tables> node, each once.
Build<std::vector<TableName>> resolve_tables(const Context& context, const Node& node, Draft& draft);

/// The column of the table as it is spelled there. Errors: no_such_column with the nearest names.
Build<std::string> resolve_column(const Context& context, const TableName& table, const Node& node);

/// What a <refs> node (or <cols> with the tables of a <tables> node) means: the columns of each table.
Build<std::vector<Refs>> resolve_refs(const Context& context, const Node& refs, Draft& draft);
Build<std::vector<Refs>> resolve_columns_of(const Context& context, const Node& cols, const Node* tables, Draft& draft);
Build<std::vector<Refs>> resolve_owned(const Context& context, const std::vector<const Node*>& columns, Draft& draft);

/// The one table that all operations are about, and the columns that they add or change; nullopt for several tables.
std::optional<Refs> subject_of(const std::vector<RequestedOperation>& operations);
/// True when the node says "it" or "them" of several columns: what is made of them could be one thing or one each.
bool speaks_of_several(const Context& context, const Node& node);

/// The schema after the operation, as far as names go.
void sketch(Schema& schema, const RequestedOperation& operation);

/// The kind of constraint that "unique constraint", "check", "foreign key" or "primary key" names; nullopt where none
/// is said.
std::optional<ConstraintKind> kind_said(const Node& node);

/// False when it was set before: what is said twice is not understood.
template <typename T>
bool set_once(std::optional<T>& slot, T value) {
    if (slot.has_value()) return false;
    slot = std::move(value);
    return true;
}
inline bool set_once(bool& slot) {
    return !std::exchange(slot, true);
}

}  // namespace migrate::intent
