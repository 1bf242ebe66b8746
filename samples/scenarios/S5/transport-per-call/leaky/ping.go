// Package ping asks whether services are there.
package ping

import (
	"crypto/tls"
	"net/http"
	"time"
)

// Service asks one service.
func Service(url string, config *tls.Config) error {
	client := &http.Client{
		Timeout:   time.Second,
		Transport: &http.Transport{TLSClientConfig: config}, // want UP503
	}
	response, err := client.Get(url)
	if err != nil {
		return err
	}
	return response.Body.Close()
}
