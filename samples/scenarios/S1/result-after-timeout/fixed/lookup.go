// Package lookup asks a slow service.
package lookup

import (
	"context"
	"errors"
)

// ErrLate says that the answer did not come in time.
var ErrLate = errors.New("lookup: no answer in time")

// Address asks for the address of a host.
func Address(ctx context.Context, host string, ask func(string) string) (string, error) {
	answer := make(chan string, 1)
	go func() {
		answer <- ask(host)
	}()
	select {
	case address := <-answer:
		return address, nil
	case <-ctx.Done():
		return "", ErrLate
	}
}
