// Brings goroutines into as many states as a program can reach and writes what Go prints of them.
//
//	goroutines DIR            writes each form of each profile to DIR, and to DIR/known.json what the program knows itself
//	goroutines quit|panic|fatal|deadlock|ancestors
//	                          ends the process in a way in which Go prints goroutines to standard error
//
// It builds with Go 1.19 and newer; what only newer versions have is in files of its own.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"sync"
	"syscall"
	"time"
)

// Known is what the program knows of the goroutines it has started in a function.
type Known struct {
	Function string // a function of their stacks that no others have
	State    string // the wait reason of Go 1.27
	Kind     string // the name of it in Unpark
	Count    int
	Leaked   bool // true if Go's leak profile must have it
}

type report struct {
	Version      string
	NumGoroutine int
	Known        []Known
}

var (
	known []Known
	keep  []any // what must not be found to be leaked
)

func start(count int, function, state, kind string, leaked bool, f func()) {
	known = append(known, Known{"main." + function, state, kind, count, leaked})
	for i := 0; i < count; i++ {
		go f()
	}
}

func receives() { <-make(chan int) }

func ranges() {
	for range make(chan int) {
	}
}
func receivesNil() { var c chan int; <-c }
func sends()       { make(chan int) <- 1 }
func sendsNil()    { var c chan int; c <- 1 }
func selectsNothing() {
	select {}
}

func selects() {
	a, b := make(chan int), make(chan string)
	select {
	case <-a:
	case b <- "":
	}
}

var (
	held    sync.Mutex
	written sync.RWMutex
	read    sync.RWMutex
	group   sync.WaitGroup
	cond    = sync.NewCond(&sync.Mutex{})
	ended   = make(chan int)
)

func locks()       { held.Lock() }
func readLocks()   { written.RLock() }
func writeLocks()  { read.Lock() }
func waits()       { group.Wait() }
func waitsCond()   { cond.L.Lock(); cond.Wait() }
func sleeps()      { time.Sleep(time.Hour) }
func waitsGlobal() { <-ended }

func accepts() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	keep = append(keep, listener)
	listener.Accept()
}

func callsSystem() {
	var ends [2]int
	if err := syscall.Pipe(ends[:]); err != nil {
		panic(err)
	}
	syscall.Read(ends[0], make([]byte, 1))
}

func isLockedToThread() {
	runtime.LockOSThread()
	<-make(chan int)
}

func deep(depth int) {
	if depth == 0 {
		<-make(chan int)
	}
	deep(depth - 1)
	runtime.KeepAlive(depth)
}

type list[T any] struct{ items chan T }

func (l *list[T]) takeGeneric() T { return <-l.items }

func inlines()             { inner(make(chan int)) }
func inner(c chan int)     { innermost(c) }
func innermost(c chan int) { <-c }

type server struct{ name string }

func (s *server) run(a int, b string, c []byte, d map[string]int) {
	func() {
		<-make(chan int)
	}()
	fmt.Println(s, a, b, c, d)
}

func closures() func() {
	return func() {
		func() { inClosure() }()
	}
}

func inClosure() { <-make(chan int) }

func labelled() { <-make(chan int) }

func startAll() {
	held.Lock()
	written.Lock()
	read.RLock()
	group.Add(1)
	start(3, "receives", "chan receive", "ChanReceive", true, receives)
	start(2, "ranges", "chan receive", "ChanReceive", true, ranges)
	start(1, "receivesNil", "chan receive (nil chan)", "ChanReceiveNil", true, receivesNil)
	start(4, "sends", "chan send", "ChanSend", true, sends)
	start(1, "sendsNil", "chan send (nil chan)", "ChanSendNil", true, sendsNil)
	start(2, "selectsNothing", "select (no cases)", "SelectNoCases", true, selectsNothing)
	start(5, "selects", "select", "Select", true, selects)
	start(2, "locks", "sync.Mutex.Lock", "MutexLock", false, locks)
	start(2, "readLocks", "sync.RWMutex.RLock", "RWMutexRLock", false, readLocks)
	start(1, "writeLocks", "sync.RWMutex.Lock", "RWMutexLock", false, writeLocks)
	start(3, "waits", "sync.WaitGroup.Wait", "WaitGroupWait", false, waits)
	start(2, "waitsCond", "sync.Cond.Wait", "CondWait", false, waitsCond)
	start(3, "sleeps", "sleep", "Sleep", false, sleeps)
	start(2, "waitsGlobal", "chan receive", "ChanReceive", false, waitsGlobal)
	start(1, "accepts", "IO wait", "IO", false, accepts)
	start(1, "callsSystem", "syscall", "Syscall", false, callsSystem)
	start(1, "isLockedToThread", "chan receive", "ChanReceive", true, isLockedToThread)
	start(1, "deep", "chan receive", "ChanReceive", true, func() { deep(200) })
	start(2, "(*list[...]).takeGeneric", "chan receive", "ChanReceive", true, func() { (&list[string]{make(chan string)}).takeGeneric() })
	start(1, "inlines", "chan receive", "ChanReceive", true, inlines)
	start(1, "(*server).run", "chan receive", "ChanReceive", true, func() { (&server{"s"}).run(1, "two", []byte{3}, nil) })
	start(1, "inClosure", "chan receive", "ChanReceive", true, closures())
	time.AfterFunc(time.Millisecond, func() { afterFunc(make(chan int)) })
	known = append(known, Known{"main.afterFunc", "chan receive", "ChanReceive", 1, true})
	for _, labels := range [][]string{{"handler", "GET /x y", "tenant", "acme"}, {"k", "v"}, {"odd \"key\"", "] {a: b},\nc:"}, {"empty", ""}} {
		pprof.Do(context.Background(), pprof.Labels(labels...), func(context.Context) { go labelled() })
	}
	known = append(known, Known{"main.labelled", "chan receive", "ChanReceive", 4, true})
	startMore()
}

func afterFunc(c chan int) { <-c }

// Waits until nothing has happened for a while.
func settle() []byte {
	buffer := make([]byte, 1<<20)
	for tries := 0; tries < 100; tries++ {
		time.Sleep(50 * time.Millisecond)
		runtime.GC()
		text := buffer[:runtime.Stack(buffer, true)]
		if tries > 3 && !bytes.Contains(text, []byte("[runnable")) && bytes.Count(text, []byte("[running")) == 1 {
			break
		}
	}
	return buffer[:runtime.Stack(buffer, true)]
}

func write(dir, name string, content []byte) {
	if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
		panic(err)
	}
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: goroutines DIR|quit|panic|fatal|deadlock|ancestors")
		os.Exit(2)
	}
	switch os.Args[1] {
	case "quit":
		startAll()
		settle()
		syscall.Kill(syscall.Getpid(), syscall.SIGQUIT)
		select {}
	case "panic":
		startAll()
		settle()
		panic("boom\nin two lines")
	case "fatal":
		startAll()
		settle()
		m := map[int]int{}
		go func() {
			for {
				m[1]++
			}
		}()
		for {
			m[2]++
		}
	case "deadlock":
		go receives()
		go sends()
		select {}
	case "ancestors":
		go func() { go func() { go receives() }() }()
		os.Stdout.Write(settle())
	default:
		writeAll(os.Args[1])
	}
}

func writeAll(dir string) {
	startAll()
	write(dir, "stack.txt", settle())
	for _, name := range []string{"goroutine", "goroutineleak"} {
		profile := pprof.Lookup(name)
		if profile == nil {
			continue
		}
		for debug, extension := range []string{"pb.gz", "counts.txt", "stacks.txt"} {
			var b bytes.Buffer
			if err := profile.WriteTo(&b, debug); err != nil {
				panic(err)
			}
			write(dir, name+"."+extension, b.Bytes())
		}
	}
	text, err := json.MarshalIndent(report{runtime.Version(), runtime.NumGoroutine(), known}, "", "\t")
	if err != nil {
		panic(err)
	}
	write(dir, "known.json", append(text, '\n'))
}
