/// Findings as bytes, to be kept. Internal to check.cpp.
#pragma once

#include "cache/bytes.h"
#include "lint/lint.h"

namespace migrate::cache {

/// The category is its rule's; parts of findings are merged by then.
template <>
struct Form<lint::Finding> {
    static void write(Writer& writer, const lint::Finding& finding) {
        writer.write(finding.rule);
        writer.write(finding.severity);
        writer.write(finding.path);
        writer.write(finding.line);
        writer.write(finding.message);
        writer.write(finding.fix);
        writer.write(finding.also);
    }
    static bool read(Reader& reader, lint::Finding& finding) {
        const bool is_read = reader.read(finding.rule) && reader.read(finding.severity) && reader.read(finding.path) &&
                             reader.read(finding.line) && reader.read(finding.message) && reader.read(finding.fix) &&
                             reader.read(finding.also);
        const lint::Rule* rule = is_read ? lint::find_rule(finding.rule) : nullptr;
        if (rule != nullptr) finding.category = lint::name_of(rule->category);
        return rule != nullptr;
    }
};

}  // namespace migrate::cache
