using System.Collections.Immutable;
using System.Globalization;
using Unpark.Analysis;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;
using Unpark.Profiles;

namespace Unpark.Diagnosis;

/// <summary>Explains goroutines that are parked in a package whose bodies are checked.</summary>
internal sealed class PackageExplainer
{
    private const string NotBuilt = "the source is not the one that was built";

    private readonly FlowPackage package;
    private readonly FindingMatcher findings;
    private readonly Dictionary<string, TypedFile> files;

    public PackageExplainer(TypedPackage typed, ImmutableArray<Finding> findings)
    {
        package = new FlowPackage(typed);
        files = typed.Files.DistinctBy(f => f.Tree.File.Path).ToDictionary(f => f.Tree.File.Path, StringComparer.Ordinal);
        this.findings = new FindingMatcher(package, findings);
    }

    /// <summary>What the source says of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="frame">Its innermost frame that is in this package.</param>
    /// <param name="path">The file of the frame.</param>
    /// <param name="locate">The file of a frame, or null.</param>
    public SourceExplanation? Explain(GoroutineGroup group, Frame frame, string path, Func<Frame, string?> locate)
    {
        if (!files.TryGetValue(path, out var file))
        {
            return null;
        }

        var source = file.Tree.File;
        if (Skew(file, frame) is { } skew)
        {
            return new SourceExplanation { File = source, Line = Math.Clamp(frame.Line, 1, source.LineCount), Text = skew, Skew = skew };
        }

        // What is blocked is the call in this line if the frames above it are a library's.
        var isOwn = IsBlockedHere(group, frame);
        var kind = isOwn ? group.State.Kind : BlockingKind.Unknown;
        var operation = isOwn ? OperationFinder.Find(file, frame.Line, kind) : null;
        if (isOwn && operation is null && IsOperation(kind))
        {
            var missing = $"{Path.GetFileName(path)}:{frame.Line} holds no {Noun(kind)}: {NotBuilt}";
            return new SourceExplanation { File = source, Line = frame.Line, Text = missing, Skew = missing };
        }

        var function = FunctionAt(file, frame.Line, operation?.Node);
        var goroutine = new GoroutineSource(source, frame.Line, group.State.Kind, Calls(group, frame, locate), Starts(group, function, locate));
        var names = NamesOf(operation);
        var best = findings.Best(goroutine, operation, names);
        var started = Started(goroutine);
        var story = new OperationStory(package, file, frame.Line).Of(operation);
        return new SourceExplanation
        {
            File = source,
            Line = frame.Line,
            Operation = operation is null ? null : SpanOf(source, operation.Node),
            Subject = operation?.Subject is { } subject ? SourceText.OneLine(source, subject) : null,
            Places = story.Places,
            IsEndless = operation is not null && OperationStory.IsEndless(file, operation),
            IsHopeless = operation is not null && IsHopeless(file, operation),
            Finding = best?.Finding,
            IsCause = best?.IsCause ?? false,
            Rule = best?.Finding.Rule.Id ?? started.Rule ?? story.Rule,
            Text = (best is { } found ? $"{found.Finding.Message}. " : "") + story.Text + started.Text,
        };
    }

    private IReadOnlySet<Var> NamesOf(BlockedOperation? operation)
    {
        if (operation?.Variable is { } variable)
        {
            return IsOfChannel(operation.Kind) ? ChannelStory.Of(package, variable).Names
                : new HashSet<Var>(ReferenceEqualityComparer.Instance) { variable.Origin };
        }

        return new HashSet<Var>(ReferenceEqualityComparer.Instance);
    }

    private bool IsHopeless(TypedFile file, BlockedOperation operation)
    {
        if (operation.Kind == BlockingKind.SelectNoCases)
        {
            return true;
        }

        if (!IsOfChannel(operation.Kind))
        {
            return false;
        }

        if (operation.Variable is not { } variable)
        {
            // A channel that is made in the operation itself.
            return Callees.Unparen(operation.Subject!) is CallExpr call && Callees.Of(file, call) is Builtin { Name: "make" };
        }

        var story = ChannelStory.Of(package, variable);
        return operation.Kind == BlockingKind.ChanSend ? story.IsHopelessForSender : story.IsHopelessForReceiver;
    }

    private static bool IsOfChannel(BlockingKind kind) => kind is BlockingKind.ChanReceive or BlockingKind.ChanSend;

    private static SourceSpan SpanOf(SourceFile file, Node node) => node switch
    {
        RangeStmt range => SourceSpan.Of(file, range.X),
        SelectStmt select => new SourceSpan(file, select.Select, select.Select + "select".Length),
        _ => SourceSpan.Of(file, node),
    };

    private static bool IsOperation(BlockingKind kind)
        => BlockingKinds.IsWaitForOthers(kind) && kind != BlockingKind.Semaphore;

    // What a program blocks with may itself be made of channels and locks, such as a pipe: then the line has a call of it.
    private static bool IsBlockedHere(GoroutineGroup group, Frame frame)
    {
        foreach (var inner in group.Stack.Frames)
        {
            if (inner == frame)
            {
                return true;
            }

            if (inner.Kind != FrameKind.Call || !(FunctionName.IsMachinery(inner.Function)
                || FunctionName.Package(inner.Function) is "sync" or "time" or "runtime" or "golang.org/x/sync/errgroup"))
            {
                return false;
            }
        }

        return false;
    }

    private static string Noun(BlockingKind kind) => kind switch
    {
        BlockingKind.ChanSend or BlockingKind.ChanSendNil => "send",
        BlockingKind.ChanReceive or BlockingKind.ChanReceiveNil => "receive",
        BlockingKind.Select or BlockingKind.SelectNoCases => "select",
        BlockingKind.WaitGroupWait or BlockingKind.CondWait => "Wait",
        _ => "lock",
    };

    // The function at the line must be the one that the frame names.
    private static string? Skew(TypedFile file, Frame frame)
    {
        var name = Path.GetFileName(file.Tree.File.Path);
        if (frame.Line > file.Tree.File.LineCount || frame.Line < 1)
        {
            return string.Create(CultureInfo.InvariantCulture,
                $"{name} has no line {frame.Line}: {NotBuilt}");
        }

        FuncDecl? around = null;
        foreach (var declaration in file.Tree.Root.Decls.OfType<FuncDecl>())
        {
            if (file.Tree.File.PositionOf(declaration.Pos).Line <= frame.Line
                && frame.Line <= file.Tree.File.PositionOf(declaration.End).Line)
            {
                around = declaration;
            }
        }

        var local = FunctionName.StableLocal(frame.Function);
        if (around is null)
        {
            // Literals outside of functions: glob..func1, init.func1.
            return local.StartsWith("glob.", StringComparison.Ordinal) || local.StartsWith("init", StringComparison.Ordinal) ? null
                : $"{name}:{frame.Line} is in no function, and not in {FunctionName.Short(frame.Function)}: {NotBuilt}";
        }

        // A literal in a function that was inlined is named after both, and a method value has -fm behind it.
        var here = around.Name.Name;
        var named = local.Replace("-fm", "", StringComparison.Ordinal).Replace("[...]", "", StringComparison.Ordinal)
            .Split('.').Any(part => part == here);
        return named ? null
            : $"{name}:{frame.Line} is in {FunctionNames.Of(around)}, and not in {FunctionName.Short(frame.Function)}: {NotBuilt}";
    }

    private FlowFunction? FunctionAt(TypedFile file, int line, Node? node)
    {
        FlowFunction? found = null;
        foreach (var function in package.Functions.Where(f => f.File == file))
        {
            // The innermost one comes last.
            var (from, to) = (function.Syntax.Pos, function.Syntax.End);
            var within = node is not null ? from <= node.Pos && node.End <= to
                : file.Tree.File.PositionOf(from).Line <= line && line <= file.Tree.File.PositionOf(to).Line;
            found = within ? function : found;
        }

        return found;
    }

    private ImmutableArray<(SourceFile, int)> Calls(GoroutineGroup group, Frame frame, Func<Frame, string?> locate)
    {
        var calls = ImmutableArray.CreateBuilder<(SourceFile, int)>();
        foreach (var other in group.Stack.Frames)
        {
            if (other != frame && locate(other) is { } path && files.TryGetValue(path, out var file))
            {
                calls.Add((file.Tree.File, other.Line));
            }
        }

        return calls.DrainToImmutable();
    }

    // The go statement is in dumps; elsewhere the function that it starts is the outermost frame.
    private ImmutableArray<(SourceFile, int)> Starts(GoroutineGroup group, FlowFunction? function, Func<Frame, string?> locate)
    {
        if (group.Stack.CreatedBy is { } creator)
        {
            return locate(creator) is { } path && files.TryGetValue(path, out var file) ? [(file.Tree.File, creator.Line)] : [];
        }

        var outermost = group.Stack.Frames.LastOrDefault(f => f.Kind == FrameKind.Call && !FunctionName.IsMachinery(f.Function));
        var entry = outermost is not null && locate(outermost) is { } at && files.TryGetValue(at, out var its)
            ? FunctionAt(its, outermost.Line, null) : function;
        return entry is null ? []
            : [.. package.Goroutines.Of(entry).Select(s => (s.Starter.File.Tree.File, LineOf(s.Starter, s.Place)))];
    }

    private static int LineOf(FlowFunction function, Node node) => function.File.Tree.File.PositionOf(node.Pos).Line;

    // A goroutine that a deferred function starts is of the seventh scenario whatever it waits for.
    private (string Text, string? Rule) Started(GoroutineSource goroutine)
    {
        foreach (var (function, statement) in package.Spawns.Goes)
        {
            var file = function.File.Tree.File;
            if (goroutine.Starts.Any(s => s.File.Path == file.Path && s.Line == file.PositionOf(statement.Pos).Line)
                && IsDeferred(function))
            {
                return ($" A deferred function starts the goroutine at {SourceText.Place(file, statement.Pos)}, "
                    + "when nothing waits for it any more.", "UP701");
            }
        }

        return ("", null);
    }

    private static bool IsDeferred(FlowFunction function)
        => function.Syntax is FuncLit literal && function.Parents.Of(literal) is CallExpr call && function.Parents.Of(call) is DeferStmt;
}
