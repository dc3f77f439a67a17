// Writes random cases for tests/laws/test_laws.py, which runs them in real Alembic.
//
//   generate_cases --seed N --count N --out DIR     N cases, six on one schema
//   generate_cases --again FILE… --out DIR          the cases of these files; one that is to be `refused` is only
//   planned
//
// Each schema is a folder base_N: before.<dialect>.sql, and for each case case_M.py (the migration),
// case_M.<dialect>.sql (the schema that is predicted after it) and case_M.json (see stored.h). DIR/counts.json says
// what was asked and refused.
#include <rapidcheck.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>

#include "laws/stored.h"

using namespace migrate;

namespace {

constexpr int kCasesOnOneSchema = 6;

struct Counts {
    std::map<std::string, int> accepted;
    std::map<std::string, int> refused;
    std::vector<std::string> refusals;
    int cases = 0;
};

void write_file(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

void add(Counts& counts, const laws::Case& made) {
    for (const auto& [kind, count] : made.accepted) counts.accepted[kind] += count;
    for (const auto& [kind, count] : made.refused) counts.refused[kind] += count;
    counts.refusals.insert(counts.refusals.end(), made.refusals.begin(), made.refusals.end());
}

/// Writes one case of a folder; a migration that cannot be written counts as refused.
bool write_one(const laws::Case& made, const std::filesystem::path& folder, int number, Counts& counts) {
    const std::string name = "case_" + std::to_string(number);
    const Result<std::string> text = laws::text_of(made, name, "start");
    if (!text) {
        counts.refused["(render) " + text.error().code] += 1;
        counts.refusals.push_back("(render) " + text.error().message);
        return false;
    }
    write_file(folder / (name + ".py"), *text);
    write_file(folder / (name + ".postgresql.sql"), laws::ddl_of(made.after.postgresql));
    write_file(folder / (name + ".sqlite.sql"), laws::ddl_of(made.after.sqlite));
    write_file(folder / (name + ".json"), laws::write_case(made).dump(2) + "\n");
    counts.cases += 1;
    return true;
}

std::filesystem::path new_folder(const std::filesystem::path& out, int number, const plan::Heads& before) {
    const std::filesystem::path folder = out / ("base_" + std::to_string(number));
    std::filesystem::create_directories(folder);
    write_file(folder / "before.postgresql.sql", laws::ddl_of(before.postgresql));
    write_file(folder / "before.sqlite.sql", laws::ddl_of(before.sqlite));
    return folder;
}

void write_random(int seed, int count, const std::filesystem::path& out, Counts& counts) {
    const auto bases = rc::gen::exec([] {
        const project::HouseRules rules = laws::some_rules();
        return std::pair(rules, laws::some_heads(rules));
    });
    for (int base = 0; counts.cases < count; ++base) {
        rc::Random random(static_cast<std::uint64_t>(seed) * 100'000 + static_cast<std::uint64_t>(base));
        const auto [rules, heads] = bases(random.split(), rc::kNominalSize).value();
        const std::filesystem::path folder = new_folder(out, base, heads);
        const auto cases = rc::gen::exec([&rules = rules, &heads = heads] { return laws::make_case_on(heads, rules); });
        for (int i = 0; i < kCasesOnOneSchema && counts.cases < count; ++i) {
            const laws::Case made = cases(random.split(), rc::kNominalSize).value();
            add(counts, made);
            if (!made.request.operations.empty()) write_one(made, folder, i, counts);
        }
    }
}

int write_again(const std::vector<std::string>& files, const std::filesystem::path& out, Counts& counts) {
    int wrong = 0;
    for (std::size_t i = 0; i < files.size(); ++i) {
        std::ifstream file(files[i]);
        const nlohmann::json stored = nlohmann::json::parse(file);
        const Result<laws::Case> made = laws::read_case(stored);
        if (stored.contains("refused") && !made && made.error().code == stored["refused"]) {
            counts.cases += 1;
            continue;
        }
        if (stored.contains("refused")) {
            std::fprintf(stderr, "%s: not refused so: %s\n", files[i].c_str(),
                         made ? "" : made.error().message.c_str());
            ++wrong;
            continue;
        }
        if (!made) {
            std::fprintf(stderr, "%s: %s\n", files[i].c_str(), made.error().message.c_str());
            ++wrong;
            continue;
        }
        const std::filesystem::path folder = new_folder(out, static_cast<int>(i), made->before);
        write_file(folder / "name", std::filesystem::path(files[i]).stem().string());
        if (!write_one(*made, folder, 0, counts)) {
            std::fprintf(stderr, "%s: %s\n", files[i].c_str(), counts.refusals.back().c_str());
            ++wrong;
        }
    }
    return wrong;
}

}  // namespace

int main(int argc, char** argv) {
    int seed = 1;
    int count = 0;
    std::string out;
    std::vector<std::string> files;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        const bool has_value = i + 1 < argc;
        if (word == "--seed" && has_value)
            seed = std::stoi(argv[++i]);
        else if (word == "--count" && has_value)
            count = std::stoi(argv[++i]);
        else if (word == "--out" && has_value)
            out = argv[++i];
        else if (word != "--again")
            files.push_back(word);
    }
    if (out.empty())
        return std::fprintf(stderr, "generate_cases --seed N --count N --out DIR | --again FILE... --out DIR\n"), 2;
    std::filesystem::create_directories(out);
    Counts counts;
    int wrong = 0;
    if (files.empty())
        write_random(seed, count, out, counts);
    else
        wrong = write_again(files, out, counts);
    const nlohmann::json written = {{"accepted", counts.accepted},
                                    {"refused", counts.refused},
                                    {"refusals", counts.refusals},
                                    {"cases", counts.cases}};
    write_file(std::filesystem::path(out) / "counts.json", written.dump(2) + "\n");
    return wrong == 0 ? 0 : 1;
}
