// Package shop sells.
package shop

import "sync"

// A Shop has a stock and a till.
type Shop struct {
	stock stock
	till  till
}

type stock struct {
	mu sync.Mutex
	n  int
}

type till struct {
	mu sync.Mutex
	n  int
}

// Sell sells a thing.
func (s *Shop) Sell(price int) {
	s.stock.mu.Lock()
	defer s.stock.mu.Unlock()
	s.till.mu.Lock() // want UP603
	defer s.till.mu.Unlock()
	s.stock.n--
	s.till.n += price
}

// Buy buys a thing.
func (s *Shop) Buy(price int) {
	s.till.mu.Lock()
	defer s.till.mu.Unlock()
	s.stock.mu.Lock()
	defer s.stock.mu.Unlock()
	s.till.n -= price
	s.stock.n++
}
