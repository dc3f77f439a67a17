#include "lint/python_rows.h"

#include <algorithm>
#include <cctype>
#include <set>

#include "base/text.h"
#include "lint/python_calls.h"

namespace migrate::lint {

namespace {

bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// The place after the next whole word `word` from `at`; npos when there is none.
std::size_t after_word(const std::string& text, const std::string& word, std::size_t at) {
    for (at = text.find(word, at); at != std::string::npos; at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        if ((at == 0 || !is_word(text[at - 1])) && (end == text.size() || !is_word(text[end]))) return end;
    }
    return std::string::npos;
}

bool is_key(const python::DictItem& item, const std::string& column) {
    return item.key && python::string_value(*item.key) == column;
}

/// `.values(column=...)`, `.values({"column": ...})`, `.update({"column": ...})`
bool gives_value(const python::Call& call, const std::string& column) {
    const auto* method = call.callee->as<python::Attribute>();
    if (method == nullptr || (method->name != "values" && method->name != "update")) return false;
    for (const python::Keyword& keyword : call.keywords) {
        if (keyword.name == column) return true;
    }
    return std::any_of(call.positional.begin(), call.positional.end(), [&](const python::Expression& given) {
        const auto* dict = given.as<python::Dict>();
        return dict != nullptr && std::any_of(dict->items.begin(), dict->items.end(),
                                              [&](const python::DictItem& item) { return is_key(item, column); });
    });
}

/// `UPDATE ... SET ... column =` in the text of a statement.
bool updates_in_sql(const std::string& text, const std::string& column) {
    constexpr std::size_t kLongest = 1000;  // of a statement up to the column
    for (std::size_t at = after_word(text, "update", 0); at != std::string::npos; at = after_word(text, "update", at)) {
        const std::string statement = text.substr(at, kLongest);
        const std::size_t set = after_word(statement, "set", 0);
        std::size_t end = set == std::string::npos ? set : after_word(statement, column, set);
        while (end < statement.size() && statement[end] == ' ') ++end;
        if (end < statement.size() && statement[end] == '=') return true;
    }
    return false;
}

/// `row.column = ...`
bool assigns(const std::string& text, const std::string& column) {
    const std::string attribute = "." + column;
    for (std::size_t at = text.find(attribute); at != std::string::npos; at = text.find(attribute, at + 1)) {
        std::size_t end = at + attribute.size();
        while (end < text.size() && text[end] == ' ') ++end;
        if (end + 1 < text.size() && text[end] == '=' && text[end + 1] != '=') return true;
    }
    return false;
}

/// The classes whose `__tablename__` is the table's.
std::set<std::string> models_of(const python::Module& module, const std::string& table) {
    std::set<std::string> models;
    for (const python::Statement& statement : module.statements) {
        const auto* model = statement.as<python::ClassDef>();
        if (model == nullptr) continue;
        for (const python::Statement& inner : model->body) {
            const auto* assign = inner.as<python::Assign>();
            if (assign == nullptr || !assign->value || assign->targets.empty()) continue;
            const auto* target = assign->targets.front().as<python::Name>();
            if (target != nullptr && target->id == "__tablename__" && python::string_value(*assign->value) == table)
                models.insert(model->name);
        }
    }
    return models;
}

/// The Model of `session.query(Model).delete()`; "" for any other call.
std::string emptied_model(const python::Call& call) {
    const auto* method = call.callee->as<python::Attribute>();
    const auto* query = method == nullptr || method->name != "delete" ? nullptr : method->object->as<python::Call>();
    const auto* asked = query == nullptr ? nullptr : query->callee->as<python::Attribute>();
    if (asked == nullptr || asked->name != "query" || query->positional.size() != 1) return {};
    const auto* model = query->positional.front().as<python::Name>();
    return model == nullptr ? "" : model->id;
}

}  // namespace

bool empties_in_python(const replay::ReplayedFile& file, const TableName& table) {
    const std::set<std::string> models = models_of(*file.module, table.name);
    bool found = false;
    for (const python::Statement& statement : file.module->statements) {
        const auto* function = statement.as<python::FunctionDef>();
        if (models.empty() || function == nullptr || function->name == "downgrade") continue;
        each_call(function->body,
                  [&](const python::Call& call, int) { found = found || models.contains(emptied_model(call)); });
    }
    return found;
}

bool fills_in_python(const replay::ReplayedFile& file, const std::string& column) {
    bool found = false;
    for (const python::Statement& statement : file.module->statements) {
        const auto* function = statement.as<python::FunctionDef>();
        if (function == nullptr || function->name == "downgrade") continue;
        each_call(function->body, [&](const python::Call& call, int) { found = found || gives_value(call, column); });
        const std::string text(python::text_of(*file.module, statement.span));
        found = found || assigns(text, column) || updates_in_sql(base::lower(text), base::lower(column));
    }
    return found;
}

}  // namespace migrate::lint
