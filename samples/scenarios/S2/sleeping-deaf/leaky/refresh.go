// Package refresh waits for something.
package refresh

import (
	"context"
	"time"
)

// Wait asks until it is ready.
func Wait(ctx context.Context, ready func() bool) error {
	for {
		if ready() {
			return nil
		}
		time.Sleep(time.Minute) // want UP208
	}
}
