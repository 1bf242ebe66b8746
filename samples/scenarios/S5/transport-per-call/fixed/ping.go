// Package ping asks whether services are there.
package ping

import (
	"crypto/tls"
	"net/http"
	"time"
)

// A Pinger asks services.
type Pinger struct{ client *http.Client }

// New makes a pinger, to be kept: its connections are used again.
func New(config *tls.Config) *Pinger {
	return &Pinger{&http.Client{
		Timeout: time.Second,
		Transport: &http.Transport{
			TLSClientConfig:     config,
			MaxIdleConns:        100,
			MaxIdleConnsPerHost: 10,
			IdleConnTimeout:     time.Minute,
		},
	}}
}

// Service asks one service.
func (p *Pinger) Service(url string) error {
	response, err := p.client.Get(url)
	if err != nil {
		return err
	}
	return response.Body.Close()
}
