// Goast says what go/parser makes of files, for a comparison with another parser.
//
//	goast digest < FILES      one line a file: status, digest of its tree, digest of its errors, path
//	goast dump FILE           the tree and the errors of one file, as they go into the digests
//	goast letters             the ranges of characters that unicode.IsLetter and unicode.IsDigit accept
//	goast constraints < LINES what go/build/constraint makes of each line
//	goast parse ROUNDS < FILES  of each round of parsing all files, one after the other: nanoseconds, nanoseconds of
//	                            processor time, bytes kept
//
// The status is "ok", or "error" if the file has syntax errors. A tree is dumped in preorder, one node a line: its kind,
// its range, its own positions (byte offsets, -1 for none) and values; "nil" is a child that is not there and "[n" a list
// of n children.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/scanner"
	"go/token"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"sort"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"
)

const mode = parser.ParseComments | parser.SkipObjectResolution | parser.AllErrors

func main() {
	if len(os.Args) < 2 {
		fail("usage: goast digest|dump|letters|constraints|parse")
	}
	switch os.Args[1] {
	case "digest":
		digestAll()
	case "dump":
		tree, errors, _ := dumpFile(os.Args[2])
		os.Stdout.Write(tree)
		os.Stdout.Write(errors)
	case "letters":
		ranges("letter", unicode.IsLetter)
		ranges("digit", unicode.IsDigit)
	case "constraints":
		constraints()
	case "parse":
		rounds, _ := strconv.Atoi(os.Args[2])
		parseAll(rounds)
	default:
		fail("unknown command " + os.Args[1])
	}
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, "goast: "+message)
	os.Exit(2)
}

func readLines() []string {
	var lines []string
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		lines = append(lines, in.Text())
	}
	return lines
}

func digestAll() {
	files := readLines()
	results := make([]string, len(files))
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				tree, errors, status := dumpFile(files[i])
				results[i] = status + " " + digest(tree) + " " + digest(errors) + " " + files[i]
			}
		})
	}
	for i := range files {
		next <- i
	}
	close(next)
	wait.Wait()
	out := bufio.NewWriter(os.Stdout)
	for _, r := range results {
		fmt.Fprintln(out, r)
	}
	out.Flush()
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

func dumpFile(path string) (tree, errors []byte, status string) {
	src, err := os.ReadFile(path)
	if err != nil {
		fail(err.Error())
	}
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, path, src, mode)
	d := &dumper{file: fset.File(f.FileStart)}
	d.node(f)
	tree = d.out
	status = "ok"
	if err != nil {
		status = "error"
		var lines []string
		for _, e := range err.(scanner.ErrorList) {
			lines = append(lines, fmt.Sprintf("%10d %s\n", e.Pos.Offset, valid(e.Msg)))
		}
		sort.Strings(lines)
		errors = []byte(strings.Join(lines, ""))
	}
	return tree, errors, status
}

type dumper struct {
	file *token.File
	out  []byte
}

func (d *dumper) pos(p token.Pos) {
	d.out = append(d.out, ' ')
	if !p.IsValid() {
		d.out = append(d.out, "-1"...)
		return
	}
	// Not File.Offset, which confines to the file: an error may place something behind its end.
	d.out = strconv.AppendInt(d.out, int64(int(p)-d.file.Base()), 10)
}

// Invalid UTF-8 is one replacement character however long it is, since other languages count it differently.
var replacements = regexp.MustCompile("\uFFFD+")

func valid(s string) string {
	if !utf8.ValidString(s) || strings.Contains(s, "\uFFFD") {
		s = replacements.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), "\uFFFD")
	}
	return s
}

func (d *dumper) text(s string) {
	s = valid(s)
	d.out = append(d.out, ' ')
	d.out = strconv.AppendInt(d.out, int64(len(s)), 10)
	d.out = append(d.out, ':')
	d.out = append(d.out, s...)
}

func (d *dumper) bool(b bool) {
	if b {
		d.out = append(d.out, " true"...)
	} else {
		d.out = append(d.out, " false"...)
	}
}

func (d *dumper) group(g *ast.CommentGroup) {
	if g == nil {
		d.pos(token.NoPos)
	} else {
		d.pos(g.Pos())
	}
}

// head begins a node's line; begin is left out where a node without positions has none.
func (d *dumper) head(kind string, n ast.Node) {
	d.out = append(d.out, kind...)
	d.pos(n.Pos())
	d.pos(n.End())
}

func (d *dumper) line() { d.out = append(d.out, '\n') }

func (d *dumper) none() { d.out = append(d.out, "nil\n"...) }

func (d *dumper) count(n int) {
	d.out = append(d.out, '[')
	d.out = strconv.AppendInt(d.out, int64(n), 10)
	d.out = append(d.out, '\n')
}

func list[N ast.Node](d *dumper, l []N) {
	d.count(len(l))
	for _, n := range l {
		d.node(n)
	}
}

func (d *dumper) expr(x ast.Expr) {
	if x == nil {
		d.none()
	} else {
		d.node(x)
	}
}

func (d *dumper) stmt(s ast.Stmt) {
	if s == nil {
		d.none()
	} else {
		d.node(s)
	}
}

func (d *dumper) ident(x *ast.Ident) {
	if x == nil {
		d.none()
	} else {
		d.node(x)
	}
}

func (d *dumper) lit(x *ast.BasicLit) {
	if x == nil {
		d.none()
	} else {
		d.node(x)
	}
}

func (d *dumper) fields(l *ast.FieldList) {
	if l == nil {
		d.none()
	} else {
		d.node(l)
	}
}

func (d *dumper) block(b *ast.BlockStmt) {
	if b == nil {
		d.none()
	} else {
		d.node(b)
	}
}

func (d *dumper) position(p token.Pos) {
	at := d.file.Position(p)
	d.out = append(d.out, "at "...)
	d.out = append(d.out, valid(at.Filename)...)
	d.out = append(d.out, ':')
	d.out = strconv.AppendInt(d.out, int64(at.Line), 10)
	d.out = append(d.out, ':')
	d.out = strconv.AppendInt(d.out, int64(at.Column), 10)
	d.line()
}

func (d *dumper) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.File:
		d.out = append(d.out, "File"...)
		d.group(n.Doc)
		d.pos(n.Package)
		d.text(n.GoVersion)
		d.line()
		d.node(n.Name)
		d.count(len(n.Decls))
		for _, decl := range n.Decls {
			d.position(decl.Pos())
			d.node(decl)
		}
		d.count(len(n.Imports))
		for _, spec := range n.Imports {
			d.out = append(d.out, "Import"...)
			d.pos(spec.Pos())
			d.line()
		}
		d.count(len(n.Comments))
		for _, group := range n.Comments {
			d.count(len(group.List))
			for _, c := range group.List {
				d.out = append(d.out, "Comment"...)
				d.pos(c.Slash)
				d.text(c.Text)
				d.line()
				d.position(c.Slash)
				if dir, ok := ast.ParseDirective(c.Slash, c.Text); ok {
					d.out = append(d.out, "Directive"...)
					d.text(dir.Tool)
					d.text(dir.Name)
					d.text(dir.Args)
					d.line()
				}
			}
		}
	case *ast.BadExpr:
		d.head("BadExpr", n)
		d.line()
	case *ast.Ident:
		d.head("Ident", n)
		d.text(n.Name)
		d.line()
	case *ast.Ellipsis:
		d.head("Ellipsis", n)
		d.pos(n.Ellipsis)
		d.line()
		d.expr(n.Elt)
	case *ast.BasicLit:
		d.head("BasicLit", n)
		d.out = append(d.out, ' ')
		d.out = append(d.out, n.Kind.String()...)
		d.text(n.Value)
		d.line()
	case *ast.FuncLit:
		d.head("FuncLit", n)
		d.line()
		d.node(n.Type)
		d.block(n.Body)
	case *ast.CompositeLit:
		d.head("CompositeLit", n)
		d.pos(n.Lbrace)
		d.pos(n.Rbrace)
		d.line()
		d.expr(n.Type)
		list(d, n.Elts)
	case *ast.ParenExpr:
		d.head("ParenExpr", n)
		d.pos(n.Lparen)
		d.pos(n.Rparen)
		d.line()
		d.expr(n.X)
	case *ast.SelectorExpr:
		d.head("SelectorExpr", n)
		d.line()
		d.expr(n.X)
		d.ident(n.Sel)
	case *ast.IndexExpr:
		d.head("IndexExpr", n)
		d.pos(n.Lbrack)
		d.pos(n.Rbrack)
		d.line()
		d.expr(n.X)
		d.expr(n.Index)
	case *ast.IndexListExpr:
		d.head("IndexListExpr", n)
		d.pos(n.Lbrack)
		d.pos(n.Rbrack)
		d.line()
		d.expr(n.X)
		list(d, n.Indices)
	case *ast.SliceExpr:
		d.head("SliceExpr", n)
		d.pos(n.Lbrack)
		d.pos(n.Rbrack)
		d.bool(n.Slice3)
		d.line()
		d.expr(n.X)
		d.expr(n.Low)
		d.expr(n.High)
		d.expr(n.Max)
	case *ast.TypeAssertExpr:
		d.head("TypeAssertExpr", n)
		d.pos(n.Lparen)
		d.pos(n.Rparen)
		d.line()
		d.expr(n.X)
		d.expr(n.Type)
	case *ast.CallExpr:
		d.head("CallExpr", n)
		d.pos(n.Lparen)
		d.pos(n.Ellipsis)
		d.pos(n.Rparen)
		d.line()
		d.expr(n.Fun)
		list(d, n.Args)
	case *ast.StarExpr:
		d.head("StarExpr", n)
		d.pos(n.Star)
		d.line()
		d.expr(n.X)
	case *ast.UnaryExpr:
		d.head("UnaryExpr", n)
		d.pos(n.OpPos)
		d.out = append(append(d.out, ' '), n.Op.String()...)
		d.line()
		d.expr(n.X)
	case *ast.BinaryExpr:
		d.head("BinaryExpr", n)
		d.pos(n.OpPos)
		d.out = append(append(d.out, ' '), n.Op.String()...)
		d.line()
		d.expr(n.X)
		d.expr(n.Y)
	case *ast.KeyValueExpr:
		d.head("KeyValueExpr", n)
		d.pos(n.Colon)
		d.line()
		d.expr(n.Key)
		d.expr(n.Value)
	case *ast.ArrayType:
		d.head("ArrayTypeExpr", n)
		d.pos(n.Lbrack)
		d.line()
		d.expr(n.Len)
		d.expr(n.Elt)
	case *ast.StructType:
		d.head("StructTypeExpr", n)
		d.pos(n.Struct)
		d.line()
		d.fields(n.Fields)
	case *ast.FuncType:
		d.head("FuncTypeExpr", n)
		d.pos(n.Func)
		d.line()
		d.fields(n.TypeParams)
		d.fields(n.Params)
		d.fields(n.Results)
	case *ast.InterfaceType:
		d.head("InterfaceTypeExpr", n)
		d.pos(n.Interface)
		d.line()
		d.fields(n.Methods)
	case *ast.MapType:
		d.head("MapTypeExpr", n)
		d.pos(n.Map)
		d.line()
		d.expr(n.Key)
		d.expr(n.Value)
	case *ast.ChanType:
		d.head("ChanTypeExpr", n)
		d.pos(n.Begin)
		d.pos(n.Arrow)
		d.out = append(d.out, ' ', '0'+byte(n.Dir))
		d.line()
		d.expr(n.Value)
	case *ast.BadStmt:
		d.head("BadStmt", n)
		d.line()
	case *ast.DeclStmt:
		d.head("DeclStmt", n)
		d.line()
		d.node(n.Decl)
	case *ast.EmptyStmt:
		d.head("EmptyStmt", n)
		d.bool(n.Implicit)
		d.line()
	case *ast.LabeledStmt:
		d.head("LabeledStmt", n)
		d.pos(n.Colon)
		d.line()
		d.ident(n.Label)
		d.stmt(n.Stmt)
	case *ast.ExprStmt:
		d.head("ExprStmt", n)
		d.line()
		d.expr(n.X)
	case *ast.SendStmt:
		d.head("SendStmt", n)
		d.pos(n.Arrow)
		d.line()
		d.expr(n.Chan)
		d.expr(n.Value)
	case *ast.IncDecStmt:
		d.head("IncDecStmt", n)
		d.pos(n.TokPos)
		d.out = append(append(d.out, ' '), n.Tok.String()...)
		d.line()
		d.expr(n.X)
	case *ast.AssignStmt:
		d.head("AssignStmt", n)
		d.pos(n.TokPos)
		d.out = append(append(d.out, ' '), n.Tok.String()...)
		d.line()
		list(d, n.Lhs)
		list(d, n.Rhs)
	case *ast.GoStmt:
		d.head("GoStmt", n)
		d.line()
		d.node(n.Call)
	case *ast.DeferStmt:
		d.head("DeferStmt", n)
		d.line()
		d.node(n.Call)
	case *ast.ReturnStmt:
		d.head("ReturnStmt", n)
		d.line()
		list(d, n.Results)
	case *ast.BranchStmt:
		d.head("BranchStmt", n)
		d.out = append(append(d.out, ' '), n.Tok.String()...)
		d.line()
		d.ident(n.Label)
	case *ast.BlockStmt:
		d.head("BlockStmt", n)
		d.pos(n.Lbrace)
		d.pos(n.Rbrace)
		d.line()
		list(d, n.List)
	case *ast.IfStmt:
		d.head("IfStmt", n)
		d.line()
		d.stmt(n.Init)
		d.expr(n.Cond)
		d.block(n.Body)
		d.stmt(n.Else)
	case *ast.CaseClause:
		d.head("CaseClause", n)
		d.pos(n.Colon)
		d.bool(n.List == nil)
		d.line()
		list(d, n.List)
		list(d, n.Body)
	case *ast.SwitchStmt:
		d.head("SwitchStmt", n)
		d.line()
		d.stmt(n.Init)
		d.expr(n.Tag)
		d.block(n.Body)
	case *ast.TypeSwitchStmt:
		d.head("TypeSwitchStmt", n)
		d.line()
		d.stmt(n.Init)
		d.stmt(n.Assign)
		d.block(n.Body)
	case *ast.CommClause:
		d.head("CommClause", n)
		d.pos(n.Colon)
		d.line()
		d.stmt(n.Comm)
		list(d, n.Body)
	case *ast.SelectStmt:
		d.head("SelectStmt", n)
		d.line()
		d.block(n.Body)
	case *ast.ForStmt:
		d.head("ForStmt", n)
		d.line()
		d.stmt(n.Init)
		d.expr(n.Cond)
		d.stmt(n.Post)
		d.block(n.Body)
	case *ast.RangeStmt:
		d.head("RangeStmt", n)
		d.pos(n.TokPos)
		d.out = append(append(d.out, ' '), n.Tok.String()...)
		d.pos(n.Range)
		d.line()
		d.expr(n.Key)
		d.expr(n.Value)
		d.expr(n.X)
		d.block(n.Body)
	case *ast.ImportSpec:
		d.head("ImportSpec", n)
		d.group(n.Doc)
		d.group(n.Comment)
		d.line()
		d.ident(n.Name)
		d.lit(n.Path)
	case *ast.ValueSpec:
		d.head("ValueSpec", n)
		d.group(n.Doc)
		d.group(n.Comment)
		d.line()
		list(d, n.Names)
		d.expr(n.Type)
		list(d, n.Values)
	case *ast.TypeSpec:
		d.head("TypeSpec", n)
		d.group(n.Doc)
		d.group(n.Comment)
		d.pos(n.Assign)
		d.line()
		d.ident(n.Name)
		d.fields(n.TypeParams)
		d.expr(n.Type)
	case *ast.BadDecl:
		d.head("BadDecl", n)
		d.line()
	case *ast.GenDecl:
		d.head("GenDecl", n)
		d.group(n.Doc)
		d.out = append(append(d.out, ' '), n.Tok.String()...)
		d.pos(n.Lparen)
		d.pos(n.Rparen)
		d.line()
		list(d, n.Specs)
	case *ast.FuncDecl:
		d.head("FuncDecl", n)
		d.group(n.Doc)
		d.line()
		d.fields(n.Recv)
		d.ident(n.Name)
		d.node(n.Type)
		d.block(n.Body)
	case *ast.Field:
		d.head("Field", n)
		d.group(n.Doc)
		d.group(n.Comment)
		d.line()
		list(d, n.Names)
		d.expr(n.Type)
		d.lit(n.Tag)
	case *ast.FieldList:
		d.head("FieldList", n)
		d.pos(n.Opening)
		d.pos(n.Closing)
		d.line()
		list(d, n.List)
	default:
		fail(fmt.Sprintf("unknown node %T", n))
	}
}

func ranges(name string, is func(rune) bool) {
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if !is(r) {
			continue
		}
		first := r
		for is(r + 1) {
			r++
		}
		fmt.Println(name, first, r)
	}
}

func constraints() {
	for _, line := range readLines() {
		x, err := constraint.Parse(line)
		if err != nil {
			fmt.Println("error", err)
			continue
		}
		var tags []string
		value := x.Eval(func(tag string) bool {
			tags = append(tags, tag)
			return len(tag)%2 == 0
		})
		fmt.Printf("%v|%v|%v|%v\n", x, constraint.GoVersion(x), value, strings.Join(tags, ","))
	}
}

// cpuTime is what all threads of the process have used.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		fail(err.Error())
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// parseAll times each round on its own and answers when it is told to go on, so that rounds can be interleaved with those
// of another program.
func parseAll(rounds int) {
	in := bufio.NewReader(os.Stdin)
	var sources [][]byte
	var names []string
	for {
		line, err := in.ReadString('\n')
		line = strings.TrimSpace(line)
		if err != nil || line == "" {
			break
		}
		src, err := os.ReadFile(line)
		if err != nil {
			fail(err.Error())
		}
		names = append(names, line)
		sources = append(sources, bytes.Clone(src))
	}
	debug.SetGCPercent(100)
	fmt.Println("ready")
	for range rounds {
		in.ReadString('\n')
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		fset := token.NewFileSet()
		files := make([]*ast.File, len(sources))
		cpu := cpuTime()
		start := time.Now()
		for i, src := range sources {
			f, err := parser.ParseFile(fset, names[i], src, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				fail(err.Error())
			}
			files[i] = f
		}
		elapsed := time.Since(start)
		cpu = cpuTime() - cpu
		runtime.GC()
		runtime.ReadMemStats(&after)
		fmt.Println(elapsed.Nanoseconds(), cpu.Nanoseconds(), after.HeapAlloc-before.HeapAlloc)
		runtime.KeepAlive(files)
		runtime.KeepAlive(fset)
	}
}
