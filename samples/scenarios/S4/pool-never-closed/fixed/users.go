// Package users reads users.
package users

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"
)

// Count counts the users.
func Count(ctx context.Context, url string) (n int, err error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return 0, err
	}
	defer pool.Close()
	err = pool.QueryRow(ctx, "select count(*) from users").Scan(&n)
	return n, err
}
