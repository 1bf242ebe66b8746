// Package notify sends notes.
package notify

import "github.com/nats-io/nats.go"

// Send sends a note.
func Send(url, subject, text string) error {
	conn, err := nats.Connect(url)
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.Publish(subject, []byte(text)); err != nil {
		return err
	}
	return conn.Flush()
}
