// Package serve serves.
package serve

import (
	"net/http"
	"time"
)

// New makes the server.
func New(handler http.Handler) *http.Server {
	return &http.Server{
		Addr:              ":8080",
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
	}
}

// Metrics serves metrics beside it.
func Metrics(handler http.Handler) error {
	server := New(handler)
	server.Addr = ":9090"
	return server.ListenAndServe()
}
