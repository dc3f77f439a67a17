// Files that mean harm, or only go wrong: bounded and reported.
#include <chrono>

#include "base/allowance.h"
#include "base/environment.h"
#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

namespace {

void check_bounded(const std::string& body) {
    RunLimits limits;
    limits.milliseconds = 1'500;
    const auto start = base::thread_time();
    Run run = run_body(body, empty_schema(), limits);
    const auto took = base::thread_time() - start;
    CHECK_MESSAGE(took < std::chrono::seconds(20), body);
    CHECK_MESSAGE(!run.complete, body << remarks_of(run));
    CHECK_MESSAGE(!run.remarks.empty(), body);
    CHECK_MESSAGE(find_doubt_of(run.after, "*") != nullptr, body);
}

std::string repeated(const std::string& piece, int times) {
    std::string made;
    for (int i = 0; i < times; ++i) made += piece;
    return made;
}

}  // namespace

TEST_CASE("loops without an end") {
    check_bounded("while True:\n    pass");
    check_bounded("n = 0\nwhile n < 10 ** 9:\n    n += 1");
    check_bounded("for i in range(10 ** 9):\n    pass");
    check_bounded("for a in range(2000):\n    for b in range(2000):\n        x = a * b");
    check_bounded(
        "x = [0]\nfor i in x:\n    x = [x for x in range(100000)]\n    y = [z for z in range(900000)]\n    w "
        "= [z + 1 for z in range(900000)]\n    w = [z + 1 for z in range(900000)]");
}

TEST_CASE("recursion") {
    check_bounded("def f(n):\n    return f(n + 1)\nf(0)");
    check_bounded("f = lambda f: f(f)\nf(f)");
    check_bounded("def f():\n    return [x for x in [f() for _ in range(2)]]\nf()");
    check_bounded("def f(n):\n    return sorted([2, 1], key=lambda x: f(x))\nf(0)");
}

TEST_CASE("memory") {
    check_bounded("x = 'a' * 10 ** 10");
    check_bounded("x = 'a' * 10 ** 9");
    check_bounded("x = [0] * 10 ** 9");
    check_bounded("x = 'ab'\nfor i in range(64):\n    x = x + x");
    check_bounded("x = [1]\nfor i in range(64):\n    x.extend(x)");
    check_bounded("x = 'x' * 1000000\ny = x.replace('x', x)");
    check_bounded("x = ''\nfor i in range(1000000):\n    x += 'abcdefgh' * 10");
    check_bounded("x = ['a' * 100000] * 100000\ny = ''.join(x)");
    check_bounded("import itertools\nx = list(itertools.product(range(100), range(100), range(100), range(100)))");
}

TEST_CASE("cycles and deep values end with the run") {
    Run run = run_body(
        "a = []\na.append(a)\nd = {'a': a}\nd['d'] = d\nprint(repr(a), str(d), a == a, d == d)\nx = []\nfor "
        "i in range(100000):\n    x = [x]\ny = x == x");
    CHECK_MESSAGE(run.complete, remarks_of(run));
}

TEST_CASE("deep nesting in the source") {
    Run deep = run_body("x = " + repeated("[", 5000) + repeated("]", 5000));
    Run sum = run_body("x = 1" + repeated(" + 1", 20000));
    Run calls = run_body("x = " + repeated("str(", 390) + "1" + repeated(")", 390));
    Run ifs = run_body("x = " + repeated("1 if 1 else ", 3000) + "2");
    CHECK(deep.after.tables.empty());
}

TEST_CASE("too many ways through") {
    std::string body = "import os\nop.create_table('t', sa.Column('id', sa.Integer))\n";
    for (int i = 0; i < 12; ++i) {
        const std::string n = std::to_string(i);
        body += "if os.getenv('S" + n + "'):\n    op.add_column('t', sa.Column('c" + n + "', sa.Text))\n";
    }
    Run run = run_body(body);
    CHECK_FALSE(run.complete);
    for (int i = 0; i < 12; ++i) CHECK(find_doubt(run.after, {"", "t"}, "c" + std::to_string(i)) != nullptr);
    CHECK(find_doubt(run.after, {"", "t"}, "id") == nullptr);

    RunLimits few;
    few.forks = 1;
    Run cut = run_body(body, empty_schema(), few);
    CHECK(find_doubt_of(cut.after, "*") != nullptr);

    few.forks = 3;  // each question is answered otherwise once all the same
    Run once = run_body(body, empty_schema(), few);
    CHECK(find_doubt_of(once.after, "*") == nullptr);
    CHECK(find_doubt(once.after, {"", "t"}, "c11") != nullptr);
}

TEST_CASE("nonsense") {
    for (const char* text :
         {"", "def upgrade(:\n  pass", "\xff\xfe\x00", "def upgrade():\n  \x00", "def upgrade():\n return upgrade",
          "class upgrade: pass", "upgrade = 5", "import", "def upgrade(): yield 1", "async def upgrade(): await x",
          "def upgrade(a, *, b): a(b)", "def upgrade(): op.create_table(*x)",
          "from alembic import op\ndef upgrade(): op.create_table()",
          "from alembic import op\ndef upgrade(): op.alter_column(1, 2, 3, 4, 5)\n",
          "from alembic import op\ndef upgrade(): op.add_column(None, None)",
          "from alembic import op\ndef upgrade(): op.create_index([], {}, ())",
          "from alembic import op\ndef upgrade(): op.execute(None)"}) {
        Run run = run_function(text, "m.py", "upgrade", empty_schema());
        CHECK(run.after.tables.empty());
    }
}

TEST_CASE("as deep as each bound, and one deeper") {
    const auto first = [](const Run& run) { return run.remarks.empty() ? std::string() : run.remarks.front().text; };
    // Calls of the module's functions: upgrade() is the first of them.
    const std::string countdown = "def f(n):\n    return n if n == 0 else f(n - 1)\nf(";
    CHECK(run_body(countdown + "98)").complete);
    const Run too_many = run_body(countdown + "99)");
    CHECK(first(too_many).find("calls are nested deeper than 100") != std::string::npos);
    CHECK(too_many.remarks.front().where.find(":") != std::string::npos);
    // Expressions inside of expressions: as deep as Python's text is read, the function's body and the `if` included.
    const auto negated = [](std::size_t depth) {
        const std::string value = std::string(depth, '-') + "1";
        return run_body("if " + value + ":\n    op.create_table(\"deep\", sa.Column(\"a\", sa.Integer()))");
    };
    CHECK(negated(397).complete);
    CHECK(first(negated(398)).find("nested too deep") != std::string::npos);
    // Values inside of values, made by the run: told apart by their text as deep as they are shown.
    CHECK(run_body("x = []\nfor i in range(39):\n    x = [x]\ny = x == x\nassert y").complete);
}
