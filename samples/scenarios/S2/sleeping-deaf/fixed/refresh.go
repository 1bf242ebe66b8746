// Package refresh waits for something.
package refresh

import (
	"context"
	"time"
)

// Wait asks until it is ready.
func Wait(ctx context.Context, ready func() bool) error {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		if ready() {
			return nil
		}
		select {
		case <-ticker.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
