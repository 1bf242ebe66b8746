package probe

import (
	"net/http"
	"testing"
)

func TestProbe(t *testing.T) {
	ready := make(chan error, 1)
	go func() {
		response, err := http.Get("http://localhost:1")
		if err == nil {
			err = response.Body.Close()
		}
		ready <- err
	}()
	if err := <-ready; err != nil {
		t.Fatal(err)
	}
}
