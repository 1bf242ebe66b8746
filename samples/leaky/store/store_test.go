package store

import "testing"

func TestPutThenGet(t *testing.T) {
	s := New()
	s.Put(Order{ID: "a", Quantity: 2, Price: 350})
	order, err := s.Get("a")
	if err != nil {
		t.Fatal(err)
	}
	if order.Quantity != 2 || s.Total() != 700 {
		t.Errorf("got %+v, total %d", order, s.Total())
	}
}
