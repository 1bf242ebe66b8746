// Package traced runs something under a trace.
package traced

import (
	"context"

	"go.opentelemetry.io/otel/sdk/trace"
)

// Run runs a function in a span.
func Run(ctx context.Context, exporter trace.SpanExporter, work func(context.Context)) {
	provider := trace.NewTracerProvider(trace.WithBatcher(exporter)) // want UP401
	ctx, span := provider.Tracer("traced").Start(ctx, "run")
	defer span.End()
	work(ctx)
}
