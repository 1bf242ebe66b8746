using System.Collections.Immutable;
using System.Text.Json;
using Unpark.Cli.Checking;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Html;

/// <summary>
/// The stacks of a page. Functions and frames are there once each; stacks are paths in one tree that begins with the
/// outermost call, so that what they have in common is there once too.
/// </summary>
internal sealed class PageStacks(PageStrings strings, PathDisplay paths)
{
    private const int Machinery = 1;
    private const int None = -1;

    private readonly Dictionary<Frame, int> seen = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Function, bool IsCall), int> functionNumbers = [];
    private readonly Dictionary<(int Function, int File, int Line), int> frameNumbers = [];
    private readonly Dictionary<(int Parent, int Frame), int> nodeNumbers = [];

    // Package, name within it, flags; function, file, line; how far back the caller is, frame.
    private readonly List<long> functions = [];
    private readonly List<long> frames = [];
    private readonly List<long> nodes = [];

    /// <summary>The number of a stack, which is that of its innermost call; -1 if it has none.</summary>
    public int Of(ImmutableArray<Frame> stack)
    {
        var node = None;
        for (var i = stack.Length - 1; i >= 0; i--)
        {
            var key = (node, Of(stack[i]));
            if (!nodeNumbers.TryGetValue(key, out var next))
            {
                next = nodeNumbers.Count;
                nodeNumbers.Add(key, next);
                nodes.Add(node == None ? 0 : next - node);
                nodes.Add(key.Item2);
            }

            node = next;
        }

        return node;
    }

    /// <summary>The number of a frame; -1 if there is none.</summary>
    public int Of(Frame? frame)
    {
        if (frame is null)
        {
            return None;
        }

        if (!seen.TryGetValue(frame, out var number))
        {
            var isCall = frame.Kind is FrameKind.Call or FrameKind.Foreign && frame.Function.Length > 0;
            var key = (FunctionOf(isCall ? frame.Function : frame.ToString(), isCall),
                isCall && frame.File.Length > 0 ? strings.Of(paths.Show(frame.File)) : None, isCall ? frame.Line : 0);
            if (!frameNumbers.TryGetValue(key, out number))
            {
                number = frameNumbers.Count;
                frameNumbers.Add(key, number);
                frames.AddRange([key.Item1, key.Item2, key.Item3]);
            }

            seen.Add(frame, number);
        }

        return number;
    }

    /// <summary>Writes functions, frames and stacks.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteNumbers("functions", functions);
        json.WriteNumbers("frames", frames);
        json.WriteNumbers("nodes", nodes);
    }

    private int FunctionOf(string text, bool isCall)
    {
        if (!functionNumbers.TryGetValue((text, isCall), out var number))
        {
            number = functionNumbers.Count;
            functionNumbers.Add((text, isCall), number);
            var package = isCall ? FunctionName.Package(text) : "";
            functions.AddRange([strings.Of(package), strings.Of(package.Length == 0 ? text : FunctionName.Local(text)),
                isCall && FunctionName.IsMachinery(text) ? Machinery : 0]);
        }

        return number;
    }
}
