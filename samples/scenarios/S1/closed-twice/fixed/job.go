// Package job runs a job that can be stopped.
package job

// Run works until there is nothing left, or until stop says so.
func Run(next func() (int, bool), stop func(int) bool) int {
	done := make(chan struct{})
	sum := 0
	go func() {
		<-done
	}()
	for {
		n, ok := next()
		if !ok || stop(n) {
			break
		}
		sum += n
	}
	close(done)
	return sum
}
