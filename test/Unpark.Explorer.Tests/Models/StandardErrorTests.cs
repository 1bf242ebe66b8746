using Unpark.Explorer.Tests.Search;

namespace Unpark.Explorer.Tests.Models;

/// <summary>The errors of the standard library are errors whether its source is there or not.</summary>
public sealed class StandardErrorTests
{
    private const string Source = """
        package p

        import (
        	"context"
        	"io"
        )

        func wait(err error) {
        	if err == nil {
        		select {}
        	}
        }

        func made() {
        	ctx, cancel := context.WithCancel(context.Background())
        	cancel()
        	wait(io.EOF)
        	wait(ctx.Err())
        	if io.EOF == io.ErrUnexpectedEOF || io.EOF != io.EOF {
        		wait(nil)
        	}
        }
        """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void They_are_not_nil_and_not_each_other(bool hasSource)
    {
        var result = Explored.Function("made", Source, hasSource);

        Assert.True(result.IsComplete);
        Assert.Empty(result.Panics);
        Assert.Empty(result.Leaks);
    }
}
