// Package upload sends files.
package upload

import (
	"io"
	"os"
)

// File sends a file, and then its sum.
func File(path string, send func(io.Reader) error, sum func(io.Reader)) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	defer func() {
		go sum(file) // want UP701 UP702
	}()
	return send(file)
}
