package main

import (
	"fmt"
	"testing"
)

// Does not end: run it with a timeout.
func TestHang(t *testing.T) {
	fmt.Println("a line of the test's own")
	go receives()
	t.Run("sub", func(t *testing.T) { sends() })
}
