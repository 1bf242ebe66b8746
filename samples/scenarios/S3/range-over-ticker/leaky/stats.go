// Package stats prints figures now and then.
package stats

import (
	"fmt"
	"time"
)

// A Printer prints figures now and then.
type Printer struct{ ticker *time.Ticker }

// Start starts a printer.
func Start(figure func() int) *Printer {
	p := &Printer{ticker: time.NewTicker(time.Minute)}
	go func() {
		for range p.ticker.C { // want UP303
			fmt.Println(figure())
		}
	}()
	return p
}

// Stop ends it.
func (p *Printer) Stop() { p.ticker.Stop() }
