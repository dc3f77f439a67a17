#include "usecases/own_types.h"

#include <algorithm>
#include <map>

namespace migrate::usecases {

namespace {

constexpr int kFewest = 2;     ///< sightings, under which nothing is said
constexpr int kInTwenty = 17;  ///< of so many at least, where all are told

struct Spellings {
    Type type;
    int all = 0;
    std::map<std::pair<std::string, render::Import>, int> own;  ///< by code and import
};

bool stands_for_itself(const Type& type) {
    return type.kind == TypeKind::uuid || type.kind == TypeKind::datetime || type.kind == TypeKind::other;
}

}  // namespace

std::vector<render::OwnType> own_types(const std::vector<TypeSighting>& sightings, const plan::Heads& heads) {
    std::vector<Spellings> found;
    for (const TypeSighting& seen : sightings) {
        const Column column = plan::portable_column({"", seen.table}, seen.column, heads);
        if (!stands_for_itself(column.type)) continue;
        auto entry = std::ranges::find(found, column.type, &Spellings::type);
        if (entry == found.end()) entry = found.insert(found.end(), Spellings{column.type});
        ++entry->all;
        if (seen.import) ++entry->own[{seen.code, *seen.import}];
    }
    std::vector<render::OwnType> types;
    for (const Spellings& one : found) {
        const auto most = std::ranges::max_element(one.own, {}, [](const auto& spelling) { return spelling.second; });
        if (most == one.own.end() || most->second < kFewest || most->second * 20 < one.all * kInTwenty) continue;
        types.push_back({one.type, most->first.first, most->first.second});
    }
    return types;
}

}  // namespace migrate::usecases
