// Package worker works in the background.
package worker

import "sync"

// A Worker counts what it does.
type Worker struct {
	mu   sync.Mutex
	n    int
	jobs chan func()
	done chan struct{}
}

// New starts a worker.
func New() *Worker {
	w := &Worker{jobs: make(chan func()), done: make(chan struct{})}
	go w.run()
	return w
}

// Close ends the worker and waits for it.
func (w *Worker) Close() int {
	close(w.jobs)
	<-w.done
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.n
}

func (w *Worker) run() {
	defer close(w.done)
	for job := range w.jobs {
		job()
		w.mu.Lock()
		w.n++
		w.mu.Unlock()
	}
}
