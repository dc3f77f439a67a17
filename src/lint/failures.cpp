#include "lint/failures.h"

#include <charconv>

namespace migrate::lint {

int line_of(const replay::Remark& remark, const std::string& path) {
    if (!remark.where.starts_with(path + ":")) return 0;
    int line = 0;
    const char* begin = remark.where.data() + path.size() + 1;
    std::from_chars(begin, remark.where.data() + remark.where.size(), line);
    return line;
}

void report_failures(const replay::Visited& file, const replay::Side& side, Report& report) {
    for (const replay::Remark& remark : side.upgrade.remarks) {
        if (remark.kind != replay::Remark::Kind::fails) continue;
        report.add(line_of(remark, file.path), remark.text,
                   "make it fit the schema as it stands there, or put it in a branch for the other dialect");
    }
}

}  // namespace migrate::lint
