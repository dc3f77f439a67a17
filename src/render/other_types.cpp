// Types that SQLAlchemy has no class of its own for: PostgreSQL's, those of libraries, and classes of the file itself.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "python/literal.h"
#include "python/syntax.h"
#include "render/sqlalchemy.h"
#include "schema/postgres_types.h"

namespace migrate::render {

using python::call;
using python::keyword;
using python::raw;
using python::text;

bool has_import(const Import& import, const Needs& needs) {
    const std::string line =
        import.name.empty() ? "import " + import.module : "from " + import.module + " import " + import.name;
    return ("\n" + needs.template_text).find("\n" + line + "\n") != std::string::npos;
}

namespace {

/// A class of the library that the house takes such types from, which is then imported; "" where it has none.
std::string library_class(std::string_view word, Needs& needs) {
    struct Class {
        std::string_view word, name, module;
        bool project::Form::* used;
    };
    constexpr std::string_view kPgvector = "pgvector.sqlalchemy", kGeoAlchemy = "geoalchemy2";
    static constexpr std::array kClasses = {
        Class{"vector", "Vector", kPgvector, &project::Form::pgvector},
        Class{"halfvec", "HALFVEC", kPgvector, &project::Form::pgvector},
        Class{"sparsevec", "SPARSEVEC", kPgvector, &project::Form::pgvector},
        Class{"geometry", "Geometry", kGeoAlchemy, &project::Form::geoalchemy2},
        Class{"geography", "Geography", kGeoAlchemy, &project::Form::geoalchemy2},
        Class{"raster", "Raster", kGeoAlchemy, &project::Form::geoalchemy2},
    };
    const auto found = std::find_if(kClasses.begin(), kClasses.end(), [&](const Class& it) { return it.word == word; });
    if (found == kClasses.end()) return "";
    const std::string name(found->name), module(found->module);
    if (has_import({module, name}, needs)) return name;
    if (has_import({module, ""}, needs)) return module + "." + name;
    if (!(needs.form.*found->used)) return "";
    needs.imports[module].insert(name);
    return name;
}

/// Vector(1536); Geometry("POINT", srid=4326, spatial_index=False), since the library makes an index by itself.
Code call_library_class(const std::string& name, const std::vector<std::string>& inside) {
    std::vector<Code> arguments;
    if (name.ends_with("Raster")) return call(name, {keyword("spatial_index", raw("False"))});
    if (!name.ends_with("Geometry") && !name.ends_with("Geography")) {
        if (!inside.empty()) arguments.push_back(raw(inside.front()));
        return call(name, std::move(arguments));
    }
    if (!inside.empty()) arguments.push_back(keyword("geometry_type", text(base::upper(inside.front()))));
    if (inside.size() > 1) arguments.push_back(keyword("srid", raw(inside[1])));
    arguments.push_back(keyword("spatial_index", raw("False")));
    return call(name, std::move(arguments));
}

/// "Vector1536" for "vector(1536)".
std::string class_name_of(const std::string& sql) {
    std::string name;
    bool begins = true;
    for (const char c : sql) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (letter || (c >= '0' && c <= '9' && !name.empty()))
            name += begins && letter ? base::upper(std::string(1, c)) : std::string(1, c);
        begins = !letter;
    }
    return name.empty() ? "RawType" : name;
}

}  // namespace

Code call_raw_type(const std::string& sql, Needs& needs) {
    std::string name = class_name_of(sql);
    if (needs.form.direct_imports && find_postgres_type(base::lower(sql)) != nullptr) name = "Raw" + name;
    while (needs.raw_types.contains(name) && needs.raw_types.at(name) != sql) name += "_";
    needs.raw_types[name] = sql;
    return call(name, {});
}

namespace {

/// postgresql.INTERVAL(fields="day to second", precision=3)
Code write_interval_fields(const std::string& fields, const std::vector<std::string>& seconds, Needs& needs) {
    std::vector<Code> arguments = {keyword("fields", text(fields))};
    if (!seconds.empty()) arguments.push_back(keyword("precision", raw(seconds.front())));
    return call_postgresql("INTERVAL", std::move(arguments), needs);
}

}  // namespace

Code write_other(const Type& type, Needs& needs) {
    const std::size_t open = type.name.find('(');
    const std::string word = type.name.substr(0, open);
    std::vector<std::string> inside;
    if (open != std::string::npos && type.name.ends_with(')'))
        inside = base::split(std::string_view(type.name).substr(open + 1, type.name.size() - open - 2), ',');
    if (const std::string name = library_class(word, needs); !name.empty()) return call_library_class(name, inside);
    constexpr std::string_view kInterval = "interval ";
    if (word.starts_with(kInterval)) return write_interval_fields(word.substr(kInterval.size()), inside, needs);
    const PostgresType* known = find_postgres_type(word);
    if (known == nullptr || known->sqlalchemy.empty() || (known->since_2 && !needs.form.sqlalchemy_2))
        return call_raw_type(type.name, needs);
    std::vector<Code> arguments;
    if (!inside.empty()) arguments.push_back(raw(inside.front()));
    if (word == "bit varying") arguments.push_back(keyword("varying", raw("True")));
    return call_postgresql(known->sqlalchemy, std::move(arguments), needs);
}

namespace {

bool is_plain(const python::Expression& value) {
    return value.as<python::String>() || value.as<python::Number>() || value.as<python::Constant>();
}

/// Numbers, texts, True, False and None, each by a keyword or not.
bool are_plain(const std::string& arguments) {
    const Result<python::Module> read = python::parse("f(" + arguments + ")");
    if (!read || !read->errors.empty() || read->statements.size() != 1) return false;
    const auto* statement = read->statements.front().as<python::ExpressionStatement>();
    const auto* called = statement ? statement->expression.as<python::Call>() : nullptr;
    return called && std::ranges::all_of(called->positional, is_plain) &&
           std::ranges::all_of(called->keywords,
                               [](const python::Keyword& each) { return !each.name.empty() && is_plain(each.value); });
}

bool is_class_name(std::string_view name) {
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z';
}

}  // namespace

std::optional<Code> write_imported(const std::string& python, Needs& needs) {
    const std::size_t open = python.find('(');
    const std::vector<std::string> parts = base::split(std::string_view(python).substr(0, open), '.');
    const bool called = open != std::string::npos;
    if (parts.size() < 2 || (called && !python.ends_with(')'))) return std::nullopt;
    if (called && !are_plain(python.substr(open + 1, python.size() - open - 2))) return std::nullopt;
    // app.types.Kinds.Money is of the class Kinds in the module app.types.
    auto first = std::find_if(parts.begin() + 1, parts.end(), is_class_name);
    if (first == parts.end()) --first;
    const Import import{base::join({parts.begin(), first}, "."), *first};
    const std::set<std::string> taken = {"op", "sa", "postgresql"};
    const auto other = std::ranges::any_of(needs.imports, [&](const auto& each) {
        return each.first != import.module && each.second.contains(import.name);
    });
    if (other || taken.contains(import.name)) return std::nullopt;
    if (!has_import(import, needs)) needs.imports[import.module].insert(import.name);
    const std::string tail = called ? python.substr(open) : "";
    return raw(base::join({first, parts.end()}, ".") + tail);
}

std::string write_raw_types(const std::map<std::string, std::string>& raw_types, python::Quote quotes) {
    std::string text;
    for (const auto& [name, sql] : raw_types) {
        text += "class " + name + "(sa.types.UserDefinedType):\n    cache_ok = True\n\n" +
                "    def get_col_spec(self, **kw: object) -> str:\n        return " +
                python::write_string(sql, quotes) + "\n\n\n";
    }
    return text;
}

}  // namespace migrate::render
