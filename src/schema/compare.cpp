#include <algorithm>

#include "schema/text.h"

namespace migrate {
namespace {

template <class Item>
std::vector<Item> sorted_by_text(std::vector<Item> items) {
    std::vector<std::pair<std::string, Item>> keyed;
    for (Item& item : items) keyed.emplace_back(item.name + "\n" + to_text(item), std::move(item));
    std::stable_sort(keyed.begin(), keyed.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<Item> sorted;
    for (auto& [key, item] : keyed) sorted.push_back(std::move(item));
    return sorted;
}

/// The table with its columns, constraints and indexes in an order of their own.
Table in_order(Table table) {
    table.columns = sorted_by_text(std::move(table.columns));
    table.uniques = sorted_by_text(std::move(table.uniques));
    table.checks = sorted_by_text(std::move(table.checks));
    table.foreign_keys = sorted_by_text(std::move(table.foreign_keys));
    table.excludes = sorted_by_text(std::move(table.excludes));
    table.indexes = sorted_by_text(std::move(table.indexes));
    return table;
}

class Differences {
  public:
    void add(std::string object, std::string_view left, std::string_view right) {
        lines_.push_back(std::move(object) + ": " + std::string(left) + " / " + std::string(right));
    }

    template <class Item>
    void compare(const std::string& owner, const std::string& noun, std::vector<Item> left, std::vector<Item> right) {
        take_common(left, right);
        for (const Item& item : left) {
            const auto same_name = [&](const Item& other) { return other.name == item.name; };
            const auto partner = std::find_if(right.begin(), right.end(), same_name);
            const std::string object = noun + " " + owner + "." + (item.name.empty() ? "(unnamed)" : item.name);
            if (partner == right.end()) {
                add(object, to_text(item), "(none)");
                continue;
            }
            add(object, to_text(item), to_text(*partner));
            right.erase(partner);
        }
        for (const Item& item : right) {
            add(noun + " " + owner + "." + (item.name.empty() ? "(unnamed)" : item.name), "(none)", to_text(item));
        }
    }

    /// Both maps hold values that to_text shows; `differ` says whether two of them do.
    template <class Value, class Differ>
    void compare_maps(const std::string& noun, const std::map<TableName, Value>& left,
                      const std::map<TableName, Value>& right, Differ differ) {
        for (const auto& [name, value] : left) {
            const auto partner = right.find(name);
            const std::string object = noun + " " + to_string(name);
            if (partner == right.end())
                add(object, to_text(value), "(none)");
            else
                differ(object, value, partner->second);
        }
        for (const auto& [name, value] : right) {
            if (!left.contains(name)) add(noun + " " + to_string(name), "(none)", to_text(value));
        }
    }

    std::vector<std::string> take() { return std::move(lines_); }

  private:
    template <class Item>
    static void take_common(std::vector<Item>& left, std::vector<Item>& right) {
        std::erase_if(left, [&](const Item& item) {
            const auto same = std::find(right.begin(), right.end(), item);
            if (same == right.end()) return false;
            right.erase(same);
            return true;
        });
    }

    std::vector<std::string> lines_;
};

std::string key_text(const std::optional<PrimaryKey>& key) {
    return key ? to_text(*key) : "(none)";
}

void compare_tables(Differences& found, const std::string& object, const Table& a, const Table& b) {
    const std::string name = to_string(a.name);
    if (a.name != b.name) found.add(object, to_string(a.name), to_string(b.name));
    found.compare(name, "column", a.columns, b.columns);
    if (a.primary_key != b.primary_key)
        found.add("primary key of " + name, key_text(a.primary_key), key_text(b.primary_key));
    found.compare(name, "unique", a.uniques, b.uniques);
    found.compare(name, "check", a.checks, b.checks);
    found.compare(name, "foreign key", a.foreign_keys, b.foreign_keys);
    found.compare(name, "exclude", a.excludes, b.excludes);
    found.compare(name, "index", a.indexes, b.indexes);
    if (a.comment != b.comment) found.add("comment of " + name, a.comment, b.comment);
}

}  // namespace

bool same_table(const Table& a, const Table& b) {
    return a == b || in_order(a) == in_order(b);
}

bool same_schema(const Schema& a, const Schema& b) {
    if (a.dialect != b.dialect || a.enums != b.enums || a.sequences != b.sequences || a.views != b.views) return false;
    return each_unshared(a.tables, b.tables, [](const TableName&, const Table* x, const Table* y) {
        return x != nullptr && y != nullptr && same_table(*x, *y);
    });
}

std::vector<std::string> differences(const Schema& a, const Schema& b) {
    Differences found;
    if (a.dialect != b.dialect) found.add("dialect", name_of(a.dialect), name_of(b.dialect));
    const auto compare_values = [&](const std::string& object, const auto& x, const auto& y) {
        if (x != y) found.add(object, to_text(x), to_text(y));
    };
    found.compare_maps<EnumType>("type", a.enums, b.enums, compare_values);
    std::vector<std::pair<TableName, const Table*>> only_in_b;
    each_unshared(a.tables, b.tables, [&](const TableName& name, const Table* x, const Table* y) {
        const std::string object = "table " + to_string(name);
        if (x == nullptr) only_in_b.emplace_back(name, y);
        if (y == nullptr) found.add(object, to_text(*x), "(none)");
        if (x != nullptr && y != nullptr) compare_tables(found, object, *x, *y);
        return true;
    });
    for (const auto& [name, table] : only_in_b) found.add("table " + to_string(name), "(none)", to_text(*table));
    found.compare_maps<std::string>("sequence", a.sequences, b.sequences, compare_values);
    found.compare_maps<std::string>("view", a.views, b.views, compare_values);
    return found.take();
}

}  // namespace migrate
