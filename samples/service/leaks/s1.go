// Package leaks has a mistake a file, each as it is met in services.
package leaks

import (
	"errors"
	"time"
)

var errSlow = errors.New("no quote in time")

// Quote leaks in the first way: who sends the price is left alone when the caller has waited long enough.
func Quote() {
	if _, err := quote("teapot", time.Millisecond); err != nil {
		return
	}
}

func quote(item string, patience time.Duration) (int, error) {
	result := make(chan int)
	go func() {
		result <- price(item)
	}()
	select {
	case p := <-result:
		return p, nil
	case <-time.After(patience):
		return 0, errSlow
	}
}

func price(item string) int {
	time.Sleep(20 * time.Millisecond)
	return len(item)
}
