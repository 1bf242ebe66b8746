// Package sizes adds up file sizes.
package sizes

import (
	"os"
	"sync"
	"sync/atomic"
)

// Total is the size of all files together.
func Total(paths []string) int64 {
	var wg sync.WaitGroup
	var total atomic.Int64
	for _, path := range paths {
		wg.Add(1)
		go func() {
			defer wg.Done()
			info, err := os.Stat(path)
			if err != nil {
				return
			}
			total.Add(info.Size())
		}()
	}
	wg.Wait()
	return total.Load()
}
