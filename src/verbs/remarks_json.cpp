#include "verbs/remarks_json.h"

#include <nlohmann/json.hpp>

namespace migrate::verbs {

namespace {

std::string_view kind_of(replay::Remark::Kind kind) {
    switch (kind) {
        case replay::Remark::Kind::unknown:
            return "unknown";
        case replay::Remark::Kind::fails:
            return "fails";
        case replay::Remark::Kind::note:
            return "note";
    }
    return "";
}

}  // namespace

OutJson write_remarks(const std::vector<replay::Remark>& remarks) {
    OutJson out = OutJson::array();
    for (const replay::Remark& remark : remarks) {
        out.push_back({{"kind", kind_of(remark.kind)}, {"where", remark.where}, {"text", remark.text}});
    }
    return out;
}

}  // namespace migrate::verbs
