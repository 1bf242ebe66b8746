using Unpark.Explorer.Tests.Search;

namespace Unpark.Explorer.Tests.Models;

/// <summary>What functions do that are not executed is not known: what they were given to use may be used.</summary>
public sealed class UnexecutedCallTests
{
    private const string Source = """
        package p

        import (
        	"encoding/json"
        	"io"
        	"os"
        	"path/filepath"
        )

        func decoded() {
        	r, w := io.Pipe()
        	go func() { w.Write([]byte("1")) }()
        	var n int
        	json.NewDecoder(r).Decode(&n)
        }

        func walked() {
        	files := make(chan string)
        	go func() { files <- "last" }()
        	filepath.Glob(<-files)
        	go func() { files <- "more" }()
        	filepath.Walk("/", nil)
        }

        func visited() {
        	files := make(chan string)
        	go func() { <-files }()
        	filepath.Walk("/", func(path string, info os.FileInfo, err error) error {
        		files <- path
        		return nil
        	})
        }
        """;

    [Fact]
    public void A_reader_that_is_given_away_may_be_read() => Assert.Empty(Explored.Function("decoded", Source).Leaks);

    [Fact]
    public void A_function_that_is_given_away_may_be_called() => Assert.Empty(Explored.Function("visited", Source).Leaks);

    [Fact]
    public void A_channel_that_is_not_given_away_is_not_used() =>
        Assert.Equal(["21: chan send"], Explored.Leaks(Explored.Function("walked", Source)));
}
