// The Python that migrations are written in, seen through what it computes.
#include "replay/support.h"

using namespace migrate;
using namespace migrate::replay;

TEST_CASE("numbers, texts and their operators") {
    CHECK(text_of_expression("1 + 2 * 3") == "7");
    CHECK(text_of_expression("7 // 2, -7 // 2, 7 % 3, -7 % 3, 2 ** 10") == "(3, -4, 1, 2, 1024)");
    CHECK(text_of_expression("7 / 2") == "3.5");
    CHECK(text_of_expression("'a' + 'b' * 3") == "abbb");
    CHECK(text_of_expression("[1, 2] + [3], (1,) * 2") == "([1, 2, 3], (1, 1))");
    CHECK(text_of_expression("1 < 2 <= 2 < 3") == "True");
    CHECK(text_of_expression("1 < 2 > 3") == "False");
    CHECK(text_of_expression("'b' in 'abc', 4 not in [1, 2], None is None, 'x' is not None") ==
          "(True, True, True, True)");
    CHECK(text_of_expression("not [] and 'yes' or 'no'") == "yes");
    CHECK(text_of_expression("0x10 + 1_000 + True") == "1017");
    CHECK(text_of_expression("1 == 1.0, 'a' == 'a', [1] == [1], {1: 2} == {1: 2}, (1,) != (2,)") ==
          "(True, True, True, True, True)");
    CHECK(text_of_expression("{1, 2} | {3}, sorted({3, 1} - {1})") == "({1, 2, 3}, [3])");
}

TEST_CASE("indexing and slices") {
    CHECK(text_of_expression("'abcdef'[1:4], 'abc'[::-1], 'abc'[-1], [1, 2, 3][1:]") == "('bcd', 'cba', 'c', [2, 3])");
    CHECK(text_of_expression("'ąžė'[1]") == "ž");
    CHECK(text_of_expression("{'a': 1}['a'], [[1, 2], [3]][0][1]") == "(1, 2)");
}

TEST_CASE("making text") {
    CHECK(text_of_expression("f'{1}-{\"x\"!r}-{3:>4}-{2.5:.2f}'", "") == "1-'x'-   3-2.50");
    CHECK(text_of_expression("f'{n:0{w}d}'", "n = 7\nw = 3") == "007");
    CHECK(text_of_expression("f'{n=}'", "n = 7") == "n=7");
    CHECK(text_of_expression("'%s and %d and %(not)s' % ('a', 2) if False else '%s, %05d, %r' % ('a', 42, 'q')") ==
          "a, 00042, 'q'");
    CHECK(text_of_expression("'%(a)s %(b)s' % {'a': 1, 'b': 2}") == "1 2");
    CHECK(text_of_expression("'{} {1} {name} {{}}'.format('a', 'b', name='c')") == "a b c {}");
    CHECK(text_of_expression("'{0[k]} {1:>3}'.format({'k': 'v'}, 5)") == "v   5");
    CHECK(text_of_expression("'{:,}'.format(1234567)") == "1,234,567");
    CHECK(text_of_expression("', '.join(x.upper() for x in ['a', 'b'])") == "A, B");
}

TEST_CASE("methods of text") {
    CHECK(text_of_expression("'a,b,,c'.split(','), 'a b  c'.split(), 'a.b.c'.rsplit('.', 1)") ==
          "(['a', 'b', '', 'c'], ['a', 'b', 'c'], ['a.b', 'c'])");
    CHECK(text_of_expression("' x '.strip() + 'xxaxx'.strip('x') + 'abc'.replace('b', 'B')") == "xaaBc");
    CHECK(
        text_of_expression("'abc'.startswith(('x', 'a')), 'abc'.endswith('bc'), 'a_b'.title(), 'hello'.capitalize()") ==
        "(True, True, 'A_B', 'Hello')");
    CHECK(text_of_expression("'x'.ljust(3) + '|' + '7'.zfill(3) + 'abcabc'.partition('b')[2]") == "x  |007cabc");
    CHECK(text_of_expression("'prefix_a'.removeprefix('prefix_'), 'abc'.find('c'), 'aXbX'.count('X')") ==
          "('a', 2, 2)");
}

TEST_CASE("containers and their methods") {
    CHECK(text_of_expression("a", "a = [3, 1]\na.append(2)\na.sort()\na.insert(0, 9)\na.extend((7, 8))\na.pop()") ==
          "[9, 1, 2, 3, 7]");
    CHECK(text_of_expression("list(d.items()), d.get('z', 0), 'a' in d, len(d)",
                             "d = {'a': 1, **{'b': 2}}\nd['c'] = 3\ndel d['a']\nd.update(e=5)") ==
          "([('b', 2), ('c', 3), ('e', 5)], 0, False, 3)");
    CHECK(text_of_expression("sorted(s), 3 in s", "s = {1, 2}\ns.add(3)\ns.discard(1)\ns |= {7}") ==
          "([2, 3, 7], True)");
    CHECK(text_of_expression("[k for k, v in {'a': 1, 'b': 2}.items() if v > 1]") == "['b']");
    CHECK(text_of_expression("{k: v * 2 for k, v in zip('ab', [1, 2])}, {x % 2 for x in range(4)}") ==
          "({'a': 2, 'b': 4}, {0, 1})");
    CHECK(text_of_expression("[(i, x) for i, x in enumerate(['a', 'b'], 1)]") == "[(1, 'a'), (2, 'b')]");
    CHECK(text_of_expression("[x + y for x in 'ab' for y in 'cd' if x != 'b']") == "['ac', 'ad']");
}

TEST_CASE("built-in functions") {
    CHECK(text_of_expression("len('abc'), min(3, 1), max([1, 5, 2]), sum([1, 2]), any([0, 1]), all([1, 0])") ==
          "(3, 1, 5, 3, True, False)");
    CHECK(text_of_expression("sorted(['bb', 'a'], key=len), list(reversed([1, 2])), sorted([1, 3, 2], reverse=True)") ==
          "(['a', 'bb'], [2, 1], [3, 2, 1])");
    CHECK(text_of_expression("list(map(lambda x: x + 1, [1, 2])), list(filter(None, [0, 1]))") == "([2, 3], [1])");
    CHECK(text_of_expression("list(range(2, 8, 3)), int('42'), str(1), bool([]), list('ab'), tuple([1])") ==
          "([2, 5], 42, '1', False, ['a', 'b'], (1,))");
    CHECK(text_of_expression("isinstance('a', str), isinstance(1, (list, int)), next(iter([7])), "
                             "getattr('a', 'nope', 1) and 2") == "(True, True, 7, 2)");
    CHECK(text_of_expression("textwrap.dedent('''\n    a\n      b\n''')", "import textwrap") == "\na\n  b\n");
    CHECK(text_of_expression("json.dumps({'a': [1, None, True]}), json.loads('[1, {\"b\": 2}]')[1]['b']",
                             "import json") == "('{\"a\": [1, null, true]}', 2)");
}

TEST_CASE("statements") {
    CHECK(text_of_expression("a, b, c, d", "a, *b = [1, 2, 3]\n(c, d) = 'xy'") == "(1, [2, 3], 'x', 'y')");
    CHECK(text_of_expression("n",
                             "n = 0\nfor i in range(10):\n    if i == 2: continue\n    if i == 5: break\n    "
                             "n += i\nelse:\n    n = -1") == "8");
    CHECK(text_of_expression("n", "n = 0\nwhile n < 3:\n    n += 1\nelse:\n    n = n * 10") == "30");
    CHECK(text_of_expression("x", "x = 'a' if 1 > 2 else 'b'") == "b");
    CHECK(text_of_expression("y", "if (y := 5) > 3:\n    y += 1\nelif y:\n    y = 0") == "6");
    CHECK(text_of_expression("r",
                             "r = []\ntry:\n    {}['a']\nexcept (KeyError, ValueError) as e:\n    "
                             "r.append('caught')\nelse:\n    r.append('no')\nfinally:\n    r.append('end')") ==
          "['caught', 'end']");
    CHECK(text_of_expression(
              "r", "r = ''\ntry:\n    raise ValueError('bad')\nexcept ValueError as e:\n    r = str(e)") == "bad");
    CHECK(text_of_expression("r",
                             "r = 0\ntry:\n    try:\n        1 / 0\n    finally:\n        r = 1\nexcept "
                             "ArithmeticError:\n    r += 1") == "2");
    CHECK(text_of_expression("1", "assert True, 'no'\npass") == "1");
}

TEST_CASE("functions, closures and classes") {
    CHECK(text_of_expression("f(1, c=5)", "def f(a, b=2, *rest, c, **more):\n    return a, b, rest, c, more") ==
          "(1, 2, (), 5, {})");
    CHECK(text_of_expression("f(*[1, 2, 3], c=4, **{'d': 5})",
                             "def f(a, b=2, *rest, c, **more):\n    return a, b, rest, c, more") ==
          "(1, 2, (3,), 4, {'d': 5})");
    CHECK(text_of_expression("g()",
                             "n = 1\ndef f():\n    n = 2\n    def g():\n        nonlocal n\n        n += 1\n "
                             "       return n\n    return g\ng = f()") == "3");
    CHECK(text_of_expression("fact(5)", "def fact(n):\n    return 1 if n < 2 else n * fact(n - 1)") == "120");
    CHECK(text_of_expression("list(g(3))", "def g(n):\n    for i in range(n):\n        yield i * i") == "[0, 1, 4]");
    CHECK(text_of_expression("[c.value for c in Color], Color.RED.name, Color('g').name, Color['RED'].value",
                             "import enum\nclass Color(str, enum.Enum):\n    RED = 'r'\n    GREEN = 'g'") ==
          "(['r', 'g'], 'RED', 'GREEN', 'r')");
    CHECK(text_of_expression("P(3).twice()",
                             "class P:\n    def __init__(self, n):\n        self.n = n\n    def "
                             "twice(self):\n        return self.n * 2") == "6");
}

TEST_CASE("module constants and helpers are there for upgrade()") {
    Run run = run_module_text(
        "TABLES = ('a', 'b')\n"
        "def _make(name):\n"
        "    op.create_table(name, sa.Column('id', sa.Integer, primary_key=True))\n"
        "def upgrade() -> None:\n"
        "    for table in TABLES:\n"
        "        _make(table)\n");
    check_clean(run);
    CHECK(run.after.tables.size() == 2);
    CHECK(column_of(run, "b", "id").identity == IdentityKind::serial);
}

TEST_CASE("dataclasses and named tuples take their fields by place") {
    CHECK(text_of_expression("T('t', 'a').name + T('t', key='b').key + T('x').key",
                             "from dataclasses import dataclass\n@dataclass\nclass T:\n    name: str\n    key: str = "
                             "'k'") == "tbk");
    CHECK(text_of_expression("N('t', 'a').b + str(M(1, 2, 3).c)",
                             "import dataclasses\nfrom typing import NamedTuple\nclass N(NamedTuple):\n    a: str\n    "
                             "b: str\n@dataclasses.dataclass(frozen=True)\nclass L:\n    a: int\n    b: int\n"
                             "@dataclasses.dataclass\nclass M(L):\n    c: int") == "a3");
}

TEST_CASE("what Python hashes is hashable") {
    const std::string make = "op.create_table('t', sa.Column('x', sa.String(len(found))))";
    const auto size = [&](const std::string& body) {
        const Run run = run_body(body + "\n" + make);
        CHECK_MESSAGE(run.complete, remarks_of(run));
        return column_of(run, "t", "x").type.length;
    };
    CHECK(size("found = {frozenset(), frozenset({('a', ('b',))}), frozenset([1, 2]), frozenset([2, 1])}") == 3);
    CHECK(size("found = {frozenset([1]) | {2}: 1, frozenset([1, 2]): 2, (1, frozenset('a')): 3}") == 2);
    CHECK(size("found = {range(3), range(0, 3), range(0), range(5, 5), range(0, 4, 3), range(0, 6, 3)}") == 3);
    CHECK(size("a = []\nfound = {a.append, a.append, a.pop, 'x'.join, len}") == 4);
    CHECK(size("found = {0.0000001, 0.0000002, 1e17, 10 ** 17}") == 3);
    CHECK(size("found = {'a'}.union(['b'], ['c'])") == 3);
    CHECK(size("old = frozenset([1])\nfound = old\nfound |= {2}\nfound = [1] * (len(found) + len(old))") == 3);
    CHECK(remarks_of(run_body("found = {frozenset([1]), {1}}\n" + make)).find("unhashable") != std::string::npos);
    CHECK(size("found = repr(frozenset([1])) + repr(frozenset())") == 25);
}
