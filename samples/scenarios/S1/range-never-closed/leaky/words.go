// Package words counts words.
package words

import "strings"

// Count counts the words of lines that are longer than a limit.
func Count(lines []string, limit int) int {
	words := make(chan string)
	go func() {
		for _, line := range lines {
			for _, word := range strings.Fields(line) {
				words <- word
			}
		}
	}()
	n := 0
	for word := range words { // want UP103
		if len(word) > limit {
			n++
		}
	}
	return n
}
