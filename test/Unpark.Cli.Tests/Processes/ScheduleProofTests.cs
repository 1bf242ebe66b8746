using System.Text.Json;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Processes;

/// <summary>What <c>unpark check</c> makes of findings.</summary>
public sealed class ScheduleProofTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ScheduleProofTests()
    {
        folder.Write("go.mod", "module example.com/m\n\ngo 1.24\n");
        folder.Write("a.go", """
            package m

            import "context"

            func first(ctx context.Context, get func() int) int {
            	c := make(chan int)
            	go func() {
            		c <- get()
            	}()
            	select {
            	case v := <-c:
            		return v
            	case <-ctx.Done():
            		return 0
            	}
            }
            """);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_schedule_proves_a_finding_and_is_shown()
    {
        var finding = Finding("check", "--no-cache", "--format", "json");

        Assert.Equal(("UP101", "proved"), (finding.GetProperty("rule").GetString(), finding.GetProperty("confidence").GetString()));
        var related = finding.GetProperty("related").EnumerateArray().Select(r => $"{r.GetProperty("line")}: {r.GetProperty("message")}").ToArray();
        Assert.Equal(["10: goroutine 0: select: receive in case 2", "8: it waits here for ever (chan send)"], related[^2..]);
    }

    [Fact]
    public void What_is_proved_is_kept_apart_from_what_is_not()
    {
        Assert.Equal("likely", Finding("check", "--no-explore", "--format", "json").GetProperty("confidence").GetString());
        Assert.Equal("proved", Finding("check", "--format", "json").GetProperty("confidence").GetString());
        Assert.Equal("proved", Finding("check", "--format", "json").GetProperty("confidence").GetString());
    }

    [Fact]
    public void What_no_schedule_can_show_is_dropped()
    {
        // It waits with nothing asked, but nobody can signal before: who does must have the lock that it waits with.
        folder.Write("a.go", """
            package m

            import "sync"

            func hand() {
            	var mu sync.Mutex
            	cond := sync.NewCond(&mu)
            	ready := make(chan struct{})
            	go func() {
            		mu.Lock()
            		ready <- struct{}{}
            		cond.Wait()
            		mu.Unlock()
            	}()
            	<-ready
            	mu.Lock()
            	mu.Unlock()
            	cond.Signal()
            }
            """);

        Assert.Equal(["UP110"], Rules("--no-explore"));
        Assert.Empty(Rules());
    }

    private string?[] Rules(params string[] options) =>
        [.. JsonDocument.Parse(UnparkProcess.Run(folder.Path, ["check", "--confidence", "possible", "--format", "json", .. options]).Output)
            .RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString())];

    private JsonElement Finding(params string[] arguments) =>
        JsonDocument.Parse(UnparkProcess.Run(folder.Path, arguments).Output).RootElement.GetProperty("findings").EnumerateArray().Single();
}
