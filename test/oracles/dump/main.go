// Writes a dump of very many goroutines to a file, for the benchmark to read: what debug=2 would print if it had no limit.
//
//	dump FILE GOROUTINES
//
// Most goroutines of services that leak are alike and their stacks are short; some hang in calls that are many deep.
package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"time"
)

type order struct {
	id    int
	items []string
	reply chan int
}

var (
	locked sync.Mutex
	orders = make(chan *order)
	done   = make(chan struct{})
)

func main() {
	count, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	locked.Lock()
	for i := 1; i < count; i++ {
		start(i)
	}
	// They are all parked when the scheduler has nothing else to do.
	for buffer := make([]byte, 64<<20); ; time.Sleep(100 * time.Millisecond) {
		if !bytes.Contains(buffer[:runtime.Stack(buffer, true)], []byte("[runnable")) {
			break
		}
	}
	for size := count * 300; ; size *= 2 {
		buffer := make([]byte, size)
		if length := runtime.Stack(buffer, true); length < size {
			if err := os.WriteFile(os.Args[1], buffer[:length], 0o644); err != nil {
				panic(err)
			}
			fmt.Println(runtime.NumGoroutine())
			return
		}
	}
}

func start(i int) {
	if i%64 == 0 {
		go handle(&order{id: i}, i/64%60)
		return
	}
	switch i % 16 {
	case 0, 1:
		go reserve(i, "teapot")
	case 2, 3:
		go watch(done, make(chan int))
	case 4, 5, 6:
		go func() { orders <- &order{id: i} }()
	default:
		go answer(i, make(chan int))
	}
}

//go:noinline
func handle(o *order, depth int) int {
	if depth > 0 {
		return handle(o, depth-1) + 1
	}
	return <-make(chan int)
}

func reserve(id int, item string) {
	locked.Lock()
	fmt.Println(id, item)
}

func watch(done chan struct{}, changes chan int) {
	for {
		select {
		case <-done:
			return
		case n := <-changes:
			fmt.Println(n)
		}
	}
}

func answer(id int, to chan int) { to <- id }
