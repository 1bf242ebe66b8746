// Reads goroutine dumps with panicparse, for the benchmark to compare with: for each line of standard input it parses the
// file named by its argument once more, and answers with the time in nanoseconds, how many goroutines it has read, and how
// many bytes it has left.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"time"

	"github.com/maruel/panicparse/v2/stack"
)

func main() {
	runtime.GOMAXPROCS(1)
	data, err := os.ReadFile(os.Args[1])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		begun := time.Now()
		snapshot, rest, err := stack.ScanSnapshot(bytes.NewReader(data), io.Discard, &stack.Opts{})
		took := time.Since(begun)
		count := 0
		if snapshot != nil {
			count = len(snapshot.Goroutines)
		}
		if err != nil && err != io.EOF {
			fmt.Fprintln(os.Stderr, err)
		}
		fmt.Println(took.Nanoseconds(), count, len(rest))
	}
}
