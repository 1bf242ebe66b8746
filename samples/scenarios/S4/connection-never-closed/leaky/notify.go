// Package notify sends notes.
package notify

import "github.com/nats-io/nats.go"

// Send sends a note.
func Send(url, subject, text string) error {
	conn, err := nats.Connect(url) // want UP401
	if err != nil {
		return err
	}
	if err := conn.Publish(subject, []byte(text)); err != nil {
		return err
	}
	return conn.Flush()
}
