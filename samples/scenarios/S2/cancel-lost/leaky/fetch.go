// Package fetch gets pages.
package fetch

import (
	"context"
	"errors"
	"time"
)

// Page gets a page, if it may.
func Page(ctx context.Context, name string, allowed func(string) bool, get func(context.Context, string) ([]byte, error)) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second) // want UP201
	if !allowed(name) {
		return nil, errors.New("fetch: not allowed")
	}
	page, err := get(ctx, name)
	cancel()
	return page, err
}
