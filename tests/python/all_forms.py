"""Every form that the syntax tree models, for the comparison with Python's own tree. Never run."""

from __future__ import annotations

import a.b as c, d
from . import x as y, z
from ..p.q import (r,)
from s import *

a = b = 1
a, *b = c
(a, b), [c, d] = e
x: int = 3
x: list[int]
x: Mapped[str | None] = f()
x: dict[str, int] | tuple[int, ...] | None
x: orm.Mapped["Child"]
x += 1; x //= 2; x **= 3; x @= m; x >>= 1
a.b[c].d = e
del a, b[0]
assert a, "why"
assert (a)
raise
raise X from e
1, 2
(1,)
()
...

s = "a" 'b' """c
d""" r"\n" u"\u017e\x41\101\
"
s = b"\xff" rb"\d" Rb'''\\'''
s = r"\\" r"\\\\" r'a\'b'
s = f"a{x!r:>{w}.{p}}{{b}}" "c" f"{y=}" f"{y = !s}" f"{y=:>3}" rf"\d{z}\\"
s = f'''{a if b else c:%Y-%m-%d}{d["k"]}{(lambda: 1)()}{x, y}'''
s = f"" f"plain"
s = ("implicit " f"{joined} "
     "lines")
n = [0, 1_000, 0xFF, 0o17, 0B11, 1.5, 1e10, .5, 5., 2j, 10**20]

v = a + b - c * d / e // f % g ** h @ i << 1 >> 2 & 3 | 4 ^ 5
v = -a + +b - ~c ** -d
v = not a and b or not (c or d) and e
v = (a and b) and c
v = a < b <= c == d != e > f >= g in h not in i is j is not k
v = a if b else c if d else e
v = (w := 1)
v = a[1], a[1, 2], a[1:2], a[::2], a[1:, :2, ...], a[:], a[b:c:d], a[(1, 2)], a[1,]
v = [1, 2, *c], (1, *b), {1, 2}, {}, {1: 2, **d, "k": v}, [], ()
v = [i for i in a if b if c for j in d]
v = {i async for i in a}, {k: v for k, v in z.items()}, (g for h in i)
v = f(*a, b, c=1, *d, **e)(g for h in i)(), f(x for x in y), f((yield))
v = lambda: 0, lambda a, b=1, *c, d, e=2, **f: a, lambda *, a: a, lambda a, /: a
v = (
    # a comment inside
    call()
    .chained(1, )
    .again  # at the end
)
print(v, file=f)
type = match = case = 1

if a: pass
elif b: x = 1; y = 2
else:
    z = 3
if a:
    pass
else:
    if b:
        pass
    else:
        pass

for a, b in c, d:
    continue
else:
    pass
while a:
    break
else:
    b

with a: pass
with a as b, c() as (d, e): pass
with (a as b, c): pass
with (a): pass
with (yield): pass

try:
    a
except A as e:
    b
except (B, C):
    c
except:
    d
else:
    e
finally:
    f
try:
    pass
finally:
    pass


@first
@second.third(1, k=2)
def f(a, b: int = 1, /, c="x", *d: str, e, g: int | None = None, **h) -> dict[str, int] | None:
    """Docstring."""
    global i, j
    return a, b


def g(a, *, b): return


async def h():
    async with a as b, c:
        await d
    async for i in j:
        yield i
    x = yield
    y = yield 1, 2
    return [await k async for k in l]


def i():
    nonlocal_free = 1

    def inner():
        nonlocal nonlocal_free
        yield from nonlocal_free

    return inner


class A: pass
class B(): x: int
@decorated
class C(A, B[int], *bases, metaclass=M, **options):
    """Docstring."""

    __tablename__ = "t"
    id: Mapped[int] = mapped_column(primary_key=True)

    def f(self): ...
