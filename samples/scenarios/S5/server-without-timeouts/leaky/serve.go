// Package serve serves.
package serve

import "net/http"

// New makes the server.
func New(handler http.Handler) *http.Server {
	return &http.Server{ // want UP501
		Addr:    ":8080",
		Handler: handler,
	}
}

// Metrics serves metrics beside it.
func Metrics(handler http.Handler) error {
	return http.ListenAndServe(":9090", handler) // want UP502
}
