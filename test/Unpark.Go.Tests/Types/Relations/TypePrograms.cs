using System.Globalization;
using System.Text;

namespace Unpark.Go.Tests.Types.Relations;

/// <summary>Makes Go files with variables v0, v1, ... of random types and with constraints c0, c1, ...</summary>
internal sealed class TypePrograms(int seed)
{
    private const string Declarations = """
        package p

        import "unsafe"

        type (
            I0 interface{}
            I1 interface{ M() }
            I2 interface{ M(); N(int) string }
            I3 interface{ I1; x() }
            I4 interface{ I2; I3; interface{ Get() int } }
            I5 interface{ N(y int) (z string); M() }
            S0 struct{}
            S1 struct { A int; b string `k:"v"` }
            S2 struct { A int; b string `k:"w"` }
            E1 struct { S1; *S2; I2 }
            E2 struct { *E1; C chan int }
            E3 struct { S1 }
            E4 struct { *S1; x int }
            R struct { next *R; I1 }
            N0 int
            N1 N0
            N2 string
            N3 []byte
            N4 []rune
            N5 map[string]N0
            N6 chan int
            N7 <-chan int
            N8 func(int) string
            N9 *S1
            N10 [4]int
            N11 unsafe.Pointer
            N12 uintptr
            N13 float64
            N14 complex128
            N15 bool
            N16 I2
            G[T any] struct { X T; next *G[T] }
            H[K comparable, V any] map[K]V
            J[T any] interface { Get() T; Set(T) }
            K[T any] struct { G[T]; *S1 }
            L[T any] G[T]
            A0 = []int
            A1 = N0
            A2[T any] = map[string]T
            A3 = any
            A4[T any] = G[T]
        )

        func (S1) M() {}
        func (*S1) N(int) string { return "" }
        func (*S1) x() {}
        func (S2) M() {}
        func (*N0) M() {}
        func (N2) M() {}
        func (N2) N(int) string { return "" }
        func (N13) M() int { return 0 }
        func (R) x() {}
        func (G[T]) Get() T { panic(0) }
        func (*G[T]) Set(T) {}
        func (H[Key, Value]) Get() Value { panic(0) }
        func (G[T]) N[U any](f func(T) U) G[U] { panic(0) }

        type (
            c0 any
            c1 comparable
            c2 interface{ ~int | ~string }
            c3 interface{ ~int; M() }
            c4 interface{ int | string }
            c5 interface{ comparable; M() }
            c6 interface{ []byte | string }
            c7 interface{ ~[]byte | ~string }
            c8 interface{ chan int | <-chan int }
            c9 interface{ ~float64 | ~complex128 | c4 }
            c10 interface{ *S1 | *S2 }
            c11 interface{ ~[]int; ~[]string }
            c12 interface{ ~struct{ A int; b string `k:"v"` } }
            c13 interface{ comparable; []int | string | I0 }
            c14 interface{ Get() int }
        )

        """;

    private static readonly string[] Named =
    [
        "I0", "I1", "I2", "I3", "I4", "I5", "S0", "S1", "S2", "E1", "E2", "E3", "E4", "R", "N0", "N1", "N2", "N3", "N4",
        "N5", "N6", "N7", "N8", "N9", "N10", "N11", "N12", "N13", "N14", "N15", "N16", "A0", "A1", "A3", "error", "any",
    ];

    private static readonly string[] Basic =
    [
        "bool", "int", "int8", "uint8", "byte", "rune", "int32", "uint", "uintptr", "float32", "float64", "complex64",
        "complex128", "string", "unsafe.Pointer",
    ];

    private readonly Random random = new(seed);

    /// <summary>Makes a file of so many variables.</summary>
    public string Make(int count)
    {
        var source = new StringBuilder(Declarations);
        var global = count * 2 / 3;
        for (var i = 0; i < global; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"var v{i} {Type(3, [])}\n");
        }

        string[] typeParams = ["P0", "P1", "P2", "P3", "P4", "P5", "P6", "P7", "P8", "P9", "P10", "P12", "P13", "P14"];
        source.Append("func gen[");
        foreach (var param in typeParams)
        {
            source.Append(CultureInfo.InvariantCulture, $"{param} c{param[1..]}, ");
        }

        source.Append("Q ~[]P1, Q2 interface{ *P1; J[P0] }]() {\n");
        string[] all = [.. typeParams, "Q", "Q2"];
        for (var i = global; i < count; i++)
        {
            source.Append(CultureInfo.InvariantCulture, $"\tvar v{i} {Type(2, all)}; _ = v{i}\n");
        }

        return source.Append("}\n").ToString();
    }

    private string Type(int depth, string[] typeParams)
    {
        if (depth == 0 || random.Next(4) == 0)
        {
            if (typeParams.Length > 0 && random.Next(2) == 0)
            {
                return typeParams[random.Next(typeParams.Length)];
            }

            return random.Next(3) == 0 ? Basic[random.Next(Basic.Length)] : Named[random.Next(Named.Length)];
        }

        var inner = () => Type(depth - 1, typeParams);
        return random.Next(18) switch
        {
            0 or 1 => "*" + inner(),
            2 or 3 => "[]" + inner(),
            4 => $"[{random.Next(3)}]{inner()}",
            5 => "map[string]" + inner(),
            6 => $"chan ({inner()})",
            7 => $"<-chan ({inner()})",
            8 => $"chan<- ({inner()})",
            9 => $"func({inner()}, ...{inner()}) {inner()}",
            10 => $"func(a {inner()}) (b {inner()}, err error)",
            11 => $"struct {{ A {inner()}; b {inner()} `k:\"{random.Next(2)}\"` }}",
            12 => $"struct {{ {Embedded()}; X {inner()} }}",
            13 => $"interface {{ M(); N({(random.Next(2) == 0 ? "int" : inner())}) string }}",
            14 => "G[" + inner() + "]",
            15 => random.Next(2) == 0 ? $"H[string, {inner()}]" : $"K[{inner()}]",
            16 => random.Next(2) == 0 ? $"J[{inner()}]" : $"L[{inner()}]",
            _ => random.Next(2) == 0 ? $"A2[{inner()}]" : $"A4[{inner()}]",
        };
    }

    private string Embedded()
    {
        string[] choices = ["S1", "*S1", "E1", "*E2", "I2", "R", "G[int]", "*K[string]", "N0", "A1", "error"];
        return choices[random.Next(choices.Length)];
    }
}
