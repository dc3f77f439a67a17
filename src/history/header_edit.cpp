#include "history/header_edit.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/attempt.h"
#include "base/text.h"
#include "history/header.h"
#include "python/statements.h"

namespace migrate::history {

namespace {

/// The bytes [begin, end) are to become `text`.
struct Splice {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;
};

tl::unexpected<Error> cannot(std::string_view name, const python::Span& span) {
    return fail("cannot_rewrite", fmt::format("the value of {} is written in a way that cannot be changed", name),
                "write it as a plain string, a tuple of strings, or None", std::to_string(span.line));
}

/// The value last assigned to the name at the top level; nullptr when there is none.
const python::Expression* value_of(const python::Module& module, std::string_view name) {
    const python::Expression* value = nullptr;
    for (const python::Statement& statement : module.statements) {
        const auto* assign = statement.as<python::Assign>();
        if (assign == nullptr || !assign->value) continue;
        for (const python::Expression& target : assign->targets) {
            const auto* target_name = target.as<python::Name>();
            if (target_name != nullptr && target_name->id == name) value = &*assign->value;
        }
    }
    return value;
}

/// Collects the splices of one file.
class Editor {
  public:
    explicit Editor(const python::Module& module) : module_(module) {}

    Result<void> change(std::string_view name, const std::vector<std::string>& from,
                        const std::vector<std::string>& to) {
        if (from == to) return {};
        const python::Expression* value = value_of(module_, name);
        if (value == nullptr) return cannot(name, {});
        const auto* constant = value->as<python::Constant>();
        if (constant != nullptr && *constant == python::Constant::None && to.size() == 1) {
            splices_.push_back({value->span.begin, value->span.end, quoted(to.front())});
            return {};
        }
        std::vector<const python::Expression*> literals = literals_of(*value);
        if (literals.size() != from.size() || to.size() != from.size()) return cannot(name, value->span);
        for (std::size_t i = 0; i < literals.size(); ++i) {
            if (Result<void> done = change_literal(name, *literals[i], from[i], to[i]); !done) return done;
        }
        return {};
    }

    /// In the docstring, the value behind a label such as "Revises:".
    void change_docstring(std::string_view label, const std::string& from, const std::string& to) {
        if (from == to || !python::docstring(module_.statements)) return;
        const python::Span& span = module_.statements.front().span;
        const std::string_view text = module_.source;
        for (std::size_t at = text.find(label, span.begin); at < span.end; at = text.find(label, at + 1)) {
            const std::size_t line = text.rfind('\n', at) == std::string_view::npos ? 0 : text.rfind('\n', at) + 1;
            if (!base::trim(text.substr(line, at - line)).empty()) continue;
            const std::size_t begin = at + label.size();
            const std::size_t end = std::min<std::size_t>(text.find_first_of("\r\n", begin), span.end);
            const std::string_view value = base::trim(text.substr(begin, end - begin));
            if (value != from) continue;
            const std::size_t start = value.empty() ? begin : static_cast<std::size_t>(value.data() - text.data());
            splices_.push_back({start, start + value.size(), value.empty() ? " " + to : to});
        }
    }

    std::string result() {
        std::sort(splices_.begin(), splices_.end(), [](const Splice& a, const Splice& b) { return a.begin > b.begin; });
        std::string text = module_.source;
        for (const Splice& splice : splices_) text.replace(splice.begin, splice.end - splice.begin, splice.text);
        return text;
    }

  private:
    static std::vector<const python::Expression*> literals_of(const python::Expression& value) {
        std::vector<const python::Expression*> literals;
        const auto add_all = [&](const std::vector<python::Expression>& items) {
            for (const python::Expression& item : items) literals.push_back(&item);
        };
        if (const auto* tuple = value.as<python::Tuple>())
            add_all(tuple->items);
        else if (const auto* list = value.as<python::List>())
            add_all(list->items);
        else if (const auto* set = value.as<python::Set>())
            add_all(set->items);
        else
            literals.push_back(&value);
        return literals;
    }

    Result<void> change_literal(std::string_view name, const python::Expression& literal, const std::string& from,
                                const std::string& to) {
        if (from == to) return {};
        const std::string_view written = python::text_of(module_, literal.span);
        const std::size_t at = written.find(from);
        const bool once = at != std::string_view::npos && written.find(from, at + 1) == std::string_view::npos;
        if (python::string_value(literal) != from || !once) return cannot(name, literal.span);
        splices_.push_back({literal.span.begin + at, literal.span.begin + at + from.size(), to});
        return {};
    }

    /// In the quotes that the file writes its own id with.
    std::string quoted(const std::string& id) const {
        const python::Expression* own = value_of(module_, "revision");
        const bool single = own != nullptr && python::text_of(module_, own->span).find('\'') != std::string_view::npos;
        const char quote = single ? '\'' : '"';
        return quote + id + quote;
    }

    const python::Module& module_;
    std::vector<Splice> splices_;
};

bool says(const history::Header& header, const NewHeader& wanted) {
    return header.revision == wanted.revision && header.down_revisions == wanted.down_revisions &&
           header.depends_on == wanted.depends_on;
}

}  // namespace

Result<std::string> rewrite_header(std::string_view text, const NewHeader& wanted) {
    const Result<history::Header> header = history::read_header(text);
    if (!header) return tl::unexpected(header.error());
    const python::Module module = TRY(python::parse(text));
    Editor editor(module);
    const std::string old_id = header->revision.value_or("");
    const std::vector<std::string> parents = header->down_revisions.value_or(std::vector<std::string>{});
    if (Result<void> done = editor.change("revision", {old_id}, {wanted.revision}); !done) {
        return tl::unexpected(done.error());
    }
    if (Result<void> done = editor.change("down_revision", parents, wanted.down_revisions); !done) {
        return tl::unexpected(done.error());
    }
    if (Result<void> done = editor.change("depends_on", header->depends_on, wanted.depends_on); !done) {
        return tl::unexpected(done.error());
    }
    editor.change_docstring("Revision ID:", old_id, wanted.revision);
    editor.change_docstring("Revises:", base::join(parents, ", "), base::join(wanted.down_revisions, ", "));
    std::string changed = editor.result();
    const Result<history::Header> again = history::read_header(changed);
    if (!again || !says(*again, wanted)) {
        return fail("cannot_rewrite", "the header is written in a way that cannot be changed",
                    "write revision and down_revision as plain strings");
    }
    return changed;
}

}  // namespace migrate::history
