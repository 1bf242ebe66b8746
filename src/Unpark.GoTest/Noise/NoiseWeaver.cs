using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.GoTest;

/// <summary>
/// Weaves calls of the noise function into a file, before statements that send, receive, lock, start a goroutine and so on,
/// and where goroutines begin. What an operation is, its name must tell: noise at a place where none is does no harm.
/// </summary>
/// <remarks>
/// Each call stands behind the end of what comes before the statement, so that the statement's own lines and columns, and
/// with them all messages of the compiler, stay as they are.
/// </remarks>
internal sealed class NoiseWeaver : SyntaxVisitor
{
    private const string Name = "unparknoise";

    // Methods of sync, sync/atomic, errgroup and the like.
    private static readonly ImmutableHashSet<string> Operations = ImmutableHashSet.Create(StringComparer.Ordinal,
        "Lock", "Unlock", "RLock", "RUnlock", "TryLock", "TryRLock", "Wait", "Add", "Done", "Go", "Broadcast", "Signal", "Do", "Load",
        "Store", "Swap", "CompareAndSwap", "Stop", "Reset", "Cancel", "Close", "Shutdown");

    // Functions that call what they are given on another goroutine.
    private static readonly ImmutableHashSet<string> Starters = ImmutableHashSet.Create(StringComparer.Ordinal, "Go", "AfterFunc", "TryGo");

    // A function with one of these is called where nothing may be delayed.
    private static readonly ImmutableArray<string> Forbidding =
        ["//go:nosplit", "//go:norace", "//go:linkname", "//go:systemstack", "//go:nowritebarrier", "//go:uintptrescapes"];

    private readonly string path;
    private readonly SyntaxTree tree;
    private readonly SourceInsertions insertions;
    private readonly IReadOnlySet<string> started;
    private readonly HashSet<int> begun = [];
    private string function = "";
    private int ordinal;

    private NoiseWeaver(string path, SyntaxTree tree, IReadOnlySet<string> started)
    {
        (this.path, this.tree, this.started) = (path, tree, started);
        insertions = new SourceInsertions(tree);
    }

    /// <summary>True if nothing may be woven into a file: it has errors, is for cgo, or uses our name.</summary>
    public static bool Skips(SyntaxTree tree) => !tree.Diagnostics.IsEmpty || tree.Root.Package == Node.NoPos
        || tree.Root.Imports.Any(i => i.Path.Value.Trim('"', '`') == "C")
        || tree.File.Content.IndexOf("unparknoise"u8) >= 0;

    /// <summary>The functions and methods that a file starts as goroutines, by their names alone.</summary>
    public static IEnumerable<string> Started(SyntaxTree tree)
    {
        var names = new StartedNames();
        names.Visit(tree.Root);
        return names.Found;
    }

    /// <summary>The file with the calls, or null if there is no place for any.</summary>
    /// <param name="path">How the file is called wherever it lies: the import path of the package and the name.</param>
    /// <param name="tree">The file.</param>
    /// <param name="started">The functions of the package that goroutines begin with.</param>
    /// <param name="host">The import path of the package that has the noise function.</param>
    public static byte[]? Weave(string path, SyntaxTree tree, IReadOnlySet<string> started, string host)
    {
        var weaver = new NoiseWeaver(path, tree, started);
        weaver.Visit(tree.Root);
        if (weaver.insertions.IsEmpty)
        {
            return null;
        }

        weaver.insertions.Insert(tree.Root.Name.End, $"; import {Name} \"{host}\"");
        return weaver.insertions.Apply();
    }

    /// <inheritdoc/>
    public override void VisitFuncDecl(FuncDecl node)
    {
        if (node.Body is null || (node.Doc?.List.Any(c => Forbidding.Any(f => c.Text.StartsWith(f, StringComparison.Ordinal))) ?? false))
        {
            return;
        }

        function = node.Recv?.List is [{ Type: { } type }] ? FirstNode.Of<Ident>(type, _ => true)?.Name + "." + node.Name.Name : node.Name.Name;
        ordinal = 0;
        if (started.Contains(node.Name.Name))
        {
            Begin(node.Body);
        }

        base.VisitFuncDecl(node);
    }

    /// <inheritdoc/>
    public override void VisitGoStmt(GoStmt node)
    {
        BeginIfLiteral(node.Call.Fun);
        base.VisitGoStmt(node);
    }

    /// <inheritdoc/>
    public override void VisitCallExpr(CallExpr node)
    {
        if (node.Fun is SelectorExpr { Sel.Name: var name } && Starters.Contains(name))
        {
            foreach (var argument in node.Args)
            {
                BeginIfLiteral(argument);
            }
        }

        base.VisitCallExpr(node);
    }

    /// <inheritdoc/>
    public override void VisitRangeStmt(RangeStmt node)
    {
        // Only channels, numbers and functions are ranged over without a second variable most of the time.
        if (node.Value is null)
        {
            Begin(node.Body);
        }

        base.VisitRangeStmt(node);
    }

    /// <inheritdoc/>
    public override void VisitForStmt(ForStmt node)
    {
        if (Operates(node.Cond) || Operates(node.Post))
        {
            Begin(node.Body);
        }

        base.VisitForStmt(node);
    }

    /// <inheritdoc/>
    public override void VisitBlockStmt(BlockStmt node)
    {
        Statements(node.Lbrace + 1, node.List);
        base.VisitBlockStmt(node);
    }

    /// <inheritdoc/>
    public override void VisitCaseClause(CaseClause node)
    {
        Statements(node.Colon + 1, node.Body);
        base.VisitCaseClause(node);
    }

    /// <inheritdoc/>
    public override void VisitCommClause(CommClause node)
    {
        Statements(node.Colon + 1, node.Body);
        base.VisitCommClause(node);
    }

    private void Statements(int start, ImmutableArray<Stmt> list)
    {
        for (var i = 0; i < list.Length; i++)
        {
            if (!Operates(list[i]))
            {
                continue;
            }

            if (i == 0)
            {
                BeginAt(start);
            }
            else if (EndsInNothing(list[i - 1]))
            {
                // The semicolon that would part the call from what comes before is that statement itself.
                insertions.Insert(list[i].Pos, Call() + "; ");
            }
            else
            {
                insertions.Insert(list[i - 1].End, "; " + Call());
            }
        }
    }

    private void BeginIfLiteral(Expr function)
    {
        if (function is FuncLit literal)
        {
            Begin(literal.Body);
        }
    }

    private void Begin(BlockStmt body) => BeginAt(body.Lbrace + 1);

    private void BeginAt(int start)
    {
        if (begun.Add(start))
        {
            insertions.Insert(start, $" {Call()};");
        }
    }

    // The number depends on the function and on nothing before it in the file, nor on where the module lies: a seed means
    // the same elsewhere, and after changes to other functions.
    private string Call()
    {
        var site = 2166136261u;
        foreach (var b in Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{path}\0{function}\0{ordinal++}")))
        {
            site = unchecked((site ^ b) * 16777619);
        }

        return string.Create(CultureInfo.InvariantCulture, $"{Name}.UnparkNoise({site})");
    }

    private static bool EndsInNothing(Stmt statement) => statement switch
    {
        EmptyStmt => true,
        LabeledStmt labeled => EndsInNothing(labeled.Stmt),
        _ => false,
    };

    // True if a statement does an operation itself: not in the statements within it, and not in functions.
    private static bool Operates(Node? node) => node switch
    {
        null or DeferStmt or BlockStmt or BadStmt or CaseClause or CommClause => false,
        SendStmt or SelectStmt or GoStmt => true,
        LabeledStmt labeled => Operates(labeled.Stmt),
        IfStmt s => Operates(s.Init) || Operates(s.Cond),
        ForStmt s => Operates(s.Init) || Operates(s.Cond),
        SwitchStmt s => Operates(s.Init) || Operates(s.Tag),
        TypeSwitchStmt s => Operates(s.Init) || Operates(s.Assign),
        RangeStmt s => s.Value is null || Operates(s.X),
        _ => OperationSearch.In(node),
    };

    private static bool IsOperation(Node node) => node switch
    {
        UnaryExpr { Op: TokenKind.Arrow } => true,
        CallExpr { Fun: SelectorExpr { Sel.Name: var name } } => Operations.Contains(name)
            || name.StartsWith("CompareAndSwap", StringComparison.Ordinal) || name.StartsWith("Load", StringComparison.Ordinal)
            || name.StartsWith("Store", StringComparison.Ordinal),
        CallExpr { Fun: Ident { Name: var name } } => name is "close" || name.StartsWith("cancel", StringComparison.Ordinal),
        _ => false,
    };

    private sealed class OperationSearch : SyntaxVisitor
    {
        private bool found;

        public static bool In(Node node)
        {
            var search = new OperationSearch();
            search.Visit(node);
            return search.found;
        }

        public override void VisitFuncLit(FuncLit node)
        {
        }

        protected override void VisitNode(Node node)
        {
            found = found || IsOperation(node);
            if (!found)
            {
                base.VisitNode(node);
            }
        }
    }

    private sealed class StartedNames : SyntaxVisitor
    {
        public HashSet<string> Found { get; } = new(StringComparer.Ordinal);

        public override void VisitGoStmt(GoStmt node)
        {
            if (node.Call.Fun is Ident { Name: var function })
            {
                Found.Add(function);
            }
            else if (node.Call.Fun is SelectorExpr { Sel.Name: var method })
            {
                Found.Add(method);
            }

            base.VisitGoStmt(node);
        }
    }
}
