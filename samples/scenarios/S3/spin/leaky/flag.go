// Package flag waits for a flag.
package flag

import "sync/atomic"

// A Gate opens once.
type Gate struct{ open atomic.Bool }

// Open opens the gate.
func (g *Gate) Open() { g.open.Store(true) }

// Wait waits until the gate is open.
func (g *Gate) Wait() {
	for !g.open.Load() { // want UP302
	}
}
