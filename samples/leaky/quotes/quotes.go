// Package quotes asks a supplier for prices.
package quotes

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

const patience = 2 * time.Second

// Client asks one supplier.
type Client struct {
	Base string
	HTTP *http.Client
}

// Fetch returns the price of one item.
func (c *Client) Fetch(ctx context.Context, item string) (int64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/price/"+url.PathEscape(item), nil)
	if err != nil {
		return 0, fmt.Errorf("quotes: %w", err)
	}
	price, err := c.price(req)
	cancel()
	return price, err
}

// FetchAll returns the prices of many items.
func (c *Client) FetchAll(ctx context.Context, items []string) (map[string]int64, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Duration(len(items))*patience)
	defer cancel()
	prices := make(map[string]int64, len(items))
	for _, item := range items {
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, c.Base+"/price/"+url.PathEscape(item), nil)
		if err != nil {
			return nil, fmt.Errorf("quotes: %w", err)
		}
		if prices[item], err = c.price(req); err != nil {
			return nil, err
		}
	}
	return prices, nil
}

func (c *Client) price(req *http.Request) (int64, error) {
	res, err := c.HTTP.Do(req)
	if err != nil {
		return 0, fmt.Errorf("quotes: %w", err)
	}
	defer res.Body.Close()
	var price int64
	if err := json.NewDecoder(res.Body).Decode(&price); err != nil {
		return 0, fmt.Errorf("quotes: %w", err)
	}
	return price, nil
}
