// Orders serves orders over HTTP.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"expvar"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"time"

	"example.com/leaky/archive"
	"example.com/leaky/stats"
	"example.com/leaky/store"
)

func main() {
	if err := run(); err != nil {
		slog.Error("orders ended", "error", err)
		os.Exit(1)
	}
}

func run() error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	orders := store.New()
	old, err := archive.Open(ctx, os.Getenv("DATABASE_URL"))
	if err != nil {
		return err
	}
	defer old.Close()

	go stats.Watch(ctx, orders, time.Minute)
	go func() {
		slog.Error("debug server ended", "error", http.ListenAndServe(":6060", expvar.Handler()))
	}()

	mux := http.NewServeMux()
	mux.HandleFunc("GET /orders/{id}", getOrder(orders))
	internal := &http.Server{
		Addr:    ":8081",
		Handler: mux,
	}
	go func() {
		slog.Error("internal server ended", "error", internal.ListenAndServe())
	}()

	public := newServer(":8080", mux)
	go func() {
		<-ctx.Done()
		shutdown, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		_ = internal.Shutdown(shutdown)
		_ = public.Shutdown(shutdown)
	}()
	if err := public.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

func newServer(addr string, handler http.Handler) *http.Server {
	return &http.Server{
		Addr:              addr,
		Handler:           handler,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       10 * time.Second,
		WriteTimeout:      10 * time.Second,
		IdleTimeout:       time.Minute,
	}
}

func getOrder(orders *store.Store) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		order, err := orders.Get(r.PathValue("id"))
		if errors.Is(err, store.ErrNotFound) {
			http.Error(w, "no such order", http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if err := json.NewEncoder(w).Encode(order); err != nil {
			slog.Warn("could not answer", "error", err)
		}
	}
}
