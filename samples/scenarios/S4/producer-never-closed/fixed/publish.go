// Package publish writes to topics.
package publish

import (
	"errors"

	"github.com/IBM/sarama"
)

// Message publishes one message.
func Message(brokers []string, topic, text string) (err error) {
	producer, err := sarama.NewSyncProducer(brokers, nil)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, producer.Close()) }()
	_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(text)})
	return err
}
