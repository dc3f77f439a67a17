#include "intent/alter_doubts.h"

#include <algorithm>

#include "base/text.h"
#include "intent/vocabulary.h"

namespace migrate::intent {

bool names_types(const Context& context, const Node& node) {
    const auto* refs = find_part(node, "refs");
    const bool of_table =
        find_part(node, "tables") != nullptr ||
        (refs != nullptr && (find_part(*refs, "tables") != nullptr || find_part(*refs, "table") != nullptr ||
                             find_part(*refs, "ref") != nullptr));
    const auto* cols = find_part(refs == nullptr ? node : *refs, "cols");
    if (of_table || cols == nullptr || has_mark(*cols, "COLUMN")) return false;
    const auto& types = type_words();
    for (const auto* column : find_parts(*cols, "column")) {
        const auto word = base::lower(source_text(context, *column));
        if (std::any_of(types.begin(), types.end(), [&](const auto& type) { return type.spelling == word; }))
            return true;
    }
    return false;
}

bool empties_rows(const Node& node) {
    const bool of_rows = has_mark(node, "SET") || has_mark(node, "CHANGE") || has_mark(node, "MARK");
    std::vector<const Node*> traits;
    if (const auto* trait = find_part(node, "trait")) traits.push_back(trait);
    for (const auto* list : find_parts(node, "traits")) {
        for (const auto* trait : find_parts(*list, "trait")) traits.push_back(find_part(*trait, "null_trait"));
    }
    return of_rows && std::any_of(traits.begin(), traits.end(), [](const Node* trait) {
               return trait != nullptr && !(trait->production != nullptr && trait->production->rule == "not_null") &&
                      has_mark(*trait, "null") && find_part(*trait, "not_null") == nullptr;
           });
}

}  // namespace migrate::intent
