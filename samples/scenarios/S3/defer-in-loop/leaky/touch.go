// Package touch counts visits.
package touch

import "sync"

// A Counter counts.
type Counter struct {
	mu sync.Mutex
	n  map[string]int
}

// Add counts visits.
func (c *Counter) Add(names []string) {
	for _, name := range names {
		c.mu.Lock() // want UP602
		defer c.mu.Unlock() // want UP307
		c.n[name]++
	}
}
