#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "base/text.h"
#include "schema/naming.h"

namespace migrate {
namespace {

struct Pair {
    std::string_view singular;
    std::string_view plural;
};

// What the endings below would get wrong in one direction or the other.
constexpr std::array kIrregular = {Pair{"person", "people"},
                                   Pair{"child", "children"},
                                   Pair{"man", "men"},
                                   Pair{"woman", "women"},
                                   Pair{"mouse", "mice"},
                                   Pair{"tooth", "teeth"},
                                   Pair{"foot", "feet"},
                                   Pair{"goose", "geese"},
                                   Pair{"datum", "data"},
                                   Pair{"medium", "media"},
                                   Pair{"criterion", "criteria"},
                                   Pair{"phenomenon", "phenomena"},
                                   Pair{"matrix", "matrices"},
                                   Pair{"vertex", "vertices"},
                                   Pair{"appendix", "appendices"},
                                   Pair{"axis", "axes"},
                                   Pair{"analysis", "analyses"},
                                   Pair{"basis", "bases"},
                                   Pair{"crisis", "crises"},
                                   Pair{"thesis", "theses"},
                                   Pair{"diagnosis", "diagnoses"},
                                   Pair{"hypothesis", "hypotheses"},
                                   Pair{"synopsis", "synopses"},
                                   Pair{"quiz", "quizzes"},
                                   Pair{"bus", "buses"},
                                   Pair{"gas", "gases"},
                                   Pair{"lens", "lenses"},
                                   Pair{"alias", "aliases"},
                                   Pair{"bias", "biases"},
                                   Pair{"atlas", "atlases"},
                                   Pair{"canvas", "canvases"},
                                   Pair{"menu", "menus"},
                                   Pair{"guru", "gurus"},
                                   Pair{"leaf", "leaves"},
                                   Pair{"knife", "knives"},
                                   Pair{"life", "lives"},
                                   Pair{"wife", "wives"},
                                   Pair{"half", "halves"},
                                   Pair{"shelf", "shelves"},
                                   Pair{"wolf", "wolves"},
                                   Pair{"loaf", "loaves"},
                                   Pair{"thief", "thieves"},
                                   Pair{"hero", "heroes"},
                                   Pair{"potato", "potatoes"},
                                   Pair{"tomato", "tomatoes"},
                                   Pair{"echo", "echoes"},
                                   Pair{"veto", "vetoes"},
                                   Pair{"cargo", "cargoes"},
                                   Pair{"movie", "movies"},
                                   Pair{"cookie", "cookies"},
                                   Pair{"calorie", "calories"},
                                   Pair{"selfie", "selfies"},
                                   Pair{"zombie", "zombies"},
                                   Pair{"pie", "pies"},
                                   Pair{"tie", "ties"},
                                   Pair{"cache", "caches"},
                                   Pair{"niche", "niches"},
                                   Pair{"headache", "headaches"},
                                   Pair{"axe", "axes"},
                                   Pair{"house", "houses"},
                                   Pair{"warehouse", "warehouses"},
                                   Pair{"cause", "causes"},
                                   Pair{"clause", "clauses"},
                                   Pair{"use", "uses"},
                                   Pair{"pause", "pauses"},
                                   Pair{"spouse", "spouses"},
                                   Pair{"excuse", "excuses"},
                                   Pair{"release", "releases"},
                                   Pair{"index", "indexes"}};

constexpr std::array kWithoutPlural = {
    "equipment", "information", "money",    "series",  "species",  "fish",     "sheep",    "deer",
    "news",      "metadata",    "feedback", "staff",   "software", "hardware", "evidence", "audio",
    "music",     "advice",      "luggage",  "traffic", "stuff",    "means",    "http",     "sms",
    "gps",       "dns",         "https",    "aws",     "css",      "js",       "tls"};

bool ends_with_any(std::string_view word, std::initializer_list<std::string_view> endings) {
    return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) { return word.ends_with(ending); });
}

bool is_vowel(char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
}

bool has_no_plural(std::string_view word) {
    return std::find(kWithoutPlural.begin(), kWithoutPlural.end(), word) != kWithoutPlural.end();
}

std::optional<std::string> irregular_singular(std::string_view word) {
    for (const Pair& pair : kIrregular) {
        if (pair.plural == word) return std::string(pair.singular);
    }
    return std::nullopt;
}

std::optional<std::string> irregular_plural(std::string_view word) {
    for (const Pair& pair : kIrregular) {
        if (pair.singular == word) return std::string(pair.plural);
    }
    return std::nullopt;
}

std::string singular_word(const std::string& word) {
    if (has_no_plural(word)) return word;
    for (const Pair& pair : kIrregular) {
        if (pair.singular == word) return word;
    }
    if (const auto known = irregular_singular(word)) return *known;
    const auto without = [&](std::size_t bytes) { return word.substr(0, word.size() - bytes); };
    if (word.size() < 3 || !word.ends_with('s') || ends_with_any(word, {"ss", "us", "is"})) return word;
    if (word.size() > 4 && word.ends_with("ies")) return without(3) + "y";
    if (ends_with_any(word, {"sses", "ches", "shes", "xes", "zzes", "uses"})) return without(2);
    return without(1);
}

bool is_plural_already(const std::string& word) {
    return singular_word(word) != word;
}

std::string plural_word(const std::string& word) {
    if (word.empty() || has_no_plural(word)) return word;
    if (const auto known = irregular_plural(word)) return *known;
    if (is_plural_already(word)) return word;
    if (word.ends_with('y') && word.size() > 1 && !is_vowel(word[word.size() - 2])) {
        return word.substr(0, word.size() - 1) + "ies";
    }
    if (word.ends_with("sis")) return word.substr(0, word.size() - 2) + "es";
    if (ends_with_any(word, {"s", "x", "z", "ch", "sh"})) return word + "es";
    return word + "s";
}

/// Applies `change` to the last word of "purchase_order"; what stands before stays.
template <class Change>
std::string change_last_word(std::string_view noun, Change change) {
    const std::size_t underscore = noun.rfind('_');
    const std::size_t start = underscore == std::string_view::npos ? 0 : underscore + 1;
    return std::string(noun.substr(0, start)) + change(std::string(noun.substr(start)));
}

}  // namespace

std::string pluralize(std::string_view noun) {
    return change_last_word(noun, plural_word);
}

std::string singularize(std::string_view noun) {
    return change_last_word(noun, singular_word);
}

}  // namespace migrate
