using Unpark.Analysis;
using Unpark.Cli.Reporting.Profiles;
using Unpark.Cli.Terminals;
using Unpark.Cli.Testing;
using Unpark.Profiles;

namespace Unpark.Cli.Reporting.Tests;

/// <summary>Shows the leaks of tests to people.</summary>
internal sealed class TestTextReporter(Terminal terminal, TestView view)
{
    private const int MostFrames = 12;

    /// <summary>Writes the report; nothing at all if there is nothing to say.</summary>
    /// <param name="to">Where to.</param>
    public void Write(TextWriter to)
    {
        foreach (var leak in view.Leaks)
        {
            Write(to, leak);
        }

        if (view.Leaks.Length > 0)
        {
            to.WriteLine();
            to.WriteLine(terminal.Paint(TextStyle.Strong, Summary()));
        }

        to.Flush();
    }

    private string Summary()
    {
        var leaked = view.Leaks.Where(l => l.Verdict != TestVerdict.Hang).ToArray();
        var hung = view.Leaks.Where(l => l.Verdict == TestVerdict.Hang).Select(l => (l.Package, l.Test)).Distinct().Count();
        var leaks = $"{ProfileWords.Count(leaked.Sum(l => l.Group.Group.Count), "goroutine")} leaked by "
            + $"{ProfileWords.Count(leaked.Select(l => (l.Package, l.Test)).Distinct().Count(), "test")} "
            + $"of {ProfileWords.Number(view.Tests)} in {ProfileWords.Count(view.Packages, "package")}";
        leaks += view.Runs == 1 ? "" : $" and {ProfileWords.Count(view.Runs, "run")}";
        var hangs = $"{ProfileWords.Count(hung, "test")} {(hung == 1 ? "hangs" : "hang")}";
        return hung == 0 ? leaks : leaked.Length == 0 ? hangs : $"{leaks}; {hangs}";
    }

    private void Write(TextWriter to, TestLeak leak)
    {
        var group = leak.Group.Group;
        to.WriteLine();
        var who = leak.Test is null ? $"a test of {leak.Package}" : $"{leak.Test} ({leak.Package})";
        var rule = leak.Group.Rule is { } id ? $" {id} {LeakAnalysis.Find(id)?.Rule.Name}:" : "";
        var kind = leak.Verdict == TestVerdict.Hang ? "hang:" : "leak:";
        to.WriteLine($"{terminal.Paint(TextStyle.Finding, kind)} {terminal.Paint(TextStyle.Strong, DisplayText.Safe(who))}:{rule} "
            + TestWords.Sentence(leak));
        to.WriteLine($"  {Label("verdict:")} {DisplayText.Safe(TestWords.Explain(leak))}");
        to.WriteLine($"  {Label("why:")} {DisplayText.Safe(leak.Group.Explanation)}");
        if (leak.Group.Fix is { } fix)
        {
            to.WriteLine($"  {Label("fix:")} {DisplayText.Safe(fix.Message)}{(fix.Preferred ? " (\"unpark fix\" does it)" : "")}");
        }

        if (leak.Seed is { } seed)
        {
            to.WriteLine($"  {Label("seed:")} {ProfileWords.Number(seed)} (\"unpark test --perturb --seed {ProfileWords.Number(seed)}\" and the same arguments)");
        }

        to.WriteLine($"  {Label("stack:")}");
        foreach (var frame in group.Stack.Frames.Take(MostFrames))
        {
            to.WriteLine($"    {DisplayText.Safe(Show(frame))}");
        }

        if (group.Stack.Frames.Length > MostFrames)
        {
            to.WriteLine($"    … {ProfileWords.Count(group.Stack.Frames.Length - MostFrames, "frame")} more");
        }

        if (group.Stack.CreatedBy is { } creator)
        {
            to.WriteLine($"    started by {DisplayText.Safe(Show(creator))}");
        }
    }

    private string Show(Frame frame) => frame.Kind is FrameKind.Call or FrameKind.Foreign && frame.File.Length > 0
        ? $"{FunctionName.Short(frame.Function)} {view.Paths.Show(frame.File)}:{ProfileWords.Number(frame.Line)}"
        : frame.ToString();

    private string Label(string text) => terminal.Paint(TextStyle.Faint, text);
}
