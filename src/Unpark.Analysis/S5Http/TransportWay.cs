using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S5Http;

/// <summary>Follows a transport through the function that makes it, by way of the clients it is put into.</summary>
internal sealed class TransportWay
{
    private readonly FlowFunction function;
    private readonly HashSet<Var> seen = new(ReferenceEqualityComparer.Instance);

    private TransportWay(FlowFunction function)
    {
        this.function = function;
    }

    /// <summary>True if it is returned, kept in an object, or handed to a function.</summary>
    public bool Leaves { get; private set; }

    /// <summary>True if it is kept in a variable of a package.</summary>
    public bool IsGlobal { get; private set; }

    /// <summary>True if a function by whose name it may set timeouts is given the transport.</summary>
    public bool Configured { get; private set; }

    /// <summary>True if it is used in a way that is not followed.</summary>
    public bool IsUnknown { get; private set; }

    /// <summary>True if the function sends a request through it.</summary>
    public bool SendsRequest { get; private set; }

    /// <summary>The variable of the outermost client, or of the transport itself, or null.</summary>
    public Var? Variable { get; private set; }

    /// <summary>Follows the value of a literal.</summary>
    public static TransportWay Of(FlowFunction function, CompositeLit literal)
    {
        var way = new TransportWay(function);
        way.Follow(LiteralPlace.ValueOf(function, literal));
        return way;
    }

    private void Follow(Expr value)
    {
        value = LiteralPlace.ValueOf(function, value);
        switch (function.Parents.Of(value))
        {
            case KeyValueExpr { Key: Ident key } pair when pair.Value == value
                && function.Parents.Of(pair) is CompositeLit outer:
                if (key.Name is "Transport" && GoTypes.IsNamed(function.File.TypeOf(outer).Type, "net/http", "Client"))
                {
                    Follow(outer);
                }
                else
                {
                    FollowObject(outer);
                }

                break;
            case SelectorExpr selector when selector.X == value:
                Select(selector);
                break;
            case ReturnStmt or CompositeLit:
                Leaves = true;
                break;
            case CallExpr call when call.Fun != value:
                Hand(call);
                break;
            case AssignStmt or ValueSpec:
                Assign(LiteralPlace.TargetOf(function, value));
                break;
            case ExprStmt or BinaryExpr:
                break;
            default:
                IsUnknown = true;
                break;
        }
    }

    // A struct that holds it: where that goes is not asked, but for a variable of a package.
    private void FollowObject(CompositeLit outer)
    {
        Leaves = true;
        if (LiteralPlace.TargetOf(function, LiteralPlace.ValueOf(function, outer)) is { } target)
        {
            IsGlobal |= IsOfPackage(target);
        }
    }

    private void Select(SelectorExpr selector)
    {
        if (selector.Sel.Name is "Do" or "RoundTrip" && function.Parents.Of(selector) is CallExpr { Args: [var sent] }
            && Callees.Unparen(sent) is Ident name && ClosesConnection(name))
        {
            IsUnknown = true;
        }

        SendsRequest |= selector.Sel.Name is "Do" or "Get" or "Head" or "Post" or "PostForm" or "RoundTrip";
        if (function.File.UseOf(selector.Sel) is Func && function.Parents.Of(selector) is not CallExpr)
        {
            IsUnknown = true;
        }
    }

    // req.Close = true: the connection is closed behind the answer, and is never idle.
    private bool ClosesConnection(Ident request) => NodeSearch.Any(function.Root.Body, node =>
        node is AssignStmt { Lhs: [SelectorExpr { Sel.Name: "Close", X: Ident of }], Rhs: [var value] }
        && function.File.UseOf(of) == function.File.UseOf(request) && function.File.TypeOf(value).Value?.ToString() == "true");

    private void Hand(CallExpr call)
    {
        var name = Callees.NameOf(call)?.Name ?? "";
        if (name.StartsWith("ConfigureTransport", StringComparison.Ordinal) || function.File.TypeOf(call.Fun).IsType)
        {
            return;
        }

        // What another package does with it is not known: its client may close the connections when it is closed.
        IsUnknown |= Callees.FunctionOf(function.File, call) is { Package: { } owner } && owner != function.Package.Package.Package;
        Configured |= HttpServers.Configures(name);
        Leaves = true;
        if (LiteralPlace.TargetOf(function, call) is { } target)
        {
            IsGlobal |= IsOfPackage(target);
        }
    }

    private void Assign(Expr? target)
    {
        switch (target)
        {
            case Ident { IsBlank: true }:
                break;
            case Ident name when function.File.ObjectOf(name) is Var variable:
                if (variable.Kind == VarKind.Package)
                {
                    IsGlobal = Leaves = true;
                }
                else if (variable.Kind == VarKind.Result)
                {
                    Leaves = true;
                }
                else if (seen.Add(variable))
                {
                    // tr := &http.Transport{}; if ok { tr = other.Clone() }: which of the two it is in the end is not known.
                    IsUnknown |= function.Locals.Of(variable) is { Assignments: > 1 };
                    Variable = variable;
                    FollowVariable(variable);
                }

                break;
            case SelectorExpr { Sel.Name: "Transport", X: var client }
                when GoTypes.IsNamed(function.File.TypeOf(client).Type, "net/http", "Client"):
                if (Callees.Unparen(client) is Ident owner && function.File.UseOf(owner) is Var { IsField: false } own)
                {
                    Assign(owner);
                    Leaves |= own.Kind is VarKind.Parameter or VarKind.Receiver;
                }
                else
                {
                    // How long a client is used that somebody else has made, only that one knows.
                    IsUnknown = true;
                }

                break;
            case SelectorExpr or IndexExpr:
                Leaves = true;
                IsGlobal |= IsOfPackage(target);
                break;
            default:
                IsUnknown = true;
                break;
        }
    }

    private void FollowVariable(Var variable)
    {
        foreach (var use in NodeSearch.All<Ident>(function.Root.Body))
        {
            if (use.Name == variable.Name && function.File.UseOf(use) == variable && !IsTarget(use))
            {
                Follow(use);
            }
        }
    }

    private bool IsTarget(Ident use) => function.Parents.Of(use) is AssignStmt assign && assign.Lhs.Contains(use);

    private bool IsOfPackage(Expr target) => new PathResolver(function).Of(target) is { IsGlobal: true };
}
