// Migrations that are built, not guessed: each byte of the input chooses a kind of statement and how large or deep it
// is, around the bounds that the interpreter, the schema and the readers of SQL have. They run with the limits of the
// real program: what is too much is told, in time, and what is not certain says why.
#include <functional>
#include <vector>

#include "base/allowance.h"
#include "fuzz/choices.h"
#include "fuzz/law.h"
#include "replay/replay.h"

namespace {

using namespace migrate;
using namespace migrate::fuzz;

constexpr std::size_t kMaxText = (std::size_t{1} << 20U) + 64;  // a little over what is read

std::string times(std::string_view text, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count && all.size() < kMaxText; ++i) all += text;
    return all;
}

constexpr std::chrono::milliseconds kMostTime{1'500};  // so that many are tried; the sanitizers take their part of it

/// `name(0)`, `name(1)`, ...: `one` with each `#` as the number.
std::string numbered(std::string_view one, std::size_t count) {
    std::string all;
    for (std::size_t i = 0; i < count && all.size() < kMaxText; ++i) {
        for (const char c : one) c == '#' ? all += std::to_string(i) : all += c;
    }
    return all;
}

/// One kind of statement in upgrade(), without its indentation, of size or depth `n`.
using Build = std::function<std::string(std::size_t n)>;

std::string count_of(std::size_t n) {
    return std::to_string(n);
}

const std::vector<Build>& builds() {
    static const std::vector<Build> kBuilds = {
        [](auto n) { return numbered("op.add_column('t', sa.Column('a#', sa.Integer()))\n", n); },
        [](auto n) {
            return "for i in range(" + count_of(n) + "):\n    op.add_column('t', sa.Column(f'b{i}', sa.Text()))\n";
        },
        [](auto n) {
            return "op.create_table('u', *[sa.Column(f'c{i}', sa.Text()) for i in range(" + count_of(n) + ")])\n";
        },
        [](auto n) {
            return "for i in range(" + count_of(n) +
                   "):\n    op.create_table(f'w{i}', sa.Column('id', sa.Integer(), primary_key=True))\n";
        },
        [](auto n) { return "def down(n):\n    return 0 if n == 0 else down(n - 1)\ndown(" + count_of(n) + ")\n"; },
        [](auto n) {
            return "def twice(n):\n    return 1 if n == 0 else twice(n - 1) + twice(n - 1)\ntwice(" + count_of(n % 64) +
                   ")\n";
        },
        [](auto n) { return "n = 0\nwhile n < " + count_of(n) + ":\n    n += 1\n"; },
        [](auto n) { return "op.execute('x' * " + count_of(n) + ")\n"; },
        [](auto n) { return "op.create_table('n' * " + count_of(n) + ", sa.Column('a', sa.Integer()))\n"; },
        [](auto n) {
            return "t = sa.Integer()\nfor i in range(" + count_of(n) +
                   "):\n    t = sa.ARRAY(t)\nop.add_column('t', sa.Column('d', t))\n";
        },
        [](auto n) { return "op.execute(\"CREATE TABLE s (" + numbered("c# integer, ", n) + "z integer)\")\n"; },
        [](auto n) {
            return "op.execute(\"ALTER TABLE t ADD CHECK (" + times("(", n) + "id" + times(")", n) + " > 0)\")\n";
        },
        [](auto n) { return "op.create_check_constraint('k', 't', \"" + times("NOT ", n) + "id > 0\")\n"; },
        [](auto n) { return "op.execute(\"UPDATE t SET a = CASE " + times("WHEN id > 0 THEN 1 ", n) + "END\")\n"; },
        [](auto n) { return "op.execute(\"" + numbered("CREATE INDEX i# ON t (id);", n) + "\")\n"; },
        [](auto n) { return "x = [" + times("[", n) + times("]", n) + "]\nassert x == x\n"; },
        [](auto n) { return "x = []\nfor i in range(" + count_of(n) + "):\n    x = [x]\nassert x == x and str(x)\n"; },
        [](auto n) { return "s = 'a'\nfor i in range(" + count_of(n) + "):\n    s = s + s\nop.execute(s)\n"; },
        [](auto n) {
            return "d = {i: {j: i for j in range(" + count_of(n) + ")} for i in range(" + count_of(n) + ")}\n";
        },
        [](auto n) {
            return "e = sa.Enum(*[f'l{i}' for i in range(" + count_of(n) +
                   ")], name='e')\nop.add_column('t', sa.Column('e', e))\n";
        },
        [](auto n) {
            return "for i in range(" + count_of(n) +
                   "):\n    with op.batch_alter_table('t') as b:\n        b.add_column(sa.Column(f'f{i}', "
                   "sa.Text()))\n";
        },
        [](auto n) {
            return "with op.batch_alter_table('t') as b:\n    for i in range(" + count_of(n) +
                   "):\n        b.create_index(f'g{i}', ['id'])\n";
        },
        [](auto n) {
            return "i = sa.inspect(op.get_bind())\nfor n in range(" + count_of(n) +
                   "):\n    if 'h' not in [c['name'] for c in i.get_columns('t')]:\n        op.execute('SELECT 1')\n";
        },
        [](auto n) {
            return "for r in op.get_bind().execute(sa.text('SELECT id FROM t LIMIT " + count_of(n) +
                   "')):\n    op.execute(f'DELETE FROM t WHERE id = {r.id}')\n";
        },
        [](auto n) { return "import os\n" + numbered("if os.environ.get('A#'):\n    op.drop_column('t', 'id')\n", n); },
        [](auto n) { return "class A0:\n    pass\n" + numbered("class B#(A0):\n    pass\nA0 = B#\n", n); },
        [](auto n) {
            return "class Base(sa.orm.DeclarativeBase):\n    pass\nclass W(Base):\n    __tablename__ = 'x'\n    id = "
                   "sa.Column(sa.Integer, primary_key=True)\n" +
                   numbered("    c# = sa.Column(sa.Integer)\n", n) + "Base.metadata.create_all(op.get_bind())\n";
        },
        [](auto n) {
            return "import itertools\nfor one in itertools.product(range(" + count_of(n) + "), repeat=3):\n    pass\n";
        },
        [](auto n) {
            return "def many():\n    for i in range(" + count_of(n) +
                   "):\n        yield i\nfor i in many():\n    op.execute(f'SELECT {i}')\n";
        },
        [](auto n) {
            return "x = '%" + count_of(n) + "s' % 'a'\nop.execute(x)\ny = f'{x:>" + count_of(n) +
                   "}'\nop.execute(y.replace(' ', 'bb'))\n";
        },
        [](auto n) {
            return "try:\n    op.drop_table('nothing')\nexcept Exception:\n    " + times("x = 1; ", n) + "pass\n";
        },
        [](auto n) {
            return "x = 2 ** " + count_of(n) + "\ny = (x ** " + count_of(n) + ") << " + count_of(n) +
                   "\nop.execute(str(y))\n";
        },
    };
    return kBuilds;
}

std::string indented(const std::string& lines) {
    std::string all = "    ";
    for (const char c : lines) {
        all += c;
        if (c == '\n') all += "    ";
    }
    return all + "pass\n";
}

std::string migration_of(std::string_view input) {
    Choices choices(input);
    std::string body;
    while (choices.left() && body.size() < kMaxText) {
        const Build& build = builds()[choices.below(builds().size())];
        body += build(kTimes[choices.below(kTimes.size() - 1)]);  // the last is for texts alone
    }
    return "import sqlalchemy as sa\nimport sqlalchemy.orm\nfrom alembic import op\n\nrevision = 'a'\ndown_revision = "
           "None\n\n\n"
           "def upgrade():\n" +
           indented(body) + "\n\ndef downgrade():\n" + indented(body);
}

const Schema& start_on(Dialect dialect) {
    const auto made = [](Dialect on) {
        const char* text =
            "from alembic import op\nimport sqlalchemy as sa\ndef upgrade():\n    op.create_table('t', sa.Column('id', "
            "sa.Integer(), primary_key=True))\n";
        return replay::run_function(text, "start.py", "upgrade", Schema{.dialect = on}).after;
    };
    static const Schema kPostgresql = made(Dialect::postgresql), kSqlite = made(Dialect::sqlite);
    return dialect == Dialect::postgresql ? kPostgresql : kSqlite;
}

}  // namespace

void migrate::fuzz::take(std::string_view input) {
    const std::string text = migration_of(input);
    for (const Dialect dialect : {Dialect::postgresql, Dialect::sqlite}) {
        // Too much of the allowance is an answer, too: that it comes is what input.cpp asks.
        static_cast<void>(base::within({.time = kMostTime}, [&] {
            for (const std::string_view function : {"upgrade", "downgrade"}) {
                const replay::Run run = replay::run_function(text, "built.py", function, start_on(dialect));
                if (!run.complete && run.remarks.empty() && run.after.doubts.empty())
                    broken("what is not certain says why", text.substr(0, 2000));
                if (run.places.size() != run.operations.size())
                    broken("each operation has its place", text.substr(0, 2000));
            }
        }));
    }
}
