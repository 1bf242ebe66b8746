using System.Text.Json;

namespace Unpark.GoTest;

/// <summary>An event of <c>go test -json</c> (go doc test2json).</summary>
/// <param name="Action">What happened: start, run, output, pass, fail, skip, build-output ...</param>
/// <param name="Package">The import path of the package; of what is about a build, null.</param>
/// <param name="Test">The test, or null if the event is about the package.</param>
/// <param name="Output">What was printed, or null.</param>
internal sealed record TestEvent(string Action, string? Package, string? Test, string? Output)
{
    /// <summary>True if the package has come to its end.</summary>
    public bool EndsPackage => Test is null && Package is not null && Action is "pass" or "fail" or "skip";

    /// <summary>Reads a line of output; null if it is no event.</summary>
    public static TestEvent? Parse(string line)
    {
        if (!line.StartsWith('{'))
        {
            return null;
        }

        try
        {
            using var json = JsonDocument.Parse(line);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            return Text("Action") is { } action ? new TestEvent(action, Text("Package"), Text("Test"), Text("Output")) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
