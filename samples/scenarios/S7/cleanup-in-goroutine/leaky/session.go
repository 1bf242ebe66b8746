// Package session keeps sessions.
package session

// Use opens a session, uses it, and gives it back.
func Use(open func() (id string, err error), use func(id string) error, release func(id string)) error {
	id, err := open()
	if err != nil {
		return err
	}
	defer func() {
		go release(id) // want UP701
	}()
	return use(id)
}
