// Package config loads settings in the background.
package config

import "os"

// Load reads a file and hands its content to a parser.
func Load(path string, parse func([]byte) error) error {
	content := make(chan []byte)
	go func() {
		defer close(content)
		text, err := os.ReadFile(path)
		if err != nil {
			return
		}
		content <- text
	}()
	return parse(<-content)
}
