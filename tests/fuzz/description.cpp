// Any text as a description: it is understood whole, or says what is not, or is refused; what is asked for can be said
// as JSON too; and what it makes can be written, is read back certain and led back from.
#include <cstdint>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "fuzz/mutate.h"
#include "fuzz/schema_at_start.h"
#include "intent/grammar.h"
#include "intent/intent.h"
#include "intent/vocabulary.h"
#include "render/render.h"
#include "sql/expression_check.h"

namespace {

using namespace migrate;
using namespace migrate::fuzz;

void check_says_why(const Error& error, const std::string& description) {
    if (error.code.empty() || error.message.empty()) broken("a refusal says why", description);
}

void check_json(const intent::Understanding& understood, const std::string& description) {
    const nlohmann::json written = write_operations(understood.operations);
    const Result<std::vector<RequestedOperation>> read = read_operations(written);
    if (!read)
        broken("a request can be said as JSON", description + "\n" + written.dump() + "\n" + read.error().message);
    if (*read != understood.operations) broken("JSON says the same request", description + "\n" + written.dump());
}

/// True where the request's own SQL is one expression to PostgreSQL each time: the program asks for that before it
/// writes.
bool is_sound_sql(const std::vector<Step>& steps) {
    std::vector<std::string> expressions;
    for (const Step& step : steps) {
        if (const auto* table = std::get_if<CreateTable>(&step.operation)) {
            for (const Check& check : table->table.checks) expressions.push_back(check.sql);
        }
        if (const auto* check = std::get_if<CreateCheck>(&step.operation)) expressions.push_back(check->check.sql);
        if (const auto* index = std::get_if<CreateIndex>(&step.operation)) {
            expressions.push_back(index->index.where);
            for (const IndexElement& element : index->index.elements) expressions.push_back(element.expression);
        }
    }
    return std::all_of(expressions.begin(), expressions.end(), [](const std::string& sql) {
        return sql.empty() || sql::check_expression(sql, Dialect::postgresql);
    });
}

void check_file(const intent::Understanding& understood, const std::string& description) {
    const Result<plan::Plan> made =
        plan::complete({.operations = understood.operations}, heads(), project::HouseRules{});
    if (!made) return check_says_why(made.error(), description);
    if (made->up.empty()) broken("a plan does something", description);
    if (!is_sound_sql(made->up)) return;
    const render::Header header{understood.title, "fuzzed", {"start"}, "2026-03-01", std::nullopt};
    const Result<std::string> text = render::write_migration(header, *made, project::HouseRules{});
    if (!text) return check_says_why(text.error(), description);
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        const Both both = run_both(*text, dialect);
        if (!both.is_sound()) broken("our own file is read with certainty", description + "\n" + *text);
        const Result<Schema> planned = migrate::apply(lower(made->up, dialect), head_on(dialect));
        if (!planned) broken("a plan can be applied", description + "\n" + planned.error().message);
        const std::vector<std::string> other = differences(both.up.after, *planned);
        if (!other.empty()) broken("what is read is what was planned", description + "\n" + base::join(other, "\n"));
        const std::vector<std::string> found = differences(both.down.after, head_on(dialect));
        if (!found.empty()) broken("downgrade leads back", description + "\n" + base::join(found, "\n") + "\n" + *text);
    }
}

// The words of the grammar and of the schema.
const Pieces& vocabulary() {
    static const Pieces all = [] {
        Pieces words = {", ", "; ", " and ", "\n", "users ", "email ", "invoices ", "user_id ", "status ", "total "};
        for (const intent::Production& each : intent::grammar()) {
            for (std::string& word : words_of(std::string(each.example) + " ")) words.push_back(std::move(word));
        }
        for (const intent::TypeWord& each : intent::type_words()) words.push_back(std::string(each.spelling) + " ");
        return words;
    }();
    return all;
}

}  // namespace

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t max_size,
                                               unsigned seed) {
    std::minstd_rand random(seed);
    const Pieces words = words_of({reinterpret_cast<const char*>(data), size});
    if (words.empty() || random() % 4 == 0) return LLVMFuzzerMutate(data, size, max_size);
    return put(changed(words, vocabulary(), random), data, max_size);
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* one, std::size_t one_size,
                                                 const std::uint8_t* other, std::size_t other_size, std::uint8_t* out,
                                                 std::size_t max_size, unsigned seed) {
    std::minstd_rand random(seed);
    const Pieces words = words_of({reinterpret_cast<const char*>(one), one_size});
    Pieces others = words_of({reinterpret_cast<const char*>(other), other_size});
    if (words.empty() || others.empty()) return 0;
    if (random() % 2 == 0) return put(changed(words, others, random), out, max_size);
    others.insert(others.begin(), random() % 2 == 0 ? ", " : " and ");
    others.insert(others.begin(), words.begin(), words.end());
    return put(others, out, max_size);
}

void migrate::fuzz::take(std::string_view input) {
    const std::string text(input);
    const Result<intent::Understanding> read = intent::read_description(text, heads().postgresql);
    if (!read) {
        check_says_why(read.error(), text);
    } else if (!read->understood) {
        if (!read->operations.empty() || read->unused.empty()) broken("what is not understood is named", text);
    } else {
        if (read->operations.empty()) broken("what is understood does something", text);
        if (read->title.empty()) broken("a file has a title", text);
        check_json(*read, text);
        check_file(*read, text);
    }
}
