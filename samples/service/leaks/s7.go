package leaks

import "log"

type report struct {
	rows chan string
}

// Export leaks in the seventh way: the clean-up that a defer starts waits for a reader who has left.
func Export() {
	r := &report{rows: make(chan string)}
	defer func() {
		go r.finish()
	}()
	log.SetFlags(0)
}

func (r *report) finish() {
	r.rows <- "total"
	close(r.rows)
}
