/// The cases that the property tests of the laws look at: many, and always the same ones.
#pragma once

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstdlib>
#include <functional>

#include "laws/cases.h"

namespace migrate::laws {

inline constexpr int kBases = 40;
inline constexpr int kCasesOnOneBase = 6;

/// MIGRATE_LAW_BASES and MIGRATE_LAW_SEED ask for more, or for others.
inline int from_environment(const char* name, int otherwise) {
    const char* text = std::getenv(name);
    return text != nullptr ? std::atoi(text) : otherwise;
}

/// Calls with many cases, always the same ones. Not rc::check: a case is some hundred draws, and to shrink one takes
/// longer than to read it.
inline void for_cases(const std::function<void(const Case&)>& check) {
    const auto bases = rc::gen::exec([] {
        const project::HouseRules rules = some_rules();
        return std::pair(rules, some_heads(rules));
    });
    const int seed = from_environment("MIGRATE_LAW_SEED", 20260301);
    const int count = from_environment("MIGRATE_LAW_BASES", kBases);
    rc::Random random(static_cast<std::uint64_t>(seed));
    for (int i = 0; i < count; ++i) {
        const auto [rules, heads] = bases(random.split(), rc::kNominalSize).value();
        const auto cases = rc::gen::exec([&rules = rules, &heads = heads] { return make_case_on(heads, rules); });
        for (int j = 0; j < kCasesOnOneBase; ++j) {
            const Case made = cases(random.split(), rc::kNominalSize).value();
            if (!made.request.operations.empty()) check(made);
        }
    }
}

}  // namespace migrate::laws
