#include "intent/nearest_form.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "intent/vocabulary.h"

namespace migrate::intent {

namespace {

using Form = nlohmann::ordered_json;

class NearestForm {
  public:
    NearestForm(const Tokens& tokens, const Schema& head) : tokens_(tokens), head_(head) { find_names(); }

    Form read() const {
        const bool drops = any_in("DROP"), changes = any_in("CHANGE") || any_in("MAKE") || any_in("SET");
        if (any_in("FILL") || any_in("COPY") || any_in("MOVE") || any_in("SPLIT") || says_of_rows()) return rows();
        if (any_in("INDEX"))
            return drops ? Form{{"op", "drop_index"}, {"name", "<index>"}} : on_columns("create_index");
        if (any_in("UNIQUE")) return drops ? drop_constraint("unique") : on_columns("create_unique");
        const bool key = says("foreign") || says("fk") || any_in("REFERENCE");
        if (key) return drops ? drop_constraint("foreign_key") : foreign_key();
        if (says("check") && drops) return drop_constraint("check");
        if (says("check") || says("must") || says("ensure") || says("positive"))
            return with_table("create_check", {{"sql", "<condition>"}});
        if (any_in("RENAME")) return with_table("rename_column", {{"column", column()}, {"to", "<new name>"}});
        if (drops && any_in("TABLE")) return with_table("drop_table", {});
        if (drops) return with_table("drop_column", {{"column", column()}});
        if (any_in("TABLE") || (table_.empty() && !any_in("COLUMN"))) return new_table();
        if (changes && !says("add")) return with_table("alter_column", {{"column", column()}, {"type", type()}});
        return with_table("add_column", {{"column", {{"name", new_name()}, {"type", type()}}}});
    }

  private:
    bool says(std::string_view word) const {
        return std::any_of(tokens_.list.begin(), tokens_.list.end(),
                           [&](const Token& token) { return token.kind == TokenKind::word && token.lower == word; });
    }
    bool any_in(std::string_view word_class) const {
        return std::any_of(tokens_.list.begin(), tokens_.list.end(), [&](const Token& token) {
            return token.kind == TokenKind::word && in_class(word_class, token.lower);
        });
    }
    bool says_of_rows() const { return says("rows") || says("records") || says("truncate") || says("data"); }

    // The table that stands last, and the columns of it that are named.
    void find_names() {
        for (const Token& token : tokens_.list) {
            if (token.kind == TokenKind::symbol || token.kind == TokenKind::number) continue;
            const auto found = tables_called(head_, token.text);
            if (found.size() == 1) table_ = to_string(found.front());
        }
        const auto* table = table_.empty() ? nullptr : find_table(head_, read_table_name(table_));
        for (const Token& token : tokens_.list) {
            if (table != nullptr && find_column(*table, token.text) != nullptr) columns_.push_back(token.text);
        }
    }

    std::string table() const { return table_.empty() ? "<table>" : table_; }
    std::string column() const { return columns_.empty() ? "<column>" : columns_.front(); }

    std::string type() const {
        for (const Token& token : tokens_.list) {
            for (const TypeWord& word : type_words()) {
                if (word.spelling == token.lower) return std::string(word.canonical);
            }
        }
        return "<type>";
    }

    // The first word that could be a name and is none of the grammar's, nor a table or column that is there. Where
    // nothing is said to be added, the first such word is as likely a verb.
    std::string new_name() const {
        if (!any_in("ADD") && !any_in("CREATE") && !any_in("PUT")) return "<name>";
        for (const Token& token : tokens_.list) {
            const bool free = token.kind == TokenKind::word && is_plain_name(token.lower) &&
                              !is_never_in_name(token.lower) && !is_verb(token.lower) && !is_vague_noun(token.lower) &&
                              !is_vague_adjective(token.lower) && tables_called(head_, token.text).empty() &&
                              std::find(columns_.begin(), columns_.end(), token.text) == columns_.end();
            const bool of_type = std::any_of(type_words().begin(), type_words().end(),
                                             [&](const TypeWord& word) { return word.spelling == token.lower; });
            if (free && !of_type) return token.lower;
        }
        return "<name>";
    }

    Form with_table(const char* op, const Form& rest) const {
        Form form{{"op", op}, {"table", table()}};
        for (const auto& [key, value] : rest.items()) form[key] = value;
        return form;
    }
    std::vector<std::string> columns() const {
        return columns_.empty() ? std::vector<std::string>{"<column>"} : columns_;
    }
    Form on_columns(const char* op) const { return with_table(op, {{"columns", columns()}}); }
    Form drop_constraint(const char* kind) const {
        return with_table("drop_constraint", {{"kind", kind}, {"columns", columns()}});
    }
    Form foreign_key() const {
        return with_table("create_foreign_key",
                          {{"columns", std::vector<std::string>{column()}}, {"references", "<table>.<column>"}});
    }
    Form new_table() const {
        Form columns = Form::array();
        columns.push_back({{"name", "<name>"}, {"type", type()}});
        return {{"op", "create_table"}, {"table", table_.empty() ? new_name() : "<table>"}, {"columns", columns}};
    }
    Form rows() const {
        return {{"op", "execute"}, {"sql", "UPDATE " + table() + " SET " + column() + " = <value> WHERE <condition>"}};
    }

    const Tokens& tokens_;
    const Schema& head_;
    std::string table_;
    std::vector<std::string> columns_;
};

}  // namespace

std::string nearest_form(const Tokens& tokens, const Schema& head) {
    return NearestForm(tokens, head).read().dump(-1, ' ', false, Form::error_handler_t::replace);
}

}  // namespace migrate::intent
