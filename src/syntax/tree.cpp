#include "syntax/tree.h"

#include <pg_query.h>

#include <memory>
#include <nlohmann/json.hpp>

#include "base/allowance.h"

namespace migrate::sql {
namespace {

constexpr std::size_t kMaxTreeBytes = 24u << 20;
constexpr std::size_t kMaxTreeDepth = 800;

const Node kNothing;

/// Builds nodes from JSON events, with a limit on depth.
class Builder : public nlohmann::json_sax<nlohmann::json> {
  public:
    Node root;

    bool null() override { return put(Node{}); }
    bool boolean(bool value) override { return put(Node{Node::Kind::boolean, {}, value ? 1 : 0, {}, {}}); }
    bool number_integer(number_integer_t value) override { return put_number(value); }
    bool number_unsigned(number_unsigned_t value) override { return put_number(static_cast<long>(value)); }
    bool number_float(number_float_t, const string_t& text) override {
        return put(Node{Node::Kind::number, text, 0, {}, {}});
    }
    bool string(string_t& value) override { return put(Node{Node::Kind::text, std::move(value), 0, {}, {}}); }
    bool binary(binary_t&) override { return false; }
    bool start_object(std::size_t) override { return open(Node::Kind::object); }
    bool start_array(std::size_t) override { return open(Node::Kind::array); }
    bool key(string_t& name) override { return open_.back().keys.push_back(std::move(name)), true; }
    bool end_object() override { return close(); }
    bool end_array() override { return close(); }
    bool parse_error(std::size_t, const std::string&, const nlohmann::json::exception&) override { return false; }

  private:
    bool put(Node node) {
        if (open_.empty()) return root = std::move(node), true;
        open_.back().items.push_back(std::move(node));
        return true;
    }
    bool put_number(long value) { return put(Node{Node::Kind::number, std::to_string(value), value, {}, {}}); }
    bool open(Node::Kind kind) {
        if (open_.size() >= kMaxTreeDepth) return false;
        open_.push_back(Node{kind, {}, 0, {}, {}});
        return true;
    }
    bool close() {
        Node done = std::move(open_.back());
        open_.pop_back();
        return put(std::move(done));
    }

    std::vector<Node> open_;
};

struct Parsed {
    PgQueryParseResult result;
    explicit Parsed(const std::string& text) : result(pg_query_parse(text.c_str())) {}
    Parsed(const Parsed&) = delete;
    Parsed& operator=(const Parsed&) = delete;
    ~Parsed() { pg_query_free_parse_result(result); }
};

std::size_t number_or(const Node& node, std::size_t otherwise) {
    return node && node.number >= 0 ? static_cast<std::size_t>(node.number) : otherwise;
}

/// What the node has under the key, which is empty then.
Node take(Node& node, std::string_view key) {
    for (std::size_t i = 0; i < node.keys.size() && i < node.items.size(); ++i)
        if (node.keys[i] == key) return std::move(node.items[i]);
    return {};
}

}  // namespace

const Node& Node::operator[](std::string_view key) const {
    for (std::size_t i = 0; i < keys.size() && i < items.size(); ++i)
        if (keys[i] == key) return items[i];
    return kNothing;
}

std::string_view Node::type() const {
    return kind == Kind::object && !keys.empty() ? std::string_view(keys.front()) : "";
}
const Node& Node::value() const {
    return kind == Kind::object && !items.empty() ? items.front() : kNothing;
}

std::vector<std::string> strings_of(const Node& list) {
    std::vector<std::string> texts;
    for (const Node& item : list.items) texts.push_back(item["String"].str("sval"));
    return texts;
}

namespace {
thread_local KeptTrees* kept_trees = nullptr;
}  // namespace

KeptTrees::KeptTrees() : outer_(kept_trees) {
    kept_trees = this;
}

KeptTrees::~KeptTrees() {
    kept_trees = outer_;
}

Statements KeptTrees::find(const std::string& text) const {
    const auto found = by_text_.find(text);
    return found == by_text_.end() ? nullptr : found->second;
}

void KeptTrees::keep(const std::string& text, const Statements& statements) {
    constexpr std::size_t kMaxKept = std::size_t{64} << 10U;  // a tree is some forty times as long as its text
    if (bytes_ + text.size() > kMaxKept) return;
    bytes_ += text.size();
    by_text_.emplace(text, statements);
}

Result<Statements> parse(const std::string& text) {
    if (kept_trees != nullptr) {
        if (Statements known = kept_trees->find(text)) return known;
    }
    if (text.size() > kMaxTextBytes) return fail("too_large", "the SQL text is larger than 1 MiB");
    if (text.find('\0') != std::string::npos) return fail("bad_sql", "the SQL text holds a zero byte");
    const base::Doing now("reading the SQL", std::string_view(text).substr(0, 80));
    base::step();
    const Parsed parsed(text);
    base::step_now();
    if (parsed.result.error) return fail("bad_sql", parsed.result.error->message);
    const std::string_view json = parsed.result.parse_tree;
    if (json.size() > kMaxTreeBytes) return fail("too_large", "the SQL statement is too large to look into");
    Builder builder;
    if (!nlohmann::json::sax_parse(json.begin(), json.end(), &builder))
        return fail("too_large", "the SQL statement is nested too deeply to look into");

    std::vector<ParsedStatement> found;
    Node all = take(builder.root, "stmts");
    for (Node& raw : all.items) {
        ParsedStatement statement{take(raw, "stmt"), number_or(raw["stmt_location"], 0), text.size()};
        if (const std::size_t length = number_or(raw["stmt_len"], 0)) statement.end = statement.begin + length;
        found.push_back(std::move(statement));
    }
    auto statements = std::make_shared<const std::vector<ParsedStatement>>(std::move(found));
    if (kept_trees != nullptr) kept_trees->keep(text, statements);
    return statements;
}

void walk(const Node& node, const std::function<bool(const Node&)>& visit) {
    if (!visit(node)) return;
    for (const Node& item : node.items) walk(item, visit);
}

}  // namespace migrate::sql
