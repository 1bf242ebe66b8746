// Package report makes reports.
package report

import (
	"context"
	"net/http"
	"time"
)

// Handler starts a report.
func Handler(generate func(context.Context, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithoutCancel(r.Context())
		name := r.FormValue("name")
		go func() {
			ctx, cancel := context.WithTimeout(ctx, time.Minute)
			defer cancel()
			generate(ctx, name)
		}()
		w.WriteHeader(http.StatusAccepted)
	}
}
