// Package stats reports what the store holds, now and then.
package stats

import (
	"context"
	"log/slog"
	"time"

	"example.com/leaky/store"
)

// Reporter reports the total until it is stopped.
type Reporter struct {
	store  *store.Store
	ticker *time.Ticker
}

// Start starts a reporter.
func Start(s *store.Store, every time.Duration) *Reporter {
	r := &Reporter{store: s, ticker: time.NewTicker(every)}
	go r.run()
	return r
}

// Stop stops the reporter.
func (r *Reporter) Stop() {
	r.ticker.Stop()
}

func (r *Reporter) run() {
	for range r.ticker.C {
		slog.Info("orders", "total", r.store.Total())
	}
}

// Watch reports the total until the context ends.
func Watch(ctx context.Context, s *store.Store, every time.Duration) {
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
