#include "operations/follow_doubts.h"

#include "schema/doubts.h"

namespace migrate::parts {
namespace {

std::string part(std::string_view kind, const TableName& table, const std::string& name) {
    return std::string(kind) + " " + to_string(table) + "." + name;
}

}  // namespace

void follow_doubts(Schema& after, const Operation& operation) {
    if (after.doubts.empty()) return;
    std::visit(
        overloaded{[&](const RenameTable& done) { rename_table_in_doubts(after, done.from, done.to); },
                   [&](const DropTable& done) { forget_doubts_of(after, done.table); },
                   [&](const RenameColumn& done) {
                       rename_in_doubts(after, part("column", done.table, done.from),
                                        part("column", done.table, done.to));
                   },
                   [&](const DropColumn& done) { forget_doubt_of(after, part("column", done.table, done.column)); },
                   [&](const RenameIndex& done) { rename_in_doubts(after, "index " + done.from, "index " + done.to); },
                   [&](const DropIndex& done) { forget_doubt_of(after, "index " + done.index); },
                   [&](const RenameConstraint& done) {
                       rename_in_doubts(after, part("constraint", done.table, done.from),
                                        part("constraint", done.table, done.to));
                   },
                   [&](const DropConstraint& done) {
                       if (!done.name.empty()) forget_doubt_of(after, part("constraint", done.table, done.name));
                   },
                   [&](const RenameEnum& done) {
                       rename_in_doubts(after, "type " + to_string(done.from), "type " + to_string(done.to));
                   },
                   [&](const DropEnum& done) { forget_doubt_of(after, "type " + to_string(done.name)); },
                   [&](const DropView& done) { forget_doubt_of(after, "view " + to_string(done.name)); },
                   [&](const DropSequence& done) { forget_doubt_of(after, "sequence " + to_string(done.name)); },
                   [](const auto&) {}},
        operation);
}

}  // namespace migrate::parts
