// Package status reads the status of a service.
package status

import (
	"fmt"
	"io"
	"net/http"
)

// Of is the status text of a service.
func Of(client *http.Client, url string) (string, error) {
	response, err := client.Get(url) // want UP402
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("status: %s", response.Status)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return string(text), err
}
