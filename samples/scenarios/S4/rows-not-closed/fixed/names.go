// Package names lists names.
package names

import (
	"context"
	"database/sql"
)

// First lists the first names up to a limit.
func First(ctx context.Context, db *sql.DB, limit int) ([]string, error) {
	rows, err := db.QueryContext(ctx, "select name from users")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var names []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		if names = append(names, name); len(names) == limit {
			break
		}
	}
	return names, rows.Err()
}
