// Package report makes reports.
package report

import (
	"context"
	"net/http"
)

// Handler starts a report.
func Handler(generate func(context.Context, string)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		go generate(r.Context(), r.FormValue("name")) // want UP505
		w.WriteHeader(http.StatusAccepted)
	}
}
