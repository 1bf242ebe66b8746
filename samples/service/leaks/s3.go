package leaks

import (
	"sync/atomic"
	"time"
)

var polls atomic.Int64

// Poll leaks in the third way: the loop has no exit.
func Poll() {
	go func() {
		for range time.Tick(time.Hour) {
			polls.Add(1)
		}
	}()
}
