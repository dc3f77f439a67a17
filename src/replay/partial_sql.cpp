#include "replay/partial_sql.h"

#include <set>

#include "base/text.h"
#include "operations/objects.h"
#include "schema/doubts.h"
#include "sql/sql.h"

namespace migrate::replay {

namespace {

/// Stands in the holes while the SQL is read: a name as good as any.
constexpr std::string_view kPlug = "zz_not_known_zz";

bool has_plug(std::string_view text) {
    return text.find(kPlug) != std::string_view::npos;
}

/// The object of an operation that was read with plugs in it; "" where even its table is not known.
std::string touched(const Operation& operation) {
    std::string object = object_of(operation);
    if (!has_plug(object)) return object;
    const std::optional<TableName> table = table_of(operation);
    if (!table || has_plug(to_string(*table))) return "";
    if (object.starts_with("column ")) return some_of(*table, Part::columns);
    if (object.starts_with("constraint ")) return some_of(*table, Part::constraints);
    if (object.starts_with("index ")) return some_of(*table, Part::indexes);
    return "";
}

/// "ALTER TABLE users ..." names its table however the rest is written.
std::string altered_table(const std::string& sql) {
    const std::vector<std::string> words = base::split_words(sql);
    std::size_t at = 2;
    if (words.size() < 3 || base::lower(words[0]) != "alter" || base::lower(words[1]) != "table") return "";
    while (at + 1 < words.size() &&
           (base::lower(words[at]) == "if" || base::lower(words[at]) == "exists" || base::lower(words[at]) == "only"))
        ++at;
    const std::string name = base::replace_all(words[at], "\"", "");
    return has_plug(name) ? "" : "table " + to_string(read_table_name(name));
}

}  // namespace

PartialSql read_partial_sql(const Machine& machine, const std::string& shape) {
    const std::string sql = base::replace_all(shape, std::string(1, kHole), std::string(kPlug));
    PartialSql partial{.leaves_schema = true, .objects = {}};
    std::set<std::string> objects;
    bool everything = shape.empty();
    for (const Operation& operation : sql::read_statements(sql, machine.schema, machine.where())) {
        if (std::holds_alternative<Execute>(operation)) continue;
        partial.leaves_schema = false;
        if (const auto* opaque = std::get_if<Opaque>(&operation)) {
            const std::string table = opaque->objects.empty() ? altered_table(sql) : "";
            if (!table.empty()) objects.insert(table);
            for (const std::string& object : opaque->objects) {
                if (!has_plug(object)) objects.insert(object);
                everything = everything || has_plug(object);
            }
            everything = everything || (opaque->objects.empty() && table.empty());
            continue;
        }
        const std::string object = touched(operation);
        if (object.empty() || object == "*")
            everything = true;
        else
            objects.insert(object);
    }
    partial.leaves_schema = partial.leaves_schema && !shape.empty();
    if (!everything) partial.objects = {objects.begin(), objects.end()};
    return partial;
}

}  // namespace migrate::replay
