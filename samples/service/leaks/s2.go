package leaks

import "context"

// Subscribe leaks in the second way: the subscription does not listen to its context.
func Subscribe() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	events := make(chan string, 1)
	subscribe(ctx, events)
	events <- "hello"
}

func subscribe(ctx context.Context, events chan string) {
	go func() {
		seen := map[string]int{}
		resets := make(chan struct{})
		for {
			select {
			case event := <-events:
				seen[event]++
			case <-resets:
				clear(seen)
			}
		}
	}()
}
