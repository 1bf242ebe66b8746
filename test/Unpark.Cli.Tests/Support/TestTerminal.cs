using System.Text;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Tests.Support;

/// <summary>A terminal whose output can be read.</summary>
internal sealed class TestTerminal : IDisposable
{
    private readonly MemoryStream output = new();
    private readonly MemoryStream error = new();

    public TestTerminal(bool isTerminal = false, int width = 100)
        => Terminal = new Terminal(output, error) { OutIsTerminal = isTerminal, ErrorIsTerminal = isTerminal, Width = width };

    public Terminal Terminal { get; }

    public string Output
    {
        get
        {
            Terminal.Flush();
            return Encoding.UTF8.GetString(output.ToArray());
        }
    }

    public string Error => Encoding.UTF8.GetString(error.ToArray());

    public void Dispose() => Terminal.Dispose();
}
