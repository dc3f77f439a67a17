#include "intent/vocabulary.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "base/text.h"
#include "schema/postgres_types.h"

namespace migrate::intent {

namespace {

struct WordClass {
    std::string_view name;
    std::string_view words;
};

constexpr std::array kClasses = {
    WordClass{"ADD", "add adds added adding introduce introduces introduced introducing"},
    WordClass{"PUT",
              "add adds added adding create creates created creating introduce introduces introduced introducing"},
    WordClass{"CREATE",
              "add adds added adding create creates created creating introduce introduces introduced "
              "introducing make "
              "makes making new"},
    WordClass{"DROP", "drop drops dropped dropping remove removes removed removing delete deletes deleted deleting"},
    WordClass{"RENAME", "rename renames renamed renaming"},
    WordClass{"MAKE", "make makes made making"},
    WordClass{"CHANGE",
              "change changes changed changing alter alters altered altering modify modifies modified modifying "
              "convert "
              "converts converted converting update updates updated updating switch switches switched switching"},
    WordClass{"SET",
              "set sets setting change changes changed changing alter alters altered altering update updates "
              "updated "
              "updating modify modifies modified modifying make makes making"},
    WordClass{"MARK",
              "mark marks marked marking set sets setting change changes changed changing alter alters "
              "altered altering "
              "update updates updated updating"},
    WordClass{"LINK", "link links linked linking connect connects connected connecting"},
    WordClass{"INCREASE",
              "increase increases increased increasing extend extends extended extending widen widens "
              "widened widening "
              "expand expands expanded expanding enlarge enlarges enlarged enlarging lengthen lengthens "
              "lengthened"},
    WordClass{"REDUCE",
              "reduce reduces reduced reducing decrease decreases decreased decreasing shorten shortens shortened "
              "shortening shrink shrinks shrinking"},
    WordClass{"ALLOW", "allow allows allowed allowing permit permits"},
    WordClass{"FORBID", "forbid forbids disallow disallows disallowed disallowing"},
    WordClass{"REQUIRE", "require requires requiring"},
    WordClass{"RESTRICT",
              "restrict restricts restricted restricting limit limits limited limiting constrain constrains"},
    WordClass{"FILL", "backfill backfills backfilled backfilling fill fills filled filling populate populates"},
    WordClass{"COPY", "copy copies copied copying"},
    WordClass{"MOVE", "move moves moved moving"},
    WordClass{"SPLIT", "split splits splitting"},
    WordClass{"COMPUTED", "computed calculated generated derived"},
    WordClass{"TABLE", "table tables tbl"},
    WordClass{"MODEL", "model entity class"},
    WordClass{"COLUMN", "column columns col cols field fields attribute attributes"},
    WordClass{"CALLED", "called named"},
    WordClass{"TO", "to on in into onto for"},
    WordClass{"FROM", "from in on of"},
    WordClass{"IN", "in on of from for to"},
    WordClass{"OF", "of on in for from"},
    WordClass{"ON", "on to for over"},
    WordClass{"WITH", "with having containing"},
    WordClass{"BETWEEN", "between for joining linking connecting of"},
    WordClass{"JOINING", "join association junction link linking pivot bridge"},
    WordClass{"RELATION", "relation relationship association link"},
    WordClass{"INDEX", "index indexes indices idx"},
    WordClass{"INDEXKIND", "composite compound covering functional expression descending missing"},
    WordClass{"METHOD", "gin gist hash brin btree spgist"},
    WordClass{"UNIQUE", "unique uniqueness"},
    WordClass{"CONSTRAINT", "constraint constraints"},
    WordClass{"NULLABLE", "nullable optional"},
    WordClass{"REQUIRED", "required mandatory"},
    WordClass{"REFERENCE", "reference references ref"},
    WordClass{"REFERS", "references referencing"},
    WordClass{"DEFAULT", "default defaults"},
    WordClass{"TYPE", "enum type"},
    WordClass{"UNUSED", "unused obsolete deprecated redundant unnecessary superfluous"},
    WordClass{"UNIT", "characters chars character char letters"},
    WordClass{"LENGTH", "length size limit"},
};

constexpr std::string_view kSmallWords = "a an the new please kindly";

constexpr std::string_view kNeverInName =
    // structure
    "table tables column columns col cols field fields attribute attributes index indexes indices indexed "
    "constraint constraints "
    "unique uniqueness nullable optional required mandatory default defaults null nulls not fk pk foreign "
    "references reference "
    "referencing referential ref check checks cascade concurrently named called many "
    // joints
    "to from in on into onto for with without and or of by at as where when unless if only except but than "
    "then that which who "
    "whose while because since so until during per via through using between whether instead "
    // limits
    "it its them they no non none never always ever every each all any both either neither some several few "
    "most other others "
    "another else "
    "is are was were be been being do does did must should shall may might can could would will has have had";

// Adjectives that pick among things instead of naming one.
constexpr std::string_view kVagueAdjectives =
    "missing more various additional extra necessary needed proper correct better faster existing certain "
    "duplicate initial seed "
    "fixed again back properly correctly unused obsolete deprecated redundant unnecessary superfluous legacy "
    "able it its them this "
    "these those their our my your everything nothing one two three both old bunch relation relations "
    "relationship relationships "
    "remaining related relevant required respective appropriate above below beyond under "
    "maybe perhaps probably possibly twice soon later temporarily permanently safely carefully quickly partially "
    "conditionally optionally globally locally automatically manually finally actually really simply just";

// Nouns that speak of the database, of rows or of work: no column is called so unless it is said to be one.
constexpr std::string_view kVagueNouns =
    "support data rows row records record entries values migration migrations schemas databases db changes "
    "fixes stuff things thing "
    "trigger triggers function functions procedure procedures views sequences extension extensions enum "
    "enums policy policies tests "
    "timestamps strings integers booleans dates numbers floats handling ability delete deletes cascade "
    "pagination validation "
    "validations authentication authorization localization internationalization integration implementation "
    "optimization "
    "normalization cleanup refactor search security performance encryption rls fts sso oauth api endpoint "
    "endpoints feature features audit history caching "
    "functionality compatibility consistency nullability view keys deletion "
    "verification";

// Words of other languages' types: a name written as several words does not end in one.
constexpr std::string_view kForeignTypes =
    "serial bigserial smallserial autoincrement identity tinyint mediumint longtext mediumtext tinytext "
    "nvarchar nchar clob real "
    "object dict array varbinary unicode unicodetext largebinary pickletype int64 int32 int16 uint float64 "
    "float32 unsigned";

// Nouns in -ing that are things, not work.
constexpr std::string_view kThingsInIng =
    "rating ranking heading setting pricing parking meaning timing spelling greeting building briefing "
    "string ring king warning "
    "billing shipping booking listing reading finding sibling ceiling opening closing listing";

// Limits and negations: a slip of the pen must not make one of them into a word of the grammar.
constexpr std::string_view kNeverASlip =
    "no non not now nor none never unless until fill fills filled filling copy copies copied move moves moved moving "
    "split splits limit limits limited";

constexpr std::string_view kStrongVerbs =
    "add adds adding create creates creating introduce introduces introducing drop drops dropping dropped "
    "remove removes removing "
    "delete deletes deleting rename renames renaming alter alters altering modify modifies modifying make "
    "makes making change "
    "changes changing convert converts converting set sets setting increase increases increasing extend "
    "extends extending";

constexpr std::array kTypeWords = {
    TypeWord{"naive datetime", "datetime_naive", TypeStrength::strong},
    TypeWord{"datetime_naive", "datetime_naive", TypeStrength::strong},
    TypeWord{"double precision", "float", TypeStrength::strong},
    TypeWord{"float8", "float", TypeStrength::strong},
    TypeWord{"float4", "real", TypeStrength::strong},
    TypeWord{"real", "real", TypeStrength::tail},
    TypeWord{"character varying", "string", TypeStrength::strong, 1},
    TypeWord{"char varying", "string", TypeStrength::strong, 1},
    TypeWord{"big integer", "bigint", TypeStrength::strong},
    TypeWord{"small integer", "smallint", TypeStrength::strong},
    TypeWord{"large binary", "binary", TypeStrength::strong},
    TypeWord{"date time", "datetime", TypeStrength::strong},
    TypeWord{"string", "string", TypeStrength::strong, 1},
    TypeWord{"str", "string", TypeStrength::strong, 1},
    TypeWord{"varchar", "string", TypeStrength::strong, 1},
    TypeWord{"char", "char", TypeStrength::strong, 1},
    TypeWord{"text", "text", TypeStrength::weak},
    TypeWord{"integer", "integer", TypeStrength::strong},
    TypeWord{"int", "integer", TypeStrength::strong},
    TypeWord{"int4", "integer", TypeStrength::strong},
    TypeWord{"bigint", "bigint", TypeStrength::strong},
    TypeWord{"biginteger", "bigint", TypeStrength::strong},
    TypeWord{"int8", "bigint", TypeStrength::strong},
    TypeWord{"smallint", "smallint", TypeStrength::strong},
    TypeWord{"smallinteger", "smallint", TypeStrength::strong},
    TypeWord{"int2", "smallint", TypeStrength::strong},
    TypeWord{"numeric", "numeric", TypeStrength::strong, 2},
    TypeWord{"decimal", "numeric", TypeStrength::strong, 2},
    TypeWord{"money", "numeric(12,2)", TypeStrength::weak, 0,
             "money is read as numeric(12,2); PostgreSQL's own type is sql(money)"},
    TypeWord{"float", "float", TypeStrength::strong},
    TypeWord{"double", "float", TypeStrength::strong},
    TypeWord{"boolean", "boolean", TypeStrength::strong},
    TypeWord{"bool", "boolean", TypeStrength::strong},
    TypeWord{"flag", "boolean", TypeStrength::weak, 0, "flag is read as boolean"},
    TypeWord{"date", "date", TypeStrength::tail},
    TypeWord{"time", "time", TypeStrength::tail, 1},
    TypeWord{"timetz", "timetz", TypeStrength::strong, 1},
    TypeWord{"datetime", "datetime", TypeStrength::strong, 1},
    TypeWord{"timestamp", "datetime", TypeStrength::weak, 1},
    TypeWord{"timestamptz", "datetime", TypeStrength::strong, 1},
    TypeWord{"interval", "interval", TypeStrength::weak, 1},
    TypeWord{"uuid", "uuid", TypeStrength::weak},
    TypeWord{"guid", "uuid", TypeStrength::weak},
    TypeWord{"json", "json", TypeStrength::weak},
    TypeWord{"jsonb", "jsonb", TypeStrength::strong},
    TypeWord{"binary", "binary", TypeStrength::weak},
    TypeWord{"bytea", "binary", TypeStrength::strong},
    TypeWord{"blob", "binary", TypeStrength::weak},
    TypeWord{"bytes", "binary", TypeStrength::weak},
    TypeWord{"inet", "inet", TypeStrength::strong},
    TypeWord{kEnumType, "", TypeStrength::strong},
};

/// How far a type of PostgreSQL's own is a word of English, too.
TypeStrength strength_of(std::string_view type) {
    static constexpr std::array<std::string_view, 3> kNames = {"name", "path", "line"};  // a first name, a file path
    static constexpr std::array<std::string_view, 6> kThings = {"box", "circle", "cube", "point", "polygon", "vector"};
    static constexpr std::array<std::string_view, 9> kShort = {"bit", "cid",    "geography", "geometry", "oid",
                                                               "tid", "raster", "xid",       "xml"};
    const auto is_in = [&](const auto& words) { return std::find(words.begin(), words.end(), type) != words.end(); };
    if (is_in(kNames)) return TypeStrength::tail;
    if (is_in(kThings)) return TypeStrength::doubtful;
    return is_in(kShort) ? TypeStrength::weak : TypeStrength::strong;
}

int numbers_of(TypeArguments arguments) {
    return arguments == TypeArguments::words ? kWordsToo : arguments == TypeArguments::number ? 1 : 0;
}

using WordSet = std::set<std::string, std::less<>>;

WordSet words_of(std::string_view text) {
    const auto words = base::split_words(text);
    return {words.begin(), words.end()};
}

const std::map<std::string_view, WordSet>& classes() {
    static const auto kAll = [] {
        std::map<std::string_view, WordSet> all;
        for (const auto& entry : kClasses) all.emplace(entry.name, words_of(entry.words));
        return all;
    }();
    return kAll;
}

const WordSet& all_words() {
    static const WordSet kAll = [] {
        WordSet all = words_of(kNeverInName);
        for (const auto& [name, words] : classes()) all.insert(words.begin(), words.end());
        for (const auto& type : type_words()) all.insert(std::string(type.spelling));
        all.insert(
            {"primary", "key", "value", "type", "name", "comment", "after", "before", "delete", "action", "restrict"});
        return all;
    }();
    return kAll;
}

bool is_swap(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    std::string sorted_left(left), sorted_right(right);
    std::sort(sorted_left.begin(), sorted_left.end());
    std::sort(sorted_right.begin(), sorted_right.end());
    return sorted_left == sorted_right;
}

}  // namespace

bool in_class(std::string_view word_class, std::string_view word) {
    const auto found = classes().find(word_class);
    return found != classes().end() && found->second.contains(word);
}

bool is_small_word(std::string_view word) {
    static const WordSet kWords = words_of(kSmallWords);
    return kWords.contains(word);
}

bool is_never_in_name(std::string_view word) {
    static const WordSet kWords = words_of(kNeverInName);
    return kWords.contains(word) || is_small_word(word);
}

bool is_vague_adjective(std::string_view word) {
    static const WordSet kWords = words_of(kVagueAdjectives);
    return kWords.contains(word);
}

bool is_vague_noun(std::string_view word) {
    static const WordSet kNouns = words_of(kVagueNouns), kThings = words_of(kThingsInIng);
    return kNouns.contains(word) || (word.size() > 5 && word.ends_with("ing") && !kThings.contains(word));
}

bool is_foreign_type(std::string_view word) {
    static const WordSet kWords = words_of(kForeignTypes);
    return kWords.contains(word);
}

bool is_verb(std::string_view word) {
    constexpr std::array kVerbs = {"CREATE", "DROP",     "RENAME", "MAKE",  "CHANGE", "SET",    "MARK",
                                   "LINK",   "INCREASE", "REDUCE", "ALLOW", "FORBID", "REQUIRE"};
    return std::any_of(kVerbs.begin(), kVerbs.end(), [&](auto verb) { return in_class(verb, word); });
}

bool is_verb_not_in_name(std::string_view word) {
    static const WordSet kWords = words_of(kStrongVerbs);
    return kWords.contains(word);
}

std::vector<std::string> slips_of(std::string_view word) {
    static const WordSet kNever = words_of(kNeverASlip);
    std::vector<std::string> found;
    if (word.size() < 3 || kNever.contains(word) || all_words().contains(word)) return found;
    for (const auto& candidate : all_words()) {
        if (candidate.size() < 3 || kNever.contains(candidate)) continue;
        if (word.size() < 4 && !is_swap(candidate, word)) continue;
        if (base::edit_distance(candidate, word, 1) == 1) found.push_back(candidate);
    }
    return found;
}

Tokens note_slips(Tokens tokens) {
    static const WordSet kLong =
        words_of("column columns constraint constraints nullable unique foreign default required optional mandatory");
    for (auto& token : tokens.list) {
        if (token.kind != TokenKind::word) continue;
        token.slips = slips_of(token.lower);
        token.slip_of_structure =
            std::any_of(token.slips.begin(), token.slips.end(), [](const auto& slip) { return kLong.contains(slip); });
    }
    return tokens;
}

const std::vector<TypeWord>& type_words() {
    static const std::vector<TypeWord> kWords = [] {
        std::vector<TypeWord> all = {TypeWord{"bit varying", "bit varying", TypeStrength::strong, 1},
                                     TypeWord{"varbit", "bit varying", TypeStrength::strong, 1}};
        all.insert(all.end(), kTypeWords.begin(), kTypeWords.end());
        for (const PostgresType& type : postgres_types()) {
            const bool known =
                std::any_of(all.begin(), all.end(), [&](const auto& word) { return word.spelling == type.name; });
            if (!known) all.push_back({type.name, type.name, strength_of(type.name), numbers_of(type.takes)});
        }
        return all;
    }();
    return kWords;
}

}  // namespace migrate::intent
