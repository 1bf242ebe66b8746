// Gotypes type-checks packages with go/types and writes to standard output all that go/types.Info holds, for a comparison
// with another checker. It asks the go command for the file sets, so it must be on PATH.
//
//	gotypes [-tests] [-only prefix] pattern...
//
// The output is made of lines of fields separated by tabs, one record a line. Strings are numbered from 0 in the order of
// their T records; in all other records a field marked # is such a number, or -1 for none. Offsets are bytes in a file.
//
//	T quoted                                  a string
//	P id path name goversion sizes            a package begins, behind all packages it imports; dump=1 if facts follow
//	I written id                              what an import path means in the package
//	F file                                    a file of the package
//	.                                         the package's header ends
//	N errors                                  how many errors go/types reports for the package
//	f index                                   facts about the index'th file follow
//	E pos end kind mode type# value#          an expression
//	D pos object# file# offset                a definition, and where the object is declared
//	U pos object# file# offset                a use
//	S pos end kind recv# object# path indirect type#  a selection
//	G pos type# type#...                      an instance: its type, and the type arguments
//	M kind pos end object#                    an implicit object
//	C kind pos end scopepos scopeend name@offset...   a scope and what is declared in it
//	m type# selection...                      the method set of a type: kind/object#/path/indirect
//	O pos name...                             an initializer and its variables, in the order of initialization
//	;                                         the package ends
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"sync"
)

type listed struct {
	ImportPath string
	Dir        string
	Name       string
	ForTest    string
	GoFiles    []string
	CgoFiles   []string
	ImportMap  map[string]string
	Imports    []string
	DepOnly    bool
	Standard   bool
	Module     *struct{ GoVersion string }
}

var (
	tests   = flag.Bool("tests", false, "with the packages' tests")
	deps    = flag.Bool("deps", false, "facts about the packages' dependencies too")
	exclude = flag.String("exclude", "", "no facts about packages whose paths begin with one of these, comma-separated")
)

func main() {
	flag.Parse()
	d := &dumper{
		w:       bufio.NewWriterSize(os.Stdout, 1<<20),
		fset:    token.NewFileSet(),
		strings: map[string]int{},
		types:   map[types.Type]int{},
		objects: map[types.Object]int{},
	}
	packages := list(flag.Args())
	done := map[string]*types.Package{"unsafe": types.Unsafe}
	next := parseAhead(d.fset, packages)
	for _, p := range packages {
		d.pkg(p, <-next, done)
	}
	if err := d.w.Flush(); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "gotypes:", err)
	os.Exit(1)
}

func list(patterns []string) []*listed {
	args := []string{"list", "-e", "-deps", "-json=ImportPath,Dir,Name,ForTest,GoFiles,CgoFiles,ImportMap,Imports,DepOnly,Standard,Module"}
	if *tests {
		args = append(args, "-test")
	}
	cmd := exec.Command("go", append(args, patterns...)...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		fail(fmt.Errorf("go list: %w", err))
	}
	var packages []*listed
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		p := new(listed)
		if err := dec.Decode(p); err == io.EOF {
			break
		} else if err != nil {
			fail(err)
		}
		// The main package of a test is made by the go command and is not on disk.
		if p.ImportPath == "unsafe" || strings.HasSuffix(p.ImportPath, ".test") || p.Dir == "" {
			continue
		}
		packages = append(packages, p)
	}
	return packages
}

func (p *listed) path() string {
	path, _, _ := strings.Cut(p.ImportPath, " ")
	return path
}

func (p *listed) files() []string {
	var files []string
	for _, f := range append(append([]string{}, p.GoFiles...), p.CgoFiles...) {
		if !filepath.IsAbs(f) {
			f = filepath.Join(p.Dir, f)
		}
		if strings.HasSuffix(f, ".go") {
			files = append(files, f)
		}
	}
	return files
}

// wanted reports whether facts are to be written. A package that is compiled anew for the test of another one is the
// same as without that test.
func (p *listed) wanted() bool {
	if p.DepOnly && !*deps {
		return false
	}
	path := p.path()
	if p.ForTest != "" && path != p.ForTest && path != p.ForTest+"_test" {
		return false
	}
	for _, prefix := range strings.Split(*exclude, ",") {
		if prefix != "" && (path == prefix || strings.HasPrefix(path, prefix+"/")) {
			return false
		}
	}
	return true
}

func parseAhead(fset *token.FileSet, packages []*listed) <-chan []*ast.File {
	out := make(chan []*ast.File, 16)
	go func() {
		limit := make(chan bool, runtime.GOMAXPROCS(0))
		for _, p := range packages {
			names := p.files()
			files := make([]*ast.File, len(names))
			var wg sync.WaitGroup
			for i, name := range names {
				wg.Add(1)
				limit <- true
				go func() {
					defer wg.Done()
					mode := parser.SkipObjectResolution
					files[i], _ = parser.ParseFile(fset, name, nil, mode)
					<-limit
				}()
			}
			wg.Wait()
			out <- files
		}
	}()
	return out
}

type dumper struct {
	w       *bufio.Writer
	fset    *token.FileSet
	strings map[string]int
	types   map[types.Type]int
	objects map[types.Object]int
	line    []byte
}

type importMap struct {
	p    *listed
	done map[string]*types.Package
}

func (m importMap) Import(path string) (*types.Package, error) {
	id := path
	if mapped, ok := m.p.ImportMap[path]; ok {
		id = mapped
	}
	if pkg := m.done[id]; pkg != nil {
		return pkg, nil
	}
	return nil, fmt.Errorf("%s is not there", path)
}

func (d *dumper) pkg(p *listed, files []*ast.File, done map[string]*types.Package) {
	version := ""
	if p.Standard {
		version = "go1.27"
	} else if p.Module != nil && p.Module.GoVersion != "" {
		version = "go" + p.Module.GoVersion
	}
	wanted := p.wanted()
	names := p.files()
	var kept []*ast.File
	fmt.Fprintf(d.w, "P\t%s\t%s\t%s\t%s\t%v\n", p.ImportPath, p.path(), p.Name, version, wanted)
	for _, id := range p.Imports {
		if id == "unsafe" || id == "C" {
			continue
		}
		if _, mapped := p.ImportMap[id]; !mapped {
			fmt.Fprintf(d.w, "I\t%s\t%s\n", importPathOf(p, id), id)
		}
	}
	for i, f := range files {
		if f != nil {
			kept = append(kept, f)
			fmt.Fprintf(d.w, "F\t%s\n", names[i])
		}
	}
	fmt.Fprintln(d.w, ".")

	info := &types.Info{}
	if wanted {
		info = &types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Instances:  map[*ast.Ident]types.Instance{},
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Implicits:  map[ast.Node]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
			Scopes:     map[ast.Node]*types.Scope{},
		}
	}
	errors := 0
	conf := types.Config{
		GoVersion:        version,
		FakeImportC:      true,
		IgnoreFuncBodies: !wanted,
		Importer:         importMap{p, done},
		Sizes:            types.SizesFor("gc", "amd64"),
		Error: func(err error) {
			errors++
			if errors <= 3 && os.Getenv("GOTYPES_ERRORS") != "" {
				fmt.Fprintln(os.Stderr, err)
			}
		},
	}
	pkg, _ := conf.Check(p.path(), d.fset, kept, info)
	done[p.ImportPath] = pkg
	fmt.Fprintf(d.w, "N\t%d\n", errors)
	if wanted {
		for i, f := range kept {
			fmt.Fprintf(d.w, "f\t%d\n", i)
			d.file(f, info)
		}
		d.methodSets(pkg)
		for _, init := range info.InitOrder {
			d.begin('O')
			d.int(d.offset(init.Rhs.Pos()))
			for _, v := range init.Lhs {
				d.text(v.Name())
			}
			d.end()
		}
	}
	fmt.Fprintln(d.w, ";")
}

// importPathOf is the path as it is written in the source; go list gives what it means.
func importPathOf(p *listed, id string) string {
	for written, mapped := range p.ImportMap {
		if mapped == id {
			return written
		}
	}
	return id
}

func (d *dumper) offset(pos token.Pos) int {
	if !pos.IsValid() {
		return -1
	}
	return d.fset.File(pos).Offset(pos)
}

func (d *dumper) begin(kind byte) { d.line = append(d.line[:0], kind) }
func (d *dumper) int(i int)       { d.line = strconv.AppendInt(append(d.line, '\t'), int64(i), 10) }
func (d *dumper) text(s string)   { d.line = append(append(d.line, '\t'), s...) }
func (d *dumper) end()            { d.w.Write(append(d.line, '\n')) }

func (d *dumper) number(s string) int {
	n, ok := d.strings[s]
	if !ok {
		n = len(d.strings)
		d.strings[s] = n
		d.w.WriteString("T\t")
		d.w.WriteString(strconv.Quote(s))
		d.w.WriteByte('\n')
	}
	return n
}

func (d *dumper) typ(t types.Type) int {
	if t == nil {
		return -1
	}
	n, ok := d.types[t]
	if !ok {
		n = d.number(types.TypeString(t, nil))
		d.types[t] = n
	}
	return n
}

func (d *dumper) object(obj types.Object) int {
	if obj == nil {
		return -1
	}
	n, ok := d.objects[obj]
	if !ok {
		n = d.number(types.ObjectString(obj, nil))
		d.objects[obj] = n
	}
	return n
}

func mode(tv types.TypeAndValue) string {
	switch {
	case tv.IsVoid():
		return "void"
	case tv.IsType():
		return "type"
	case tv.IsBuiltin():
		return "builtin"
	case tv.Value != nil:
		return "const"
	case tv.Addressable():
		return "var"
	case tv.Assignable():
		return "map"
	case tv.HasOk():
		return "ok"
	case tv.IsValue():
		return "value"
	}
	return "?"
}

func kind(n ast.Node) string { return strings.TrimPrefix(fmt.Sprintf("%T", n), "*ast.") }

func (d *dumper) declared(c byte, id *ast.Ident, obj types.Object) {
	if obj == nil {
		return
	}
	n := d.object(obj)
	file, offset := -1, -1
	if obj.Pos().IsValid() {
		f := d.fset.File(obj.Pos())
		file, offset = d.number(f.Name()), f.Offset(obj.Pos())
	}
	d.begin(c)
	d.int(d.offset(id.Pos()))
	d.int(n)
	d.int(file)
	d.int(offset)
	d.end()
}

func path(index []int) string {
	var b []byte
	for i, x := range index {
		if i > 0 {
			b = append(b, '.')
		}
		b = strconv.AppendInt(b, int64(x), 10)
	}
	return string(b)
}

func (d *dumper) file(f *ast.File, info *types.Info) {
	ast.Inspect(f, func(n ast.Node) bool {
		if n == nil {
			return true
		}
		if e, ok := n.(ast.Expr); ok {
			if tv, ok := info.Types[e]; ok {
				t := d.typ(tv.Type)
				value := -1
				if tv.Value != nil {
					value = d.number(tv.Value.ExactString())
				}
				d.begin('E')
				d.int(d.offset(e.Pos()))
				d.int(d.offset(e.End()))
				d.text(kind(e))
				d.text(mode(tv))
				d.int(t)
				d.int(value)
				d.end()
			}
		}
		switch n := n.(type) {
		case *ast.Ident:
			d.declared('D', n, info.Defs[n])
			d.declared('U', n, info.Uses[n])
			if inst, ok := info.Instances[n]; ok {
				t := d.typ(inst.Type)
				args := make([]int, inst.TypeArgs.Len())
				for i := range args {
					args[i] = d.typ(inst.TypeArgs.At(i))
				}
				d.begin('G')
				d.int(d.offset(n.Pos()))
				d.int(t)
				for _, arg := range args {
					d.int(arg)
				}
				d.end()
			}
		case *ast.SelectorExpr:
			if s := info.Selections[n]; s != nil {
				recv, obj, t := d.typ(s.Recv()), d.object(s.Obj()), d.typ(s.Type())
				d.begin('S')
				d.int(d.offset(n.Pos()))
				d.int(d.offset(n.End()))
				d.int(int(s.Kind()))
				d.int(recv)
				d.int(obj)
				d.text(path(s.Index()))
				d.text(strconv.FormatBool(s.Indirect()))
				d.int(t)
				d.end()
			}
		}
		if obj := info.Implicits[n]; obj != nil {
			o := d.object(obj)
			d.begin('M')
			d.text(kind(n))
			d.int(d.offset(n.Pos()))
			d.int(d.offset(n.End()))
			d.int(o)
			d.end()
		}
		if s := info.Scopes[n]; s != nil {
			d.begin('C')
			d.text(kind(n))
			d.int(d.offset(n.Pos()))
			d.int(d.offset(n.End()))
			d.int(d.offset(s.Pos()))
			d.int(d.offset(s.End()))
			for _, name := range s.Names() {
				// What a dot import declares has its place in another package's file.
				d.text(name + "@" + strconv.Itoa(d.offset(s.Lookup(name).Pos())))
			}
			d.end()
		}
		return true
	})
}

func (d *dumper) methodSets(pkg *types.Package) {
	names := pkg.Scope().Names()
	sort.Strings(names)
	for _, name := range names {
		obj, ok := pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		for _, t := range []types.Type{obj.Type(), types.NewPointer(obj.Type())} {
			ms := types.NewMethodSet(t)
			if ms.Len() == 0 {
				continue
			}
			n := d.typ(t)
			var texts []string
			for i := 0; i < ms.Len(); i++ {
				s := ms.At(i)
				texts = append(texts, fmt.Sprintf("%d/%d/%s/%v", s.Kind(), d.object(s.Obj()), path(s.Index()), s.Indirect()))
			}
			d.begin('m')
			d.text(name)
			d.int(n)
			for _, text := range texts {
				d.text(text)
			}
			d.end()
		}
	}
}
