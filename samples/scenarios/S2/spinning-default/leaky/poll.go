// Package poll waits for work.
package poll

import "context"

// Run does work until the context is cancelled.
func Run(ctx context.Context, work <-chan func()) {
	for {
		select {
		case <-ctx.Done():
			return
		case f := <-work:
			f()
		default: // want UP204
		}
	}
}
