// Package hooks runs hooks.
package hooks

import (
	"log"
	"sync"
)

// A List has hooks.
type List struct {
	mu    sync.Mutex
	hooks []func(string)
}

// Run runs all hooks, and goes on when one of them panics.
func (l *List) Run(event string) {
	defer func() {
		if v := recover(); v != nil {
			log.Printf("hooks: %v", v)
		}
	}()
	l.run(event)
}

func (l *List) run(event string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, hook := range l.hooks {
		if hook == nil {
			panic("hooks: nil hook")
		}
		hook(event)
	}
}
