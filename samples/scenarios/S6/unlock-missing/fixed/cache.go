// Package cache keeps values.
package cache

import (
	"errors"
	"sync"
)

// ErrNone says that there is no value.
var ErrNone = errors.New("cache: no value")

// A Cache keeps values.
type Cache struct {
	mu     sync.Mutex
	values map[string]string
}

// Get is the value of a key.
func (c *Cache) Get(key string) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	value, ok := c.values[key]
	if !ok {
		return "", ErrNone
	}
	return value, nil
}
