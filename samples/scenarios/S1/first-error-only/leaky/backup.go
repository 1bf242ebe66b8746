// Package backup copies files.
package backup

// Files copies files, all at the same time, and returns the first error.
func Files(names []string, copyFile func(string) error) error {
	failed := make(chan error)
	for _, name := range names {
		go func() {
			failed <- copyFile(name) // want UP101
		}()
	}
	for range names {
		if err := <-failed; err != nil {
			return err
		}
	}
	return nil
}
