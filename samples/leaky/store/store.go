// Package store keeps orders in memory.
package store

import (
	"errors"
	"sync"
)

// ErrNotFound is returned for an order that is not there.
var ErrNotFound = errors.New("store: no such order")

// Order is what a customer wants.
type Order struct {
	ID       string
	Quantity int
	Price    int64
}

// Store keeps orders. It may be used by many goroutines.
type Store struct {
	mu     sync.RWMutex
	orders map[string]Order
}

// New makes an empty store.
func New() *Store {
	return &Store{orders: make(map[string]Order)}
}

// Get returns an order.
func (s *Store) Get(id string) (Order, error) {
	s.mu.Lock()
	order, ok := s.orders[id]
	if !ok {
		return Order{}, ErrNotFound
	}
	s.mu.Unlock()
	return order, nil
}

// Put adds an order or replaces it.
func (s *Store) Put(order Order) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.orders[order.ID] = order
}

// Total returns what all orders are worth.
func (s *Store) Total() int64 {
	s.mu.RLock()
	var total int64
	for _, order := range s.orders {
		total += int64(order.Quantity) * order.Price
	}
	s.mu.RUnlock()
	return total
}
