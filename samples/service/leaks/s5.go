package leaks

import (
	"io"
	"log"
	"net/http"
	"time"
)

// Ping leaks in the fifth way: each call has a transport of its own, whose idle connection stays.
func Ping(url string) {
	client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
	response, err := client.Get(url)
	if err != nil {
		log.Print(err)
		return
	}
	defer response.Body.Close()
	io.Copy(io.Discard, response.Body)
}
