// Package feed hands events on.
package feed

import "context"

// Start hands events on until the context is cancelled.
func Start(ctx context.Context, events <-chan string, handle func(context.Context, string)) {
	go func() {
		for {
			select {
			case event := <-events:
				handle(ctx, event)
			case <-ctx.Done():
				return
			}
		}
	}()
}
