// Package ledger keeps books.
package ledger

import "sync"

// A Ledger keeps amounts.
type Ledger struct {
	mu      sync.Mutex
	amounts map[string]int
}

// Amount is what there is of a name.
func (l *Ledger) Amount(name string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.amounts[name]
}

// Take takes something away, if there is enough.
func (l *Ledger) Take(name string, n int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.amounts[name] < n {
		return false
	}
	l.amounts[name] -= n
	return true
}
