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
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, name := range names {
		c.n[name]++
	}
}
