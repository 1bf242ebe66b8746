// Package merge mixes numbers of two sources.
package merge

// Sum adds what comes from a source until told to stop.
func Sum(numbers []int, stop <-chan struct{}) int {
	source := make(chan int)
	go func() {
		defer close(source)
		for _, n := range numbers {
			source <- n
		}
	}()
	sum := 0
	for {
		select {
		case n := <-source: // want UP107
			sum += n
		case <-stop:
			for range source {
			}
			return sum
		}
	}
}
