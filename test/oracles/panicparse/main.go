// Reads goroutine dumps with panicparse, for the benchmark to compare with: for each line of standard input it parses the
// file named by its argument once more, and answers with the processor time in nanoseconds, how many goroutines it has read,
// how many bytes it has left, and how many MB the process has had at most.
package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"runtime"
	"syscall"
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
		begun, _ := usage()
		snapshot, rest, err := stack.ScanSnapshot(bytes.NewReader(data), io.Discard, &stack.Opts{})
		ended, most := usage()
		count := 0
		if snapshot != nil {
			count = len(snapshot.Goroutines)
		}
		if err != nil && err != io.EOF {
			fmt.Fprintln(os.Stderr, err)
		}
		fmt.Println((ended - begun).Nanoseconds(), count, len(rest), most>>10)
	}
}

// The processor time so far and how large the process has been at most, in kB.
func usage() (time.Duration, int64) {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), used.Maxrss
}
