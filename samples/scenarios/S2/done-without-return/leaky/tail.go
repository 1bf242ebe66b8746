// Package tail follows a log.
package tail

import (
	"context"
	"fmt"
)

// Print prints lines until the context is cancelled.
func Print(ctx context.Context, lines <-chan string) {
	for {
		select {
		case line := <-lines:
			fmt.Println(line)
		case <-ctx.Done():
			break // want UP210
		}
	}
}
