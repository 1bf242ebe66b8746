// Gorelations reads a Go file from standard input and writes what go/types says of the types of its variables v0, v1, ...
// and of its declared types c0, c1, ..., which are constraints, for a comparison with another implementation.
//
// For each variable there is a line with its type, then a line for each method of the method sets of the type and of the
// pointer to it, then a line for what each of the names A, b, M, N, x, X, next, Get, Set and C selects. Then follows, for
// each variable, a line of two hexadecimal digits for each variable, and a line of one digit for each constraint.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"sort"
	"strconv"
)

var names = []string{"A", "b", "M", "N", "x", "X", "next", "Get", "Set", "C"}

func main() {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", os.Stdin, parser.SkipObjectResolution)
	if err != nil {
		fail(err)
	}
	info := &types.Info{Defs: make(map[*ast.Ident]types.Object)}
	conf := types.Config{
		Importer: unsafeOnly{},
		Sizes:    types.SizesFor("gc", "amd64"),
		Error:    func(err error) { fmt.Fprintln(os.Stderr, err) },
	}
	pkg, err := conf.Check("p", fset, []*ast.File{file}, info)
	if err != nil {
		fail(err)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()

	vars := numbered(info, "v")
	constraints := numbered(info, "c")
	for _, v := range vars {
		t := v.Type()
		fmt.Fprintf(out, "%s %v\n", t, types.Comparable(t))
		for _, r := range []types.Type{t, types.NewPointer(t)} {
			set := types.NewMethodSet(r)
			for i := range set.Len() {
				fmt.Fprintf(out, "  %s %v %v\n", set.At(i), set.At(i).Index(), set.At(i).Indirect())
			}
		}
		for _, name := range names {
			for _, addressable := range []bool{false, true} {
				obj, index, indirect := types.LookupFieldOrMethod(t, addressable, pkg, name)
				if obj != nil || index != nil || indirect {
					fmt.Fprintf(out, "  %s %v: %v %v %v\n", name, addressable, obj, index, indirect)
				}
			}
		}
	}
	for _, x := range vars {
		for _, y := range vars {
			fmt.Fprintf(out, "%02x", relations(x.Type(), y.Type()))
		}
		fmt.Fprint(out, " ")
		for _, c := range constraints {
			fmt.Fprintf(out, "%x", bit(0, types.Satisfies(x.Type(), c.Type().Underlying().(*types.Interface))))
		}
		fmt.Fprintln(out)
	}
}

type unsafeOnly struct{}

func (unsafeOnly) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

func relations(x, y types.Type) int {
	r := bit(0, types.Identical(x, y)) | bit(1, types.IdenticalIgnoreTags(x, y)) |
		bit(2, types.AssignableTo(x, y)) | bit(3, types.ConvertibleTo(x, y))
	if i, ok := y.Underlying().(*types.Interface); ok {
		m, wrong := types.MissingMethod(x, i, true)
		r |= bit(4, types.Implements(x, i)) | bit(5, m == nil) | bit(6, wrong)
	}
	if i, ok := x.Underlying().(*types.Interface); ok {
		r |= bit(7, types.AssertableTo(i, y))
	}
	return r
}

func bit(n int, set bool) int {
	if set {
		return 1 << n
	}
	return 0
}

func numbered(info *types.Info, prefix string) []types.Object {
	var list []types.Object
	for id, obj := range info.Defs {
		if obj != nil && len(id.Name) > 1 && id.Name[:1] == prefix && number(id.Name) >= 0 {
			list = append(list, obj)
		}
	}
	sort.Slice(list, func(i, j int) bool { return number(list[i].Name()) < number(list[j].Name()) })
	return list
}

func number(name string) int {
	n, err := strconv.Atoi(name[1:])
	if err != nil {
		return -1
	}
	return n
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
