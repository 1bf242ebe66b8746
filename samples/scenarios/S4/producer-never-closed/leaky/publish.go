// Package publish writes to topics.
package publish

import "github.com/IBM/sarama"

// Message publishes one message.
func Message(brokers []string, topic, text string) error {
	producer, err := sarama.NewSyncProducer(brokers, nil) // want UP401
	if err != nil {
		return err
	}
	_, _, err = producer.SendMessage(&sarama.ProducerMessage{Topic: topic, Value: sarama.StringEncoder(text)})
	return err
}
