// Goconstant evaluates programs with go/constant, for a comparison with another implementation.
//
// Each line of standard input is a program for a stack machine, made of steps separated by tabs:
//
//	L kind literal   push the value of a literal; kind is int, float, imag, char or string
//	D bits           push the float64 with these bits, in hexadecimal
//	B op             replace x and y by x op y; the op q divides integers without a remainder
//	U op bits        replace y by op y
//	S op count       replace x by x op count
//	C op             replace x and y by the result of a comparison
//	T kind           convert to int, float or complex; take the real or imag part, num or denom
//
// For each step it writes a line that describes the value on top of the stack, and an empty line behind each program. A
// step that panics leaves the unknown value, and its line ends with "panic".
package main

import (
	"bufio"
	"encoding/hex"
	"fmt"
	"go/constant"
	"go/token"
	"math"
	"os"
	"strconv"
	"strings"
)

var literalKinds = map[string]token.Token{
	"int": token.INT, "float": token.FLOAT, "imag": token.IMAG, "char": token.CHAR, "string": token.STRING,
}

var operators = map[string]token.Token{
	"+": token.ADD, "-": token.SUB, "*": token.MUL, "/": token.QUO, "q": token.QUO_ASSIGN, "%": token.REM,
	"&": token.AND, "|": token.OR, "^": token.XOR, "&^": token.AND_NOT, "&&": token.LAND, "||": token.LOR,
	"!": token.NOT, "<<": token.SHL, ">>": token.SHR,
	"==": token.EQL, "!=": token.NEQ, "<": token.LSS, "<=": token.LEQ, ">": token.GTR, ">=": token.GEQ,
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var stack []constant.Value
		for _, step := range strings.Split(in.Text(), "\t") {
			var panicked bool
			stack, panicked = run(stack, step)
			fmt.Fprint(out, describe(stack[len(stack)-1]))
			if panicked {
				fmt.Fprint(out, "\tpanic")
			}
			fmt.Fprintln(out)
		}
		fmt.Fprintln(out)
	}
}

func run(stack []constant.Value, step string) (result []constant.Value, panicked bool) {
	code, arg, _ := strings.Cut(step, " ")
	first, rest, _ := strings.Cut(arg, " ")
	n := len(stack)
	switch code {
	case "L":
		return append(stack, constant.MakeFromLiteral(rest, literalKinds[first], 0)), false
	case "D":
		bits, _ := strconv.ParseUint(first, 16, 64)
		return append(stack, constant.MakeFloat64(math.Float64frombits(bits))), false
	}
	keep := n - 1
	if code == "B" || code == "C" {
		keep = n - 2
	}
	result = append(append([]constant.Value(nil), stack[:keep]...), constant.MakeUnknown())
	defer func() {
		if recover() != nil {
			result[keep] = constant.MakeUnknown()
			panicked = true
		}
	}()
	y := stack[n-1]
	count, _ := strconv.Atoi(rest)
	op := operators[first]
	switch code {
	case "B":
		result[keep] = constant.BinaryOp(stack[n-2], op, y)
	case "C":
		result[keep] = constant.MakeBool(constant.Compare(stack[n-2], op, y))
	case "U":
		result[keep] = constant.UnaryOp(op, y, uint(count))
	case "S":
		result[keep] = constant.Shift(y, op, uint(count))
	case "T":
		convert := map[string]func(constant.Value) constant.Value{
			"int": constant.ToInt, "float": constant.ToFloat, "complex": constant.ToComplex,
			"real": constant.Real, "imag": constant.Imag, "num": constant.Num, "denom": constant.Denom,
		}
		result[keep] = convert[first](y)
	}
	return result, false
}

func describe(x constant.Value) string {
	s := fmt.Sprintf("%s\t%s\t%s", x.Kind(), x, x.ExactString())
	switch x.Kind() {
	case constant.String:
		return s + fmt.Sprintf("\t%d", len(constant.StringVal(x)))
	case constant.Int:
		i, exact := constant.Int64Val(x)
		if !exact {
			i = 0
		}
		u, uexact := constant.Uint64Val(x)
		if !uexact {
			u = 0
		}
		s += fmt.Sprintf("\t%d %v %d %v %d %s", i, exact, u, uexact, constant.BitLen(x), hex.EncodeToString(constant.Bytes(x)))
		fallthrough
	case constant.Float:
		f, fexact := constant.Float32Val(x)
		d, dexact := constant.Float64Val(x)
		if x.Kind() == constant.Int {
			// Converting back from a float that was rounded up to 2^63 is not defined.
			fexact, dexact = false, false
		}
		// math/big says of some numbers too small for a float32 that they are exactly 0.
		fexact, dexact = fexact && f != 0, dexact && d != 0
		s += fmt.Sprintf("\t%d %08x %v %016x %v", constant.Sign(x), math.Float32bits(f), fexact, math.Float64bits(d), dexact)
	case constant.Complex:
		s += fmt.Sprintf("\t%d", constant.Sign(x))
	}
	return s
}
