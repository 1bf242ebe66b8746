package correct

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// Programs that leave nothing behind whatever the schedule is: the corrected twins of the kinds of bug that the kernels have.
func init() {
	register("BufferedResult", BufferedResult)
	register("BroadcastStop", BroadcastStop)
	register("CancelledWorkers", CancelledWorkers)
	register("ClosedRange", ClosedRange)
	register("CondWithPredicate", CondWithPredicate)
	register("FirstOfMany", FirstOfMany)
	register("LockOrder", LockOrder)
	register("OnceClosed", OnceClosed)
	register("PipelineStopped", PipelineStopped)
	register("RWLockReleased", RWLockReleased)
	register("SemaphoreGivenBack", SemaphoreGivenBack)
	register("SendOrDone", SendOrDone)
	register("StatusThenStop", StatusThenStop)
	register("TickerStopped", TickerStopped)
	register("UnlockBeforeSend", UnlockBeforeSend)
	register("WaitGroupOnEveryPath", WaitGroupOnEveryPath)
}

var errOdd = errors.New("odd")

const rounds = 50

// The sender never waits, though the receiver may have given up.
func BufferedResult() {
	for i := 0; i < rounds; i++ {
		result := make(chan int, 1)
		go func() { result <- i }()
		select {
		case <-result:
		case <-time.After(10 * time.Microsecond):
		}
	}
}

func BroadcastStop() {
	stop := make(chan struct{})
	var wg sync.WaitGroup
	for i := 0; i < rounds; i++ {
		wg.Add(1)
		go func() { defer wg.Done(); <-stop }()
	}
	close(stop)
	wg.Wait()
}

func CancelledWorkers() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	jobs := make(chan int)
	for i := 0; i < 4; i++ {
		go func() {
			for {
				select {
				case <-jobs:
				case <-ctx.Done():
					return
				}
			}
		}()
	}
	for i := 0; i < rounds; i++ {
		jobs <- i
	}
}

func ClosedRange() {
	for i := 0; i < rounds; i++ {
		c := make(chan int)
		go func() {
			for range c {
			}
		}()
		c <- i
		close(c)
	}
}

func CondWithPredicate() {
	var mu sync.Mutex
	ready, cond := false, sync.NewCond(&mu)
	for i := 0; i < 5; i++ {
		go func() {
			mu.Lock()
			defer mu.Unlock()
			for !ready {
				cond.Wait()
			}
		}()
	}
	mu.Lock()
	ready = true
	mu.Unlock()
	cond.Broadcast()
}

func FirstOfMany() {
	for i := 0; i < rounds; i++ {
		answers := make(chan int, 3)
		for j := 0; j < 3; j++ {
			go func() { answers <- j }()
		}
		<-answers
	}
}

func LockOrder() {
	var a, b sync.Mutex
	for i := 0; i < rounds; i++ {
		for j := 0; j < 2; j++ {
			go func() {
				a.Lock()
				defer a.Unlock()
				b.Lock()
				defer b.Unlock()
			}()
		}
	}
}

func OnceClosed() {
	for i := 0; i < rounds; i++ {
		var once sync.Once
		done := make(chan struct{})
		for j := 0; j < 3; j++ {
			go once.Do(func() { close(done) })
		}
		<-done
	}
}

func PipelineStopped() {
	for i := 0; i < rounds; i++ {
		done := make(chan struct{})
		numbers := make(chan int)
		go func() {
			defer close(numbers)
			for n := 0; ; n++ {
				select {
				case numbers <- n:
				case <-done:
					return
				}
			}
		}()
		for n := range numbers {
			if n == 3 {
				break
			}
		}
		close(done)
	}
}

func RWLockReleased() {
	var mu sync.RWMutex
	find := func(n int) error {
		mu.RLock()
		defer mu.RUnlock()
		if n%2 == 1 {
			return errOdd
		}
		return nil
	}
	for i := 0; i < rounds; i++ {
		go find(i)
		go func() { mu.Lock(); mu.Unlock() }()
	}
}

func SemaphoreGivenBack() {
	slots := make(chan struct{}, 2)
	for i := 0; i < rounds; i++ {
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			if i%3 == 0 {
				return
			}
		}()
	}
}

func SendOrDone() {
	for i := 0; i < rounds; i++ {
		done, events := make(chan struct{}), make(chan int)
		go func() {
			for n := 0; n < 3; n++ {
				select {
				case events <- n:
				case <-done:
					return
				}
			}
		}()
		select {
		case <-events:
		default:
		}
		close(done)
	}
}

// A request either meets the loop or its end.
func StatusThenStop() {
	for i := 0; i < rounds; i++ {
		status, stop, stopped := make(chan chan int), make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case c := <-status:
					c <- i
				case <-stop:
					return
				}
			}
		}()
		go func() {
			c := make(chan int, 1)
			select {
			case status <- c:
				<-c
			case <-stopped:
			}
		}()
		go close(stop)
	}
}

func TickerStopped() {
	for i := 0; i < 5; i++ {
		ticker, done := time.NewTicker(50*time.Microsecond), make(chan struct{})
		var ticks atomic.Int64
		go func() {
			defer ticker.Stop()
			for {
				select {
				case <-ticker.C:
					ticks.Add(1)
				case <-done:
					return
				}
			}
		}()
		close(done)
	}
}

func UnlockBeforeSend() {
	var mu sync.Mutex
	total := 0
	updates := make(chan int)
	go func() {
		for n := range updates {
			mu.Lock()
			total += n
			mu.Unlock()
		}
	}()
	var wg sync.WaitGroup
	for i := 0; i < rounds; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			mu.Lock()
			n := total
			mu.Unlock()
			updates <- n
		}()
	}
	wg.Wait()
	close(updates)
}

func WaitGroupOnEveryPath() {
	for i := 0; i < rounds; i++ {
		var wg sync.WaitGroup
		wg.Add(2)
		for j := 0; j < 2; j++ {
			go func() {
				defer wg.Done()
				if j == 1 {
					return
				}
			}()
		}
		go wg.Wait()
	}
}
