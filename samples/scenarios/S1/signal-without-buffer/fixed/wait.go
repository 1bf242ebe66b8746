// Package wait waits for the end.
package wait

import (
	"os"
	"os/signal"
)

// Interrupt waits until the process is interrupted.
func Interrupt(prepare func()) os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt)
	defer signal.Stop(signals)
	prepare()
	return <-signals
}
