package leaks

import (
	"log"
	"net/http"
	"time"
)

var client = &http.Client{Timeout: time.Hour}

// Check leaks in the fourth way: the body of the answer stays open, and with it the two goroutines of its connection.
func Check(url string) {
	response, err := client.Get(url)
	if err != nil {
		log.Print(err)
		return
	}
	if response.StatusCode != http.StatusOK {
		log.Print(response.Status)
	}
}
