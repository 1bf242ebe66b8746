using System.Text;

namespace Unpark.Go.Tests.Syntax;

/// <summary>Small files, right and wrong, each for some corner of the grammar or of the scanner.</summary>
public static class Snippets
{
    /// <summary>The files.</summary>
    public static IEnumerable<byte[]> All
        => Files.Select(Encoding.UTF8.GetBytes)
            .Concat(Statements.Select(s => Encoding.UTF8.GetBytes($"package p\n\nfunc f() {{\n{s}\n}}\n")))
            .Concat(Expressions.Select(s => Encoding.UTF8.GetBytes($"package p\n\nvar x = {s}\n")))
            .Concat(Types.Select(s => Encoding.UTF8.GetBytes($"package p\n\ntype T {s}\n")))
            .Concat(RawBytes);

    private static IEnumerable<string> Files =>
    [
        "", "\n", "package", "package p", "package p;", "package p\n", "package _", "package p q", "func", "// only\n",
        "/* open", "package p /* open", "package p // c", "\uFEFFpackage p\n", "\uFEFF// c\npackage p\n",
        "\uFEFF\uFEFFpackage p\n", "package p\n\uFEFF", "package p\n// \uFEFF\nvar x int\n", "package p\0\n",
        "package p\nvar s = \"\0\"\n", "//go:build linux && go1.21\n\npackage p\n", "//go:build go1.\n\npackage p\n",
        "// c\n\n//go:build !go1.18 || (go1.20 && x)\n//go:build go1.19\npackage p\n//go:build go1.22\n",
        "/* doc */ package p // trailing\n", "// doc\r\npackage p\r\n\r\nvar s = `a\r\nb\r`\r\n/* x\r*\r/ */\r\n",
        "package p\n/*\r*/\n/**\r/ */\nvar x int\n", "package p; import \"a\"; import (\"b\"; . \"c\"; _ \"d\"; e \"f\")",
        "package p\nimport a\nimport 1\nimport ()\nimport (\n\"x\",\n\"y\"\n)\n",
        "package p\nvar x int\nimport \"a\"\nimport \"b\"\n", "package p\nimport \"a\" // one\n// two\nimport (\n// three\n\"b\" // four\n)\n",
        "package p\nx := 1\n", "package p\n}\nfunc f() {}\n", "package p\nfunc f()\n{\n}\n", "package p\nfunc f() int;\n{}\n",
        "package p\nfunc (f) g()\nfunc (r *T[P]) m[Q any](x Q) (a, b int)\nfunc () n() {}\nfunc (a, b T) o() {}\n",
        "package p\nfunc f[]() {}\nfunc f[T]() {}\nfunc f[T any,]() {}\nfunc f[P, Q interface{ ~int | string }]()\n",
        "package p\nfunc f(a, b int, c ...string) {}\nfunc f(a, b) {}\nfunc f(a int, b) {}\nfunc f(a ...int, b int) {}\n",
        "package p\nfunc f(int, a string) {}\nfunc f(a.B, c) {}\nfunc f(a []int, [3]b) {}\nfunc f() (a ...int) {}\n",
        "package p\nfunc f(x [n]int, y [m], z A[B], w A[B, C]) {}\nfunc f(a, b, c,\n) {}\nfunc f(a\n) {}\n",
        "package p\nfunc f(~int) {}\nfunc f[~int]() {}\nfunc f[P ~int|string, Q *P|~[]int]() {}\nfunc f[*P]() {}\n",
        "package p\ntype T[P any] = map[P]int\ntype T[P any] struct{}\ntype A = B\ntype (\n// d\nT1 int // c\nT2 = T1\n)\n",
        "package p\ntype T[P *C] int\ntype T[P *C,] int\ntype T[P *C|Q] int\ntype T[P *C|Q,] int\ntype T[P (C)] int\n",
        "package p\ntype T[P (C),] int\ntype T[P *[]int] int\ntype T[P ([]int)] int\ntype T[P *E|F|~G] int\ntype T[N*2] int\n",
        "package p\ntype T[P interface{}] int\ntype T[P []E, E any] int\ntype T[P[]] int\ntype T[x.y] int\ntype T[a, b any] int\n",
        "package p\ntype T[f(x)] int\ntype T[f(x, y)] int\ntype T[P **C] int\ntype T[P *C|(D)] int\ntype T[(P) C] int\n",
        "package p\ntype T[P any, Q] int\ntype T[P] int\ntype T[] int\ntype T[...]int\ntype T[3,] int\ntype T[P C.D] int\n",
        "package p\nconst (\na = iota // x\nb\n\n// doc\nc, d\ne int\n)\nconst x int\nconst y = 1, 2\nvar z\nvar q = \n",
        "package p\nvar (\na, b int // one\n\nc = 1 /* two\n */\n/* three */ d = 2 // four\n// five\n)\n",
        "package p\n\n// a\n\n// b\nvar x int // c\n// d\n\n/* e */ /* f */ var y int /* g */ // h\n",
        "package p\nvar x = `raw\nstring` // same line as its end\nvar y int\n",
        "package p\nfunc f() { return /* a\n*/ }\nfunc g() { x /* a\n */ ++ }\nfunc h() { break /* \n\n */ // c\n}\n",
        "//line a.go:10\npackage p\n//line b.go:20:3\nvar x int; /*line c.go:5*/ var y int\n/*line :7:9*/ var z int\n",
        "package p\n//line x:0\n//line x:1:0\n//line x:y\n//line x:99999999999999999999\n//line :3\nvar x int\n //line n:3\n",
        "package p\n//line ../d/./e.go:3\nvar x int\n//line /abs/../f.go:4\nvar y int\n//line a:b:5\n//line c:-1\n/*line*/\n",
        "package p\n//line x.go:1073741825\n//line :1:1\nvar a int\n//line foo:\n//line foo: 3\n//line +5\n//line foo:+5\n",
        "package p\n//line a.go:3\r\nvar x int\n/*line b.go:4\n*/ var y int\n//line c.go:1",
        "package p\n//go:embed *.txt  a b \nvar x int\n//go:noinline\n//export F\n//extern g\n//nolint:all // why\n//x:\n//:y\n//a1:b2 c\n",
        "package p\r\n//go:em\rbed a\r b \r\n//go:embed\r\nvar x int\n",
        "package p\nfunc f() { if x == (T{}) {} ; if x == T{} {} }\nfunc g() { for range T{} {} }\nvar _ = T{1}\n",
        "package p\ntype T interface { m(); int; ~int | string; a.B; A[B]; A[B, C]; m[P any](P); *int; []int; chan int; (int) }\n",
        "package p\ntype T interface { m() int, n() }\ntype T interface { 1 }\ntype T interface { A[B }\ntype T interface { A[B,\nC\n] }\n",
        "package p\ntype T struct { a, b int \"tag\"; *A; B; c.D `t`; *e.F; G[H]; I[J, K]; l [m]n; o []p; (q); *(r); (*s) }\n",
        "package p\ntype T struct {\n// doc\na int // line\n\n// other\n\nb, // odd\nc string /* end */\nd.e // emb\n}\n",
        "package p\ntype T struct { 1 }\ntype T struct { a }\ntype T struct { a b c }\ntype T struct { a, }\ntype T struct { a [1,] int }\n",
        "package p\nfunc f() {\n", "package p\nfunc f() { x := ", "package p\ntype T struct {", "package p\nvar x = [", "package p\nvar x = f(",
        "package p\nvar π, ñ1, 世界 = 1, 2, 3\nvar x\u0301 int\nvar ٣ int\nvar a٣ int\nvar ‿ int\n",
        "package p\nvar x = “quoted”\nvar y = a#b\nvar z = $x ? 1\nvar w = @\n",
        "package p\n;\n;;\nvar x int;;\n", "package p\nfunc f() { ; ;; }\n", "package p\nfunc f() { L: }\nfunc g() { L: ; M: x = 1 }\n",
    ];

    private static IEnumerable<string> Statements =>
    [
        "x, y = y, x", "x += 1; x -= 2; x *= 3; x /= 4; x %= 5; x &= 6; x |= 7; x ^= 8; x <<= 9; x >>= 1; x &^= 2",
        "x, y += 1, 2", "x++; y--", "x, y++", "c <- 1", "a, c <- 1", "<-c", "x := <-c", "L:\nfor { break L }", "1: x", "a, b: x",
        "x.y: z", "goto L; goto", "break; continue; break L; continue L; fallthrough; fallthrough L", "return", "return 1, 2",
        "return\n1", "go f()", "go f", "go (f())", "go func() {}()", "defer f()", "defer", "defer (f)()", "defer 1", "go f() g()",
        "if x {} else {}", "if x := 1; x > 0 {} else if y {} else {}", "if {}", "if ; {}", "if x; {}", "if x\n{}", "if x := 1 {}",
        "if var x = 1; x {}", "if x {} else y", "if x {}\nelse {}", "if x = y {}", "if x; y; z {}", "if f(T{}) {}", "if (T{}) == x {}",
        "if x == T{} {}", "if T{} == x {}", "if func() bool { return T{} == x }() {}", "if a[T{}] {}", "if x.y{} {}", "if []int{1}[0] {}",
        "switch {}", "switch x {}", "switch x := 1; x {}", "switch ; {}", "switch x; {}", "switch x := 1 {}", "switch x.(type) {}",
        "switch y := x.(type) { case int, string: a(); b()\ndefault: }", "switch y = x.(type) {}", "switch a, b := x.(type) {}",
        "switch z; y := x.(type) { case nil: }", "switch x { case 1, 2: fallthrough; case 3:; default: }", "switch x { y }",
        "switch x { case: }", "switch x { case 1 y }", "switch x {\n// a\ncase 1: // b\n// c\ndefault: // d\n}",
        "select {}", "select { case x := <-c: case c <- 1: case <-c: case x, ok = <-c: default: }", "select { case x: }",
        "select { case a, b, c := <-d: }", "select { case a, b <- c: }", "select { case a, b: }", "select { case x += 1: }",
        "for {}", "for x {}", "for ;; {}", "for i := 0; i < n; i++ {}", "for range x {}", "for i := range 10 {}", "for i = range x {}",
        "for k, v := range m {}", "for a, b, c := range x {}", "for x := range f {}", "for range T{} {}", "for range (T{}) {}",
        "for i += range x {}", "for ; ; i++ {}", "for i := 0; i < n {}", "for ;i < n; {}", "for i := 0 {}", "for x; {}", "for x;\ny;\nz {}",
        "for i, x[i] = range y {}", "for range x; {}", "for var i = 0; i < n; i++ {}", "for x = range y; z {}",
        "const c = 1", "type T struct{ x int }", "var x, y int = 1, 2", "type T[P any] []P", "import \"x\"", "func g() {}",
        "{ { x } }", "{", "}", "x := T{\n1,\n2\n}", "x := f(\n1,\n2\n)", "x := f(\na...,\n)", "x := f(a..., b)", "x := a[\n1\n]",
        "else", "case 1:", "default:", ")", "]", ",", "x y", "x 1", "var", "type", "const", "if", "for", "switch", "select", "func",
        "x = y = z", "x := y := z", "x == y", "x = (y = z)", "f(a = b)", "a.", "a.(", "a.()", "a.(T", "a.1", "a.\nb", "a\n.b",
    ];

    private static IEnumerable<string> Expressions =>
    [
        "1 + 2*3 - 4<<5&6&^7 | 8 ^ 9 == 10 && 11 || 12 != 13", "-+!^*&<-x", "a - -b", "a--b", "a && !b || c", "~x", "a ~ b",
        "0, 1, 007, 0o17, 0O17, 0b101, 0XfF, 1_000, 0x_1, 0_1, 1__0, 1_, 0x, 0b, 0o, 08, 09.5, 018i, 0b12, 0o8, 0xg",
        "1., .5, 1.5e10, 1E-5, 1e, 1e+, 0x1p3, 0x1.8p-1, 0x1.8, 0x1e3, 1p3, 0b1e3, 0x.p1, 0x.1p1, 1i, 1.5i, 0x1p1i, 0b1i, 1_.5, 1._5, 1e_5",
        "0b1.0, 0o7.5, 0x1.p1, 00.5, 1..2, 1...2, 1.e1, 1e1.5, 1ii, 1a, 0xp1, 0x1P+_2, 0_, 0b_, 0x1_p1",
        "'a', '\\n', '\\'', '\\\"', '\\x41', '\\u00e9', '\\U0001F600', '\\101', 'é', '世', '', 'ab', '\\', '\\q', '\\x4', '\\u12'",
        "'\\400', '\\ud800', '\\U00110000', '\\08', '\\xg', '\n', 'a\n", "'", "'\\", "'a", "\"", "\"\\", "\"a\nb\"", "`", "`a",
        "\"a\\n\\\"\\'\\q\\x4g\\400\\uD800é\"", "\"\\a\\b\\f\\r\\t\\v\\\\\\000\\xff\\u1234\\U00010000\"", "`a\"b'c\\`",
        "[]int{1, 2, 3}", "[...]int{0: 1, 2: 3}", "map[string]T{\"a\": {1}, \"b\": {2}}", "struct{ x int }{1}", "T{}", "a.T{}", "T[int]{}",
        "a.T[int, string]{x: 1}", "&T{}", "(T){}", "((T)){1}", "([]int){1}", "(a.B){}", "*T{}", "f(){}", "a[b]{c}", "{1}", "T{{1}, {2}: {3}}",
        "T{a: b: c}", "T{,}", "T{1,,}", "T{1 2}", "T{1\n}", "T{a = b}", "chan int{}", "func(){}{}", "interface{}{}", "[]T[int]{}",
        "f()", "f(a, b,)", "f(a...)", "f(a..., )", "f(...)", "f(a b)", "f(,)", "f(a,,)", "f(int, []int, chan int, func())", "f()()[0].x.(T)",
        "a[0]", "a[:]", "a[1:]", "a[:2]", "a[1:2]", "a[1:2:3]", "a[:2:3]", "a[::3]", "a[1::3]", "a[1:2:]", "a[::]", "a[:::]", "a[]", "a[1,]",
        "a[int, string]", "a[int,]", "a[[]int]", "a[*T]", "a[func()]", "a[1:2, 3]", "a[b, c][d]", "a[int](x)", "a[1 2]", "a[", "a[1", "a[1:", "a[b,",
        "x.(int)", "x.(*T)", "x.(type)", "x.(a.B[c])", "x.(func() int)", "x.(struct{})", "x.()", "(x)", "((x))", "()", "(", "(x", "(x y)",
        "func() {}", "func(a int) (b string) { return \"\" }", "func(x) y", "func[T any](x T) {}", "func(func(func()))", "func() func() {}",
        "(*T)(x)", "[]byte(s)", "map[a]b(c)", "chan int(c)", "(chan int)(c)", "<-chan int(c)", "(<-chan int)(c)", "(func())(x)", "interface{}(x)",
        "<-chan int(x)", "<-chan<- int(x)", "<-<-chan int(x)", "<-chan<-chan int(x)", "<-(chan int)(x)", "<-<-c", "<-chan chan<- chan int(x)",
        "<-chan (<-chan int)(x)", "<-<-<-chan<- chan<- int(x)", "chan<- <-chan int(nil)", "chan<-chan int(nil)", "a <- b", "&^x", "a &^ b", "a&^-b",
        "a\n+ b", "a +\nb", "a == b == c", "a < b > c", "a = b", "a := b", "if", "return", "type", "struct", "[]", "[3]", "[...]", "map", "map[", "map[]",
        "map[a]", "chan", "*", "&", "-", "func", "func(", "interface", "interface{", "struct{", "...", "a...", "_", "a.b.c.d", "a..b", "a.b.", "/", "a /", "//",
        "a /* c */ + /* d */ b // e", "a / b", "a /= b", "a //\n+ b", "a/**/b", "a/*\n*/b", "a /*\n*/ + b", "a, /*\n*/ b",
    ];

    private static IEnumerable<string> Types =>
    [
        "int", "a.B", "A[B]", "a.B[C, D]", "A[]", "A[B", "A[B,]", "A[\nB,\n]", "A[\nB\n]", "*T", "**T", "[]T", "[3]T", "[n+1]T", "[...]T", "[3,]T", "[]", "[3]",
        "map[K]V", "map[]V", "map[K", "chan T", "chan<- T", "<-chan T", "chan<- chan T", "chan<- <-chan T", "<-chan<- chan T", "<-chan <-chan T", "<-T", "chan",
        "chan (<-chan T)", "func()", "func(T) T", "func(a, b T, c ...T) (d T, e error)", "func() ()", "func() (T)", "func(...T)", "func(a ...T)", "func(T, ...)",
        "struct{}", "struct{ T }", "struct{ a, b T; c U }", "interface{}", "interface{ m(T) U; E }", "interface{ ~T | U | []V }", "interface{ ~ }", "interface{ | T }",
        "interface{ T | }", "interface{ ~T; U }", "interface{ m() | T }", "interface{ (T) }", "interface{ m(), n() }", "interface{ type T }", "(T)", "((T))", "()", "(T, U)",
        "T // c", "T; U", "T U", "= T", "= []T", "= interface{ m() }", "1", "\"s\"", "type", "T.U.V", "T.", "T.1", ".T", "T{}", "T()", "[2]struct{ x, y int }",
    ];

    private static IEnumerable<byte[]> RawBytes =>
    [
        [0xFF, 0xFE, 0x70, 0x00], [0xFE, 0xFF, 0x00, 0x70], [0xFF], [0xEF, 0xBB], [0x00], [0x80, 0x80],
        .. new byte[][] { [0xFF], [0xC3], [0xE4, 0xB8], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC0, 0x80], [0x00], [0xEF, 0xBB, 0xBF] }
            .SelectMany(bad => new[]
            {
                Join("package p\n", bad, "\nvar x int\n"), Join("package p\n// ", bad, " c\nvar x int\n"),
                Join("package p\nvar s = \"a", bad, "b\"\n"), Join("package p\nvar s = `a", bad, "b`\n"), Join("package p\nvar s = '", bad, "'\n"),
                Join("package p\nvar a", bad, "b = 1\n"), Join("package p\n/* ", bad, " */", "var x int\n"), Join("package p", bad, "\n"),
                Join("package ", bad, "p\n"), Join("", bad, "package p\n"), Join("package p;", bad, ""), Join("package p\nvar s = \"\\", bad, "\"\n"),
            }),
    ];

    private static byte[] Join(string before, byte[] bad, params string[] after)
        => [.. Encoding.UTF8.GetBytes(before), .. bad, .. after.SelectMany(Encoding.UTF8.GetBytes)];
}
