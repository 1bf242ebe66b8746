// Package flag waits for a flag.
package flag

import "sync"

// A Gate opens once.
type Gate struct {
	once sync.Once
	open chan struct{}
}

// New makes a gate.
func New() *Gate { return &Gate{open: make(chan struct{})} }

// Open opens the gate.
func (g *Gate) Open() { g.once.Do(func() { close(g.open) }) }

// Wait waits until the gate is open.
func (g *Gate) Wait() { <-g.open }
