#include "intent/plain_letters.h"

#include <array>
#include <utility>

#include "base/text.h"

namespace migrate::intent {

std::string in_plain_letters(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 26> kPlain = {{
        {"áàâäãåąā", "a"}, {"çćč", "c"},     {"ďđ", "d"},       {"éèêëęėēě", "e"}, {"íìîïįī", "i"},   {"łļ", "l"},
        {"ñńņ", "n"},      {"óòôöõøō", "o"}, {"ŕř", "r"},       {"śšş", "s"},      {"ťţ", "t"},       {"úùûüųū", "u"},
        {"ýÿ", "y"},       {"źžż", "z"},     {"ÁÀÂÄÃÅĄĀ", "A"}, {"ÇĆČ", "C"},      {"ÉÈÊËĘĖĒĚ", "E"}, {"ÍÌÎÏĮĪ", "I"},
        {"ŁĻ", "L"},       {"ÑŃŅ", "N"},     {"ÓÒÔÖÕØŌ", "O"},  {"ŚŠŞ", "S"},      {"ÚÙÛÜŲŪ", "U"},   {"Ý", "Y"},
        {"ŹŽŻ", "Z"},      {"ß", "ss"},
    }};
    std::string plain(text);
    for (const auto& [marked, letter] : kPlain) {
        for (std::size_t at = 0; at + 1 < marked.size(); at += 2) {  // each has two bytes
            plain = base::replace_all(plain, marked.substr(at, 2), letter);
        }
    }
    return plain;
}

}  // namespace migrate::intent
