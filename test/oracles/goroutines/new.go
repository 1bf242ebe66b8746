//go:build go1.23

package main

import "iter"

func pulled(yield func(int) bool) {
	yield(1)
	yield(2)
}

func startMore() {
	next, stop := iter.Pull(pulled)
	next()
	keep = append(keep, next, stop)
	known = append(known, Known{"main.pulled", "coroutine", "Coroutine", 1, false})
}
