// Gocheck parses and type-checks packages with go/parser and go/types, all bodies, everything recorded in types.Info,
// one after the other on one processor, and writes how long that took in milliseconds, the peak of the resident
// memory in kilobytes, and the processor time in milliseconds. It reads what to check from standard input, packages behind those they import:
//
//	P path goversion name
//	I written path      what an import path means, where it is not itself
//	F file
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"
)

type source struct {
	path, version string
	imports       map[string]string
	files         []string
}

func main() {
	runtime.GOMAXPROCS(1)
	packages := read()
	var before syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &before)
	start := time.Now()
	expressions := 0
	fset := token.NewFileSet()
	done := map[string]*types.Package{"unsafe": types.Unsafe}
	for _, p := range packages {
		var files []*ast.File
		for _, name := range p.files {
			f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
			if err != nil {
				fail(err)
			}
			files = append(files, f)
		}
		info := &types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Instances:  map[*ast.Ident]types.Instance{},
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Implicits:  map[ast.Node]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
			Scopes:     map[ast.Node]*types.Scope{},
		}
		conf := types.Config{
			GoVersion: p.version,
			Importer:  importer{p, done},
			Sizes:     types.SizesFor("gc", "amd64"),
		}
		pkg, err := conf.Check(p.path, fset, files, info)
		if err != nil {
			fail(err)
		}
		done[p.path] = pkg
		expressions += len(info.Types)
	}
	elapsed := time.Since(start)
	var after syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &after)
	fmt.Println(elapsed.Milliseconds(), peak(), cpu(after)-cpu(before), expressions)
	runtime.KeepAlive(done)
}

// cpu is the processor time in milliseconds.
func cpu(r syscall.Rusage) int64 {
	return (r.Utime.Nano() + r.Stime.Nano()) / 1e6
}

type importer struct {
	p    *source
	done map[string]*types.Package
}

func (i importer) Import(path string) (*types.Package, error) {
	if mapped, ok := i.p.imports[path]; ok {
		path = mapped
	}
	if pkg := i.done[path]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("%s is not there", path)
}

func read() (packages []*source) {
	scanner := bufio.NewScanner(os.Stdin)
	for scanner.Scan() {
		fields := strings.Split(scanner.Text(), "\t")
		switch fields[0] {
		case "P":
			packages = append(packages, &source{path: fields[1], version: fields[2], imports: map[string]string{}})
		case "I":
			packages[len(packages)-1].imports[fields[1]] = fields[2]
		case "F":
			p := packages[len(packages)-1]
			p.files = append(p.files, fields[1])
		}
	}
	return packages
}

func peak() (kb int) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		fail(err)
	}
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			fmt.Sscan(rest, &kb)
		}
	}
	return kb
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "gocheck:", err)
	os.Exit(1)
}
