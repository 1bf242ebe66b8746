// Package stats reports what the store holds, now and then.
package stats

import (
	"context"
	"log/slog"
	"time"

	"example.com/leaky/store"
)

// Watch reports the total until done is closed.
func Watch(s *store.Store, every time.Duration, done <-chan struct{}) {
	ticker := time.NewTicker(every)
	for {
		select {
		case <-ticker.C:
			slog.Info("orders", "total", s.Total())
		case <-done:
			return
		}
	}
}

// WatchUntil reports the total until the context ends.
func WatchUntil(ctx context.Context, s *store.Store, every time.Duration) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			slog.Info("orders", "total", s.Total())
		case <-ctx.Done():
			return
		}
	}
}
