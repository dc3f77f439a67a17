#include "operations/follow_doubts.h"

#include <algorithm>

#include "operations/objects.h"
#include "schema/doubts.h"

namespace migrate::parts {

void follow_doubts(Schema& after, const Operation& operation) {
    if (after.doubts.empty()) return;
    const std::vector<Touched> objects = objects_of(operation);
    for (const Touched& gone : objects) {
        if (gone.use != Use::takes) continue;
        const auto made = std::ranges::find_if(
            objects, [&](const Touched& each) { return each.use == Use::makes && each.kind == gone.kind; });
        const bool is_table = gone.kind == ObjectKind::table;
        if (made != objects.end() && is_table) rename_table_in_doubts(after, gone.owner, made->owner);
        if (made != objects.end() && !is_table) rename_in_doubts(after, doubt_object(gone), doubt_object(*made));
        if (made == objects.end() && is_table) forget_doubts_of(after, gone.owner);
        if (made == objects.end() && !is_table) forget_doubt_of(after, doubt_object(gone));
    }
}

}  // namespace migrate::parts
