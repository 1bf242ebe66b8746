// Package pump moves items.
package pump

// A Pump moves items from a queue to a sink.
type Pump struct {
	queue chan int
	sink  func(int)
}

// New starts a pump.
func New(sink func(int)) *Pump {
	p := &Pump{queue: make(chan int), sink: sink}
	go p.run()
	return p
}

// Put gives the pump an item.
func (p *Pump) Put(n int) { p.queue <- n }

// Close ends the pump.
func (p *Pump) Close() { p.sink = nil }

func (p *Pump) run() {
	for { // want UP301
		p.sink(<-p.queue)
	}
}
