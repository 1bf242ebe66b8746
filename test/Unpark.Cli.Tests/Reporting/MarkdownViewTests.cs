using Unpark.Cli.Reporting;
using Unpark.Cli.Terminals;
using Unpark.Cli.Tests.Support;

namespace Unpark.Cli.Tests.Reporting;

public sealed class MarkdownViewTests
{
    private const string Document = """
        # UP601 missing-unlock

        A lock that is taken and, on some path out of the function, not given back. Whoever asks for it next waits for
        ever, `sync.Mutex` having no notion of an owner that has gone and a `code span that goes over more than one line
        of the text` too.

        - the first point, which is long enough that it has to be broken into two lines by whatever shows it to people
        - the second, [a link](https://go.dev/ref/spec#Defer_statements)

        ```go
        func f() {
        	mu.Lock() // want `not unlocked`
        	// want "another"

        	g()
        }
        ```
        ## Fix
        | a | `b` |
        | --- | --- |
        Done.
        """;

    [Fact]
    public void A_document_is_shown_as_plain_text() => Snapshot.Match(Show(ColorChoice.Never, 80));

    [Fact]
    public void A_document_is_shown_with_colour() => Snapshot.Match(Show(ColorChoice.Always, 60));

    private static string Show(ColorChoice color, int width)
    {
        using var terminal = new TestTerminal(width: width);
        terminal.Terminal.UseColor(color);
        new MarkdownView(terminal.Terminal).Write(Document);
        return terminal.Output;
    }
}
