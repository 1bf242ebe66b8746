// Package stats prints figures now and then.
package stats

import (
	"fmt"
	"time"
)

// A Printer prints figures now and then.
type Printer struct{ done chan struct{} }

// Start starts a printer.
func Start(figure func() int) *Printer {
	p := &Printer{done: make(chan struct{})}
	go func() {
		ticker := time.NewTicker(time.Minute)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				fmt.Println(figure())
			case <-p.done:
				return
			}
		}
	}()
	return p
}

// Stop ends it.
func (p *Printer) Stop() { close(p.done) }
