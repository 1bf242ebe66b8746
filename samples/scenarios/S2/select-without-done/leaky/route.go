// Package route sends messages where they belong.
package route

import "context"

// Run routes until the context is cancelled.
func Run(ctx context.Context, urgent, normal <-chan string, deliver func(context.Context, string)) {
	for {
		select { // want UP203
		case m := <-urgent:
			deliver(ctx, m)
		case m := <-normal:
			deliver(ctx, m)
		}
	}
}
