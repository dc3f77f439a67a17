#include "history/header.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace migrate;
using namespace migrate::history;
using Names = std::vector<std::string>;

namespace {

Header header_of(const std::string& text) {
    const Result<Header> header = read_header(text);
    INFO(text);
    REQUIRE(header);
    return *header;
}

std::string line_of_error(const std::string& text) {
    const Result<Header> header = read_header(text);
    INFO(text);
    REQUIRE(!header);
    CHECK(header.error().code == "unreadable_file");
    return header.error().where;
}

}  // namespace

TEST_CASE("the usual header") {
    const Header header = header_of(
        "\"\"\"add invoices table\n\nRevision ID: b\nRevises: a\n\"\"\"\n\nfrom alembic import op\n\n"
        "revision = \"b\"\ndown_revision = 'a'\nbranch_labels = None\ndepends_on = None\n\n\ndef "
        "upgrade():\n    pass\n");
    CHECK(header.revision == "b");
    CHECK(header.down_revisions == Names{"a"});
    CHECK(header.branch_labels.empty());
    CHECK(header.depends_on.empty());
    CHECK(header.message == "add invoices table");
}

TEST_CASE("annotations, tuples over lines, labels and dependencies") {
    const Header header = header_of(
        "'''\n\n  merge  \n'''\nrevision: str = 'c'\ndown_revision: Union[str, Sequence[str], None] = (\n    "
        "'a',  # one\n"
        "    'b',\n)\nbranch_labels: Union[str, None] = ['billing']\ndepends_on = 'x', \"y\"\n");
    CHECK(header.revision == "c");
    CHECK(header.down_revisions == Names{"a", "b"});
    CHECK(header.branch_labels == Names{"billing"});
    CHECK(header.depends_on == Names{"x", "y"});
    CHECK(header.message == "merge");
}

TEST_CASE("branch labels that other code gives are said to be unread, and the rest of the file is read") {
    const Header header =
        header_of("from app import cli\n\nrevision = 'b'\ndown_revision = 'a'\nbranch_labels = (cli.EXPAND_BRANCH,)\n");
    CHECK(header.revision == "b");
    CHECK(header.has_unread_labels);
    CHECK(header.branch_labels.empty());
    CHECK_FALSE(header_of("revision = 'b'\ndown_revision = 'a'\nbranch_labels = ('x',)\n").has_unread_labels);
}

TEST_CASE("strings in all their forms") {
    CHECK(header_of("revision = 'a' \"b\" r'c'\n").revision == "abc");
    CHECK(header_of("revision = ('a'\n  'b')\n").revision == "ab");
    CHECK(header_of("revision = 'a' + \"b\"\n").revision == "ab");
    CHECK(header_of("revision = 'a' \\\n    'b'\n").revision == "ab");
    CHECK(header_of("revision = \"\"\"ab\"\"\"\n").revision == "ab");
    CHECK(header_of("revision = u'\\x61\\u0062\\143'\n").revision == "abc");
    CHECK(header_of("revision = 'a\\'b'\n").revision == "a'b");
    CHECK(header_of("revision = f'ab'\n").revision == "ab");
    CHECK(header_of("revision = r'a\\b'\n").revision == "a\\b");
}

TEST_CASE("names, chains and several statements a line") {
    CHECK(header_of("REV = 'a'\nPARENTS = ('x', 'y')\nrevision = REV\ndown_revision = PARENTS\n").down_revisions ==
          Names{"x", "y"});
    CHECK(header_of("REV: str = 'a'\nrevision = REV + '_1'\n").revision == "a_1");
    CHECK(header_of("revision = rev = 'a'\n").revision == "a");
    const Header header = header_of("revision = 'b'; down_revision = 'a'; depends_on = 'c'\n");
    CHECK(header.down_revisions == Names{"a"});
    CHECK(header.depends_on == Names{"c"});
}

TEST_CASE("only the module's own assignments count, the last one wins") {
    const Header header = header_of(
        "def f():\n    revision = 'x'\n    down_revision = 'y'\n\nclass A:\n  revision = 'z'\n\nrevision = "
        "'a'\n"
        "down_revision = None\n");
    CHECK(header.revision == "a");
    CHECK(header.down_revisions == Names{});
    CHECK(header_of("revision = 'a'\ndown_revision = None\ndef f():\n  pass\nrevision = 'b'\n").revision == "b");
    CHECK(header_of("s = '''\nrevision = 'x'\n'''\nt = (\nrevision == 1)\n").revision == std::nullopt);
    CHECK(header_of("# revision = 'x'\nrevision_of = 'y'\n").revision == std::nullopt);
}

TEST_CASE("what the file does not say stays open") {
    const Header header = header_of("import x\n");
    CHECK(!header.revision);
    CHECK(!header.down_revisions);
    CHECK(header.message.empty());
    CHECK(!header_of("revision: str\n").revision);
    CHECK(header_of("x = 'not a docstring'\nrevision = 'a'\n").message.empty());
    CHECK(header_of("").message.empty());
}

TEST_CASE("values that need Python are reported with their line") {
    CHECK(line_of_error("\n\nrevision = make_id()\n") == "3");
    CHECK(line_of_error("revision = f'{x}'\n") == "1");
    CHECK(line_of_error("revision = 'a'.lower()\n") == "1");
    CHECK(line_of_error("revision = None\n") == "1");
    CHECK(line_of_error("revision = 7\n") == "1");
    CHECK(line_of_error("revision = 'a'\nrevision += 'b'\n") == "2");
    CHECK(line_of_error("revision, down_revision = 'a', 'b'\n") == "1");
    CHECK(line_of_error("down_revision = [x for x in y]\n") == "1");
    CHECK(line_of_error("REV = 'a'\nREV = f()\nrevision = REV\n") == "3");
    CHECK(line_of_error("revision = 'never ends\n") == "1");
    CHECK(line_of_error("down_revision = ((((((((((((((((((((((((('a')))))))))))))))))))))))))\n") == "1");
    CHECK(line_of_error(std::string("x = 1\nrevision = 'a'\0\n", 21)) == "2");
}

TEST_CASE("line ends, marks and encodings") {
    CHECK(header_of("\xEF\xBB\xBF\"\"\"x\"\"\"\r\nrevision = 'a'\r\ndown_revision = (\r\n 'b',\r\n)\r\n")
              .down_revisions == Names{"b"});
    CHECK(header_of("\"\"\"pridėti sąskaitas\"\"\"\n").message == "pridėti sąskaitas");
    CHECK(header_of("# -*- coding: latin-1 -*-\n\"\"\"caf\xE9\"\"\"\nrevision = 'a'\n").message == "café");
    CHECK(header_of("#!/usr/bin/python\n# vim: set fileencoding=cp1257 :\n\"\"\"caf\xE9\"\"\"\n").message == "caf?");
    CHECK(line_of_error("\"\"\"caf\xE9\"\"\"\n") == "1");
}

TEST_CASE("any bytes are read without harm, and a written header reads back") {
    CHECK(rc::check("any text", [](const std::string& text) { (void)read_header(text); }));
    CHECK(rc::check("python-like text", [] {
        const auto pieces = *rc::gen::container<Names>(
            rc::gen::element<std::string>("revision", " = ", "down_revision", "'", "\"\"\"", "(", ")", ",", "\n", "\\",
                                          "#", "a", "f'", "[", ":", ";", "None", "\\x4", "\\u12", "def ", "  ", "\r"));
        std::string text;
        for (const std::string& piece : pieces) text += piece;
        (void)read_header(text);
    }));
    CHECK(rc::check("round trip", [] {
        const auto id = *rc::gen::nonEmpty(rc::gen::container<std::string>(rc::gen::inRange('a', 'z')));
        const bool tuple = *rc::gen::arbitrary<bool>();
        const std::string text = "revision = '" + id + "'\ndown_revision = " + (tuple ? "(\"" + id + "\",)" : "None");
        const Result<Header> header = read_header(text);
        RC_ASSERT(header.has_value());
        RC_ASSERT(header->revision == id);
        RC_ASSERT(*header->down_revisions == (tuple ? Names{id} : Names{}));
    }));
}
