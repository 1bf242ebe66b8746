// Package hooks runs hooks.
package hooks

import "sync"

// A List has hooks.
type List struct {
	mu    sync.Mutex
	hooks []func(string)
}

// Run runs all hooks; whoever calls it recovers.
func (l *List) Run(event string) {
	l.mu.Lock() // want UP801
	for _, hook := range l.hooks {
		if hook == nil {
			panic("hooks: nil hook")
		}
		hook(event)
	}
	l.mu.Unlock()
}
