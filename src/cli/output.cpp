#include "cli/output.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/visible.h"
#include "verbs/error_text.h"

namespace migrate::cli {

void print_text(const std::string& raw) {
    const std::string text = base::with_escapes(raw);
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (!text.ends_with('\n')) std::fputc('\n', stdout);
}

void print_json(const nlohmann::ordered_json& value) {
    print_text(value.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace));
}

int print_error(const Error& whole, bool as_json) {
    const Error error = verbs::bounded(whole);
    const int code = error.code == "not_understood" ? 1 : 2;
    if (as_json) {
        print_json(
            {{"error",
              {{"code", error.code}, {"message", error.message}, {"hint", error.hint}, {"where", error.where}}}});
        return code;
    }
    std::string text = "error: " + error.message;
    const bool is_place = error.where.find_first_of("/.:[") != std::string::npos;
    if (!error.where.empty()) text += (is_place ? "\n  at " : "\n  in ") + error.where;
    if (!error.hint.empty()) text += "\n  " + error.hint;
    text = base::with_escapes(text) + "\n";
    std::fwrite(text.data(), 1, text.size(), stderr);
    return code;
}

}  // namespace migrate::cli
