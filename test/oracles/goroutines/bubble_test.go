//go:build go1.25

package main

import (
	"os"
	"runtime"
	"testing"
	"testing/synctest"
	"time"
)

// Writes the goroutines of a bubble, blocked durably and not, to the file that UNPARK_DUMP names.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := make(chan int)
		go func() { <-c }()
		go func() { time.Sleep(time.Hour); c <- 1 }()
		synctest.Wait()
		buffer := make([]byte, 1<<20)
		if err := os.WriteFile(os.Getenv("UNPARK_DUMP"), buffer[:runtime.Stack(buffer, true)], 0o644); err != nil {
			t.Error(err)
		}
		time.Sleep(2 * time.Hour)
	})
}
