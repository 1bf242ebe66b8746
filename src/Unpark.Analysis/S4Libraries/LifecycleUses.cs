using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What using a value does to its lifecycle: releases it or hands it on, or neither.</summary>
internal sealed class LifecycleUses
{
    private const int MaxDepth = 8;
    private readonly Dictionary<(FlowFunction, Var, Lifecycle, bool), UseEffect> parameters = [];
    private readonly Dictionary<Lifecycle, Lifecycle> unreleased = new(ReferenceEqualityComparer.Instance);

    /// <summary>Makes it for one package.</summary>
    public LifecycleUses()
    {
        Holders = new HolderUses(this);
    }

    /// <summary>What uses of objects do that have the value in a field.</summary>
    public HolderUses Holders { get; }

    /// <summary>What the use of an expression that denotes the value does.</summary>
    public UseEffect OfPlace(FlowFunction function, Expr place, Lifecycle lifecycle, int depth) =>
        OfWhole(function, place, lifecycle, lifecycle.Field == null, depth);

    /// <summary>
    /// True if a value is returned with the error of a call that is made only there: who gets an error looks at nothing else.
    /// </summary>
    public static bool MayFailBeside(FlowFunction function, ReturnStmt statement, Node value) =>
        statement.Results is [.., var last] && last != value && Callees.Unparen(last) is CallExpr call
        && GoTypes.IsError(function.File.TypeOf(call).Type)
        && Callees.FunctionOf(function.File, call) is { Package: { Name: not "errors", Path: not "fmt" } }
        && !call.Args.Any(a => GoTypes.IsError(function.File.TypeOf(a).Type));

    /// <summary>What naming a variable that holds the value does.</summary>
    public UseEffect Of(FlowFunction function, Ident use, Lifecycle lifecycle) =>
        OfWhole(function, use, lifecycle, lifecycle.Field == null, 0);

    /// <summary>
    /// What is made of the value where it is named, such as a reader that reads it or a connection that encrypts it, if that
    /// goes to a variable of its own: who has the one has the other, and may close it or not. Otherwise null.
    /// </summary>
    public Wrapper? WrapperOf(FlowFunction function, Ident use, Lifecycle lifecycle)
    {
        Expr value = use;
        if (lifecycle.Field != null)
        {
            if (Climb(function, use).Parent is not SelectorExpr selector || selector.Sel.Name != lifecycle.Field)
            {
                return null;
            }

            value = selector;
        }

        var (at, parent) = Climb(function, value);
        if (parent is not CallExpr call || call.Fun == at || lifecycle.IsReleasedByUse
            || Callees.Of(function.File, call) is not Func { Package.Path: var path } callee
            || path.Contains('.', StringComparison.Ordinal) || function.Package.FunctionOf(callee) != null
            || ResultUse.Of(function, call, 0).ToVariable(function, call) is not { Variable: { Kind: VarKind.Local } variable }
            || function.Locals.Of(variable) is not { Assignments: 1, IsAddressTaken: false } local || local.Function != function)
        {
            return null;
        }

        // Closing the one closes the other.
        if (path == "crypto/tls" && callee.Name is "Client" or "Server")
        {
            return new Wrapper(call, variable, lifecycle with { Field = null });
        }

        return path != "net/http" && IsLeftAlone(callee, call.Args.IndexOf((Expr)at), lifecycle, true)
            ? new Wrapper(call, variable, lifecycle.Field != null ? Unreleased(lifecycle) with { Field = null } : lifecycle)
            : null;
    }

    /// <summary>True if naming the variable releases it, then or later; handing it on does not count.</summary>
    public static bool IsReleased(FlowFunction function, Ident use, Lifecycle lifecycle)
    {
        var (at, parent) = Climb(function, use);
        if (lifecycle.Field != null)
        {
            if (parent is not SelectorExpr field || field.Sel.Name != lifecycle.Field)
            {
                return false;
            }

            (at, parent) = Climb(function, field);
        }

        return (parent is SelectorExpr method && method.X == at && lifecycle.IsRelease(method.Sel.Name))
            || (parent is CallExpr call && call.Fun == at && lifecycle.IsRelease(""));
    }

    /// <summary>
    /// True if the body of a response is read here to its end, or until that fails: as long as the transport is that of
    /// package net/http either gives the connection back.
    /// </summary>
    public static bool IsReadToEnd(FlowFunction function, Ident use, Lifecycle lifecycle)
    {
        if (lifecycle is not { Field: { } field, Rule: "UP402" } || Climb(function, use).Parent is not SelectorExpr selector
            || selector.Sel.Name != field)
        {
            return false;
        }

        var (at, parent) = Climb(function, selector);
        return parent is CallExpr call && Callees.FunctionOf(function.File, call) is { Package.Path: "io" or "io/ioutil", Name: var name }
            && name switch
            {
                "ReadAll" => true,
                "Copy" => call.Args is [var target, var source] && source == at && IsDiscard(function, target),
                _ => false,
            };
    }

    // A copy to anywhere else may end because the writing fails.
    private static bool IsDiscard(FlowFunction function, Expr target) => Callees.Unparen(target) is SelectorExpr { Sel: var name }
        && function.File.UseOf(name) is Var { Name: "Discard", Package.Path: "io" or "io/ioutil" };

    private UseEffect OfWhole(FlowFunction function, Node use, Lifecycle lifecycle, bool atField, int depth)
    {
        if (use is Ident && (IsInKeptLiteral(function, use) || IsInEndlessGoroutine(function, use)))
        {
            return UseEffect.Discharges;
        }

        var (at, parent) = Climb(function, use);
        if (!atField && parent is SelectorExpr selector && selector.X == at)
        {
            if (selector.Sel.Name == lifecycle.Field)
            {
                return OfValue(function, selector, lifecycle, true, depth);
            }

            // A response writes itself to the end, and closes its body then.
            return selector.Sel.Name == "Write" || lifecycle.IsRelease(selector.Sel.Name)
                ? UseEffect.Discharges
                : UseEffect.None;
        }

        return OfValue(function, use, lifecycle, atField, depth);
    }

    private UseEffect OfValue(FlowFunction function, Node use, Lifecycle lifecycle, bool atField, int depth)
    {
        if (depth > MaxDepth)
        {
            return UseEffect.Discharges;
        }

        var (at, parent) = Climb(function, use);
        switch (parent)
        {
            case SelectorExpr selector when selector.X == at:
                return OfSelector(function, selector, lifecycle, depth);
            case BinaryExpr or ExprStmt:
                return UseEffect.None;
            case ReturnStmt statement when MayFailBeside(function, statement, at):
                return UseEffect.None;
            case RangeStmt range when range.X == at:
                return UseEffect.None;
            case UnaryExpr { Op: TokenKind.Arrow }:
                return UseEffect.None;
            case SendStmt send when send.Chan == at:
                return UseEffect.None;
            case AssignStmt assign when assign.Rhs.IndexOf((Expr)at) is >= 0 and var index:
                return index < assign.Lhs.Length && assign.Lhs.Length == assign.Rhs.Length
                    && Callees.Unparen(assign.Lhs[index]) is Ident { IsBlank: true }
                        ? UseEffect.None
                        : UseEffect.Discharges;
            case AssignStmt:
                return UseEffect.None;
            case CallExpr call when call.Fun != at:
                return OfArgument(function, call, (Expr)at, lifecycle, atField, depth);
            case CallExpr when lifecycle.IsRelease(""):
                return UseEffect.Discharges;
            default:
                return UseEffect.Discharges;
        }
    }

    private UseEffect OfSelector(FlowFunction function, SelectorExpr selector, Lifecycle lifecycle, int depth)
    {
        var name = selector.Sel.Name;
        if (lifecycle.IsRelease(name) || name is "Fd" or "SyscallConn" or "Detach")
        {
            return UseEffect.Discharges;
        }

        var (at, parent) = Climb(function, selector);
        var member = function.File.UseOf(selector.Sel);
        if (parent is not CallExpr call || call.Fun != at)
        {
            // A field, and what is done with it: ts.Listener.Close().
            if (parent is SelectorExpr { Sel.Name: var inner } outer && outer.X == at && lifecycle.IsRelease(inner))
            {
                return UseEffect.Discharges;
            }

            return member is Func ? UseEffect.Discharges : UseEffect.None;
        }

        if (member is Func method)
        {
            if (function.Package.FunctionOf(method) is { } body && body.Syntax is FuncDecl { Recv.List: [{ Names: [var self] }] }
                && body.File.DefOf(self) is Var receiver)
            {
                return OfParameter(body, receiver, lifecycle, true, depth);
            }

            // Of a method that gives the like of its receiver it is not known which of the two is to be released.
            foreach (var result in method.Signature.Results.Vars)
            {
                if (function.Parents.Of(call) is not ExprStmt && ((method.Signature.Recv is { } recv
                    && GoTypes.Deref(recv.Type) == GoTypes.Deref(result.Type)) || IsView(method, result.Type, lifecycle)))
                {
                    return UseEffect.Discharges;
                }
            }
        }

        return UseEffect.None;
    }

    // r.IOReadCloser(): the same thing behind another type.
    private static bool IsView(Func method, GoType result, Lifecycle lifecycle) =>
        method.Signature.Params.Length == 0 && lifecycle.Releases.Any(r =>
            Lookup.FieldOrMethod(result, true, method.Package, r.Name).Obj is Func);

    private UseEffect OfArgument(FlowFunction function, CallExpr call, Expr argument, Lifecycle lifecycle, bool atField,
        int depth)
    {
        if (function.File.TypeOf(call.Fun).IsType)
        {
            return OfValue(function, call, lifecycle, atField, depth + 1);
        }

        var index = call.Args.IndexOf(argument);
        if (Callees.Unparen(call.Fun) is FuncLit literal && function.Package.FunctionOf(literal) is { } called)
        {
            return OfParameter(called, index, lifecycle, atField, depth);
        }

        switch (Callees.Of(function.File, call))
        {
            case Builtin builtin:
                return builtin.Name == "append" ? UseEffect.Discharges : UseEffect.None;
            case Func callee when function.Package.FunctionOf(callee) is { } body:
                return OfParameter(body, index, lifecycle, atField, depth);
            case Func { Name: "DumpResponse", Package.Path: "net/http/httputil" } when lifecycle.Field == "Body":
                // With its body: that is read to the end and closed, and a copy put in its place.
                return call.Args is [_, var withBody] && function.File.TypeOf(withBody).Value?.ToString() == "false"
                    ? UseEffect.None
                    : UseEffect.Discharges;
            case Func callee:
                // Closing a reader of package compress/gzip or bufio does not close what it reads.
                return !lifecycle.IsReleasedByUse && IsLeftAlone(callee, index, lifecycle, atField)
                    ? OfMadeOf(function, call, callee.Package is { Path: var path } && path != "net/http"
                        && !path.Contains('.', StringComparison.Ordinal) && lifecycle.Field != null
                            ? Unreleased(lifecycle)
                            : lifecycle, depth)
                    : UseEffect.Discharges;
            case UnknownObject { Name: "NewDecoder" or "ReadAll" or "Copy" or "CopyN" or "NewScanner" or "Unmarshal" } when
                !lifecycle.IsReleasedByUse:
                return OfMadeOf(function, call, lifecycle, depth);
            default:
                return UseEffect.Discharges;
        }
    }

    // A function of another package can release what it is given only if the parameter's type lets it.
    private static bool IsLeftAlone(Func callee, int index, Lifecycle lifecycle, bool atField)
    {
        var signature = callee.Signature;
        if (signature.Params.Length == 0 || Keeps(callee.Name) || callee.Name.Contains("Close", StringComparison.OrdinalIgnoreCase)
            || callee.Name.Contains("Drain", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var isRest = signature.Variadic && index >= signature.Params.Length - 1;
        var type = signature.Params.Vars[Math.Min(index, signature.Params.Length - 1)].Type;
        if (isRest && GoTypes.Unalias(type) is SliceType slice)
        {
            type = slice.Elem;
        }

        if (callee.Package?.Path is "net/http/httputil" && callee.Name.StartsWith("Dump", StringComparison.Ordinal))
        {
            return true;
        }

        if (GoTypes.Unalias(type) is TypeParam || type.Underlying is not InterfaceType)
        {
            return false;
        }

        var members = 0;
        foreach (var release in lifecycle.Releases)
        {
            if (Lookup.FieldOrMethod(type, false, callee.Package, release.Name).Obj != null)
            {
                return false;
            }

            members++;
        }

        // Anything at all: whoever prints it leaves it alone.
        return (members > 0 || lifecycle.Releases.IsEmpty) && (!IsEmpty(type) || callee.Package?.Path is "fmt" or "log" or "log/slog" or "testing");
    }

    // log.SetOutput(f), pprof.StartCPUProfile(f), otel.SetTracerProvider(tp): whoever is given it this way goes on to use it.
    private static bool Keeps(string name) => name.StartsWith("Set", StringComparison.Ordinal)
        || name.StartsWith("Start", StringComparison.Ordinal) || name.StartsWith("Register", StringComparison.Ordinal)
        || name.StartsWith("Handle", StringComparison.Ordinal) || name.StartsWith("On", StringComparison.Ordinal);

    // A function literal that is returned, kept in an object, or handed to whoever goes on to use it.
    private static bool IsInKeptLiteral(FlowFunction function, Node use)
    {
        for (Node? at = use, parent = function.Parents.Of(use); parent != null && parent != function.Body;
            at = parent, parent = function.Parents.Of(parent))
        {
            if (at is FuncLit && parent switch
            {
                ReturnStmt or KeyValueExpr or CompositeLit => true,
                AssignStmt assign => assign.Lhs.Any(l => Callees.Unparen(l) is not Ident),
                CallExpr call => call.Fun != at && Callees.NameOf(call) is { } name && Keeps(name.Name),
                _ => false,
            })
            {
                return true;
            }
        }

        return false;
    }

    // In a program, a goroutine that never ends goes on to use it as long as the program runs.
    private static bool IsInEndlessGoroutine(FlowFunction function, Node use)
    {
        if (function.Package.Package.Package.Name != "main")
        {
            return false;
        }

        for (Node? at = use, parent = function.Parents.Of(use); parent != null && parent != function.Body;
            at = parent, parent = function.Parents.Of(parent))
        {
            if (at is FuncLit && parent is CallExpr call && call.Fun == at && function.Parents.Of(call) is GoStmt)
            {
                return function.Package.FunctionOf(at) is { Graph.Exit.IsLive: false };
            }
        }

        return false;
    }

    // What is made of the value can be handed on, and cannot release it.
    private Lifecycle Unreleased(Lifecycle lifecycle)
    {
        if (!unreleased.TryGetValue(lifecycle, out var without))
        {
            without = lifecycle with { Releases = [], Drained = null };
            unreleased.Add(lifecycle, without);
        }

        return without;
    }

    private static bool IsEmpty(GoType type) =>
        type.Underlying is InterfaceType { IsEmpty: true };

    // What is made of the value may be handed on, and the value with it: a reader of a reader.
    private UseEffect OfMadeOf(FlowFunction function, CallExpr call, Lifecycle lifecycle, int depth)
    {
        if (!MayHold(function.File.TypeOf(call).Type))
        {
            return UseEffect.None;
        }

        var (at, parent) = Climb(function, call);
        switch (parent)
        {
            case ExprStmt or DeferStmt or GoStmt or BinaryExpr:
                return UseEffect.None;
            case SelectorExpr selector when selector.X == at:
                return function.Parents.Of(selector) is CallExpr ? UseEffect.None : UseEffect.Discharges;
            case CallExpr outer when outer.Fun != at:
                return OfArgument(function, outer, (Expr)at, lifecycle, true, depth + 1);
            case AssignStmt or ValueSpec when ResultUse.Of(function, call, 0).ToVariable(function, call) is { } made
                && depth < MaxDepth:
                return OfVariable(function.Root, made.Variable, lifecycle, true, depth + 1);
            case AssignStmt { Lhs: [Ident { IsBlank: true }, ..] }:
                return UseEffect.None;
            default:
                return UseEffect.Discharges;
        }
    }

    private static bool MayHold(GoType? type) => type switch
    {
        null => true,
        TupleType tuple => tuple.Vars.Any(v => !GoTypes.IsError(v.Type) && MayHold(v.Type)),
        _ when GoTypes.IsError(type) => false,
        _ => type.Underlying is PointerType or InterfaceType or StructType or Signature or UnknownType or ChanType
            or MapType,
    };

    private UseEffect OfParameter(FlowFunction function, int index, Lifecycle lifecycle, bool atField, int depth)
    {
        foreach (var field in function.Type.Params.List)
        {
            if (field.Names.IsEmpty)
            {
                return field.Type is Ellipsis ? UseEffect.Discharges : UseEffect.None;
            }

            foreach (var name in field.Names)
            {
                if (index-- == 0)
                {
                    return field.Type is Ellipsis ? UseEffect.Discharges
                        : name.IsBlank ? UseEffect.None
                        : function.File.DefOf(name) is Var parameter
                            ? OfParameter(function, parameter, lifecycle, atField, depth)
                            : UseEffect.Discharges;
                }
            }
        }

        return UseEffect.Discharges;
    }

    private UseEffect OfParameter(FlowFunction function, Var parameter, Lifecycle lifecycle, bool atField, int depth)
    {
        if (depth >= MaxDepth)
        {
            return UseEffect.Discharges;
        }

        var key = (function, parameter, lifecycle, atField);
        if (!parameters.TryGetValue(key, out var effect))
        {
            // A function that calls itself does to it what it does otherwise.
            parameters.Add(key, UseEffect.None);
            effect = OfVariable(function, parameter, lifecycle, atField, depth + 1);
            parameters[key] = effect;
        }

        return effect;
    }

    private UseEffect OfVariable(FlowFunction function, Var variable, Lifecycle lifecycle, bool atField, int depth)
    {
        var search = new VariableUses(this, function, variable, lifecycle, atField, depth);
        search.Visit(function.Body);
        return search.Effect;
    }

    /// <summary>A node with the parentheses around it, and what it is part of.</summary>
    internal static (Node At, Node? Parent) Climb(FlowFunction function, Node at)
    {
        var parent = function.Parents.Of(at);
        while (parent is ParenExpr)
        {
            at = parent;
            parent = function.Parents.Of(at);
        }

        return (at, parent);
    }

    private sealed class VariableUses(LifecycleUses uses, FlowFunction function, Var variable, Lifecycle lifecycle,
        bool atField, int depth) : SyntaxVisitor
    {
        public UseEffect Effect { get; private set; }

        public override void VisitIdent(Ident node)
        {
            if (Effect == UseEffect.None && node.Name == variable.Name && function.File.UseOf(node) == variable)
            {
                Effect = uses.OfWhole(function, node, lifecycle, atField, depth);
            }
        }
    }
}
