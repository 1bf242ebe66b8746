// Package archive writes orders to a database.
package archive

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"example.com/leaky/store"
)

// Archive is a table of orders.
type Archive struct {
	pool *pgxpool.Pool
}

// Open connects to the database of a URL.
func Open(ctx context.Context, url string) (*Archive, error) {
	pool, err := pgxpool.New(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("archive: %w", err)
	}
	return &Archive{pool: pool}, nil
}

// Add writes an order.
func (a *Archive) Add(ctx context.Context, order store.Order) error {
	_, err := a.pool.Exec(ctx, "insert into orders values ($1, $2, $3)", order.ID, order.Quantity, order.Price)
	if err != nil {
		return fmt.Errorf("archive: %w", err)
	}
	return nil
}

// Close ends the connections.
func (a *Archive) Close() {
	a.pool.Close()
}
