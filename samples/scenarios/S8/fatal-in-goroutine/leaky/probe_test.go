package probe

import (
	"net/http"
	"testing"
)

func TestProbe(t *testing.T) {
	ready := make(chan struct{})
	go func() {
		response, err := http.Get("http://localhost:1")
		if err != nil {
			t.Fatal(err) // want UP802
		}
		response.Body.Close()
		close(ready)
	}()
	<-ready
}
