package leaks

import "sync"

type stock struct {
	mu    sync.Mutex
	items map[string]int
}

var shelves = &stock{items: map[string]int{"teapot": 1}}

// Reserve leaks in the sixth way: when there is nothing left, the lock is kept, and all who come later wait for it.
func Reserve() {
	shelves.reserve("teapot")
}

func (s *stock) reserve(item string) bool {
	s.mu.Lock()
	if s.items[item] == 0 {
		return false
	}
	s.items[item]--
	s.mu.Unlock()
	return true
}
