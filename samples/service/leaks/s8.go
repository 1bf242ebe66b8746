package leaks

import (
	"fmt"
	"log"
	"sync"
)

type ledger struct {
	mu      sync.Mutex
	entries map[string]int
}

var accounts ledger

// Charge leaks in the eighth way: a panic that somebody recovers from skips the Unlock.
func Charge() {
	defer func() {
		if r := recover(); r != nil {
			log.Print("charge: ", r)
		}
	}()
	accounts.add("acme", -1)
}

func (l *ledger) add(name string, amount int) {
	l.mu.Lock()
	if amount < 0 {
		panic(fmt.Sprintf("%s is charged %d", name, amount))
	}
	l.entries[name] += amount
	l.mu.Unlock()
}
