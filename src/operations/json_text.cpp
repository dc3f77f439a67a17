#include "operations/json_text.h"

namespace migrate {

nlohmann::json read_json(std::string_view text) {
    bool too_deep = false;
    const auto within = [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
        too_deep = too_deep || depth > kMaxJsonDepth;
        return !too_deep;
    };
    nlohmann::json value = nlohmann::json::parse(text, within, false);
    return too_deep ? nlohmann::json(nlohmann::json::value_t::discarded) : value;
}

}  // namespace migrate
