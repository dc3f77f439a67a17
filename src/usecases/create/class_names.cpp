#include "usecases/create/class_names.h"

#include <algorithm>

#include "base/text.h"
#include "usecases/model_files.h"

namespace migrate::usecases {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// A word of the text, or what stands between two of them.
struct Piece {
    std::string text;
    bool is_class = false;  ///< written as a class is: Parcel, TaskRun
};

std::vector<Piece> pieces_of(const std::string& text) {
    std::vector<Piece> pieces;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at + 1;
        while (end < text.size() && is_letter(text[end]) == is_letter(text[at])) ++end;
        std::string word = text.substr(at, end - at);
        const bool upper = word.front() >= 'A' && word.front() <= 'Z';
        const bool mixed =
            std::any_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; }) && word.size() > 1;
        pieces.push_back({std::move(word), upper && mixed});
        at = end;
    }
    return pieces;
}

}  // namespace

Reworded name_tables_of_classes(const std::string& description, const Schema& head, ProjectFiles& files) {
    Reworded reworded{description, {}};
    std::vector<Piece> pieces = pieces_of(description);
    std::vector<std::string> words;
    for (const Piece& piece : pieces) {
        if (piece.is_class) words.push_back(base::lower(piece.text));
    }
    if (words.empty()) return reworded;
    const std::vector<models::Model> models = models_of(files, words);
    std::string text;
    for (const Piece& piece : pieces) {
        const auto model = std::find_if(models.begin(), models.end(), [&](const models::Model& each) {
            return piece.is_class && each.class_name == piece.text && find_table(head, each.table.name) != nullptr;
        });
        text += model == models.end() ? piece.text : to_string(model->table.name);
        if (model == models.end()) continue;
        reworded.assumptions.push_back(piece.text + " is read as table " + to_string(model->table.name) +
                                       ", by its class in " + model->where);
    }
    reworded.description = std::move(text);
    return reworded;
}

}  // namespace migrate::usecases
