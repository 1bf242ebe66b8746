// Package guard runs things that may panic.
package guard

import "log"

// Go runs a function in the background; a panic is logged.
func Go(f func()) {
	go func() {
		defer func() {
			logPanic() // want UP803
		}()
		f()
	}()
}

func logPanic() {
	if r := recover(); r != nil {
		log.Print("panic: ", r)
	}
}
