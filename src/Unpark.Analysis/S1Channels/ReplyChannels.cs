using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// Channels without a buffer that a request carries for its answer: whoever answers blocks for ever if the one who asked
/// has stopped waiting.
/// </summary>
internal sealed class ReplyChannels
{
    private readonly SendNeverReceivedRule rule;
    private readonly PackageContext package;
    private readonly HashSet<ChannelUse> reported;

    public ReplyChannels(SendNeverReceivedRule rule, PackageContext package, HashSet<ChannelUse> reported)
    {
        this.reported = reported;
        this.rule = rule;
        this.package = package;
    }

    /// <summary>Reports the sends.</summary>
    public void Run()
    {
        foreach (var field in package.Flow.Channels.Channels)
        {
            if (field.IsField && field.Package == package.Package.Package)
            {
                Check(field);
            }
        }
    }

    private void Check(Var field)
    {
        var makes = new List<ChannelUse>();
        var sends = new List<ChannelUse>();
        var receives = new List<ChannelUse>();
        foreach (var use in package.Flow.Channels.Of(field))
        {
            switch (use.Kind)
            {
                case ChannelUseKind.Make:
                    makes.Add(use);
                    break;
                case ChannelUseKind.Send:
                    sends.Add(use);
                    break;
                case ChannelUseKind.Receive:
                    receives.Add(use);
                    break;
                case ChannelUseKind.Declare or ChannelUseKind.Look:
                    break;
                default:
                    return;
            }
        }

        // Each request is made by the function that then waits for its answer.
        if (makes.Count == 0 || receives.Count == 0
            || makes.Exists(m => m.Value is not CallExpr call || LocalChannel.CapacityOf(m.File, call) != 0
                || m.Syntax is not KeyValueExpr)
            || sends.FindAll(s => s.IsAlone && !PackageContext.IsTest(s.File)) is not [var send, ..])
        {
            return;
        }

        CommClause? alternative = null;
        ChannelUse? receive = null;
        foreach (var use in receives)
        {
            if (use.Function is not { } function || !makes.Exists(m => m.Function == function)
                || Loops.IsIn(function, use.Syntax) || PackageContext.IsTest(use.File))
            {
                return;
            }

            if (use.Select is { } select && Impatience(use.File, select, use.Clause!) is { } clause && alternative == null)
            {
                alternative = clause;
                receive = use;
            }
        }

        if (alternative == null || receive == null || !reported.Add(send))
        {
            return;
        }

        var file = send.File.Tree.File;
        var asked = receive.File.Tree.File;
        var name = ChannelText.Of(file, send.Expr) ?? field.Name;
        var what = ChannelText.Of(file, send.Syntax) ?? $"this send to {name}";
        var fixes = ImmutableArray<Fix>.Empty;
        if (sends.TrueForAll(s => s.Function is { } f && !Loops.IsIn(f, s.Syntax) || s.Clause == null) && sends.Count > 0)
        {
            fixes = [new Fix("Make room in the channel for the answer", true,
                [.. makes.ConvertAll(m => Room(m))])];
        }

        package.Report(new Finding(rule.Rule, Confidence.Likely, SourceSpan.Of(file, send.Syntax), send.Function?.Name ?? "",
            $"{what} blocks for ever if the one who asked has stopped waiting: {ChannelText.OfClause(asked, alternative)} may come first "
            + $"at line {ChannelText.Line(asked, alternative.Pos)}, and the channel has no room for the answer",
            [
                new RelatedPlace(SourceSpan.Of(makes[0].File.Tree.File, makes[0].Value!), "made here without a buffer"),
                new RelatedPlace(SourceSpan.Of(asked, receive.Syntax), "the answer is waited for here"),
                new RelatedPlace(SourceSpan.Of(asked, alternative.Comm ?? (Node)alternative), "this case is chosen"),
            ], fixes));
    }

    private static TextEdit Room(ChannelUse make)
    {
        var call = (CallExpr)make.Value!;
        return new TextEdit(make.File.Tree.File, call.Args[0].End, call.Args[0].End, ", 1");
    }

    // A clause for a context or a time: it says nothing of the one who is to answer.
    private static CommClause? Impatience(TypedFile file, SelectStmt select, CommClause own)
    {
        foreach (var statement in select.Body.List)
        {
            if (statement is CommClause { Comm: { } comm } clause && clause != own
                && (comm is ExprStmt { X: UnaryExpr { X: var from } }
                    || (comm is AssignStmt { Rhs: [UnaryExpr { X: var received }] } && (from = received) != null))
                && IsContextOrTime(file, Callees.Unparen(from)))
            {
                return clause;
            }
        }

        return null;
    }

    private static bool IsContextOrTime(TypedFile file, Expr channel) => channel switch
    {
        CallExpr { Fun: SelectorExpr { Sel.Name: "Done", X: var context } } =>
            GoTypes.IsNamed(file.TypeOf(context).Type, "context", "Context") && Callees.Unparen(context) is not SelectorExpr,
        CallExpr call => Callees.IsPackageFunction(file, call, "time", "After"),
        SelectorExpr { Sel.Name: "C", X: var timer } => GoTypes.IsNamed(file.TypeOf(timer).Type, "time", "Timer"),
        _ => false,
    };
}
