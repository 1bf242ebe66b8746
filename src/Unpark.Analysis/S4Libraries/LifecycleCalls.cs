using Unpark.Analysis.Obligations;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>Recognises the calls that give something with a lifecycle.</summary>
internal sealed class LifecycleCalls
{
    private readonly FlowPackage package;
    private readonly LifecycleCatalogue catalogue;
    private readonly Func<Func, Lifecycle?> infer;
    private readonly Func<Func, Lifecycle?> own;
    private readonly LifecycleUses uses;
    private readonly Dictionary<FlowFunction, Lifecycle?> helpers = [];

    public LifecycleCalls(FlowPackage package, LifecycleCatalogue catalogue, LifecycleUses uses, Func<Func, Lifecycle?> infer,
        Func<Func, Lifecycle?> own)
    {
        this.package = package;
        this.catalogue = catalogue;
        this.uses = uses;
        this.infer = infer;
        this.own = own;
    }

    /// <summary>The lifecycle of what a call gives, or null; and whether the call names a function that is known.</summary>
    public (Lifecycle Lifecycle, Confidence Confidence)? Of(FlowFunction function, CallExpr call)
    {
        var file = function.File;
        if (Callees.NameOf(call) is not { } name)
        {
            return null;
        }

        switch (file.UseOf(name))
        {
            case Func callee when package.FunctionOf(callee) is { } body:
                return (Helper(body) ?? own(callee)) is { } handed ? (handed, Min(handed.Confidence, Confidence.Likely)) : null;
            case Func { Package: { } owner } callee:
                if (owner == package.Package.Package)
                {
                    // A method of an interface of this package.
                    return ByType(callee) is { } own ? (own, Min(own.Confidence, Confidence.Likely)) : null;
                }

                if (catalogue.HasName(callee.Name) && catalogue.Find(owner.Path,
                    callee.IsMethod ? Callees.ReceiverName(callee) : null, callee.Name) is { } known)
                {
                    return (known, known.Confidence);
                }

                return ByType(callee) is { } typed ? (typed, typed.Confidence)
                    : infer(callee) is { } inferred ? (inferred, ConfidenceOf(file, call, inferred))
                    : null;
            case UnknownObject { Owner: null, ImportPath: { } path } when catalogue.Find(path, null, name.Name) is { } missing:
                return (missing, Min(missing.Confidence, Confidence.Likely));
            case UnknownObject { Owner: { ImportPath: { } path, Name: { } type } }
                when catalogue.Find(path, type, name.Name) is { } method:
                return (method, Min(method.Confidence, Confidence.Likely));
            case UnknownObject:
            case null when Callees.Unparen(call.Fun) is SelectorExpr && file.TypeOf(call.Fun).Type is UnknownType or null:
                return Guess(function, call, name.Name) is { } guess ? (guess, Min(guess.Confidence, Confidence.Likely)) : null;
            case Var { Type.Underlying: Signature signature } when ByType(signature) is { } given:
                return (given, Min(given.Confidence, Confidence.Likely));
            default:
                return null;
        }
    }

    // What is given a function may tell by calling it that it has ended on its own.
    private static Confidence ConfidenceOf(TypedFile file, CallExpr call, Lifecycle inferred) =>
        call.Args.Any(a => file.TypeOf(a).Type?.Underlying is Signature) ? Confidence.Possible : inferred.Confidence;

    private static Confidence Min(Confidence x, Confidence y) => x < y ? x : y;

    // An SDK that gives a response beside what it has read from it has closed it; the plain one gives it and an error.
    private Lifecycle? ByType(Func callee) =>
        callee.Name is "ReadResponse" or "Result" or "Head" or "MustBegin" || DecodesInto(callee) ? null : ByType(callee.Signature);

    // What takes something to decode the body into has read and closed it when it returns.
    private static bool DecodesInto(Func callee) =>
        callee.Signature.Params.Vars.Any(p => p.Type.Underlying is InterfaceType { IsEmpty: true });

    private Lifecycle? ByType(Signature signature)
    {
        var results = signature.Results.Vars;
        return results is [var first] || (results is [var value, var error] && GoTypes.IsError(error.Type)
            && (first = value) != null) ? OfType(results[0].Type, results.Length) : null;
    }

    // Alone, it is more often what an object has than what a call makes.
    private Lifecycle? OfType(GoType type, int results)
    {
        var found = GoTypes.Deref(type) switch
        {
            NamedType { Obj: { Package: { } owner, Name: var name } } => catalogue.FindType(owner.Path, name),
            UnknownType { ImportPath: { } path, Name: { } name } => catalogue.FindType(path, name),
            _ => null,
        };
        return results == 2 || found is { IsAlone: true } ? found : null;
    }

    private Lifecycle? Guess(FlowFunction function, CallExpr call, string name)
    {
        foreach (var guess in catalogue.Guess(name))
        {
            if (ResultUse.Of(function, call, guess.Result).ToVariable(function, call) is { } acquisition
                && guess.GuessedBy.All(m => UsesMember(function, acquisition.Variable, m)))
            {
                return guess;
            }
        }

        if (function.Parents.Of(call) is AssignStmt { Lhs.Length: 2, Rhs.Length: 1 })
        {
            foreach (var guess in catalogue.Guess("*"))
            {
                if (ResultUse.Of(function, call, guess.Result).ToVariable(function, call) is { } acquisition
                    && IsReader(function, acquisition.Variable, guess.Field!)
                    && guess.GuessedBy.All(m => UsesMember(function, acquisition.Variable, m)))
                {
                    return guess;
                }
            }
        }

        return null;
    }

    // io.ReadAll(x.Body), json.NewDecoder(x.Body) or x.Body.Close(): there is something to read, and so to close.
    private static bool IsReader(FlowFunction function, Var variable, string member) => NodeSearch.Any(function.Body, node =>
        node is SelectorExpr selector && selector.Sel.Name == member && Callees.Unparen(selector.X) is Ident name
        && function.File.UseOf(name) == variable && function.Parents.Of(selector) switch
        {
            SelectorExpr { Sel.Name: "Close" or "Read" } => true,
            CallExpr call when call.Args.IndexOf(selector) is >= 0 and var index => Callees.Of(function.File, call) switch
            {
                Func { Signature: { Variadic: false, Params.Vars: var parameters } } when index < parameters.Length =>
                    parameters[index].Type.Underlying is InterfaceType reader
                    && Lookup.FieldOrMethod(reader, false, null, "Read").Obj is Func,
                _ => false,
            },
            _ => false,
        });

    private static bool UsesMember(FlowFunction function, Var variable, string member)
    {
        var search = new MemberSearch(function.File, variable, member);
        search.Visit(function.Body);
        return search.Found;
    }

    /// <summary>
    /// The lifecycle that a function of the package hands on to its caller: everything it returns in that place is what a
    /// call with a lifecycle gave, and it keeps nothing of it.
    /// </summary>
    private Lifecycle? Helper(FlowFunction function)
    {
        if (helpers.TryGetValue(function, out var known))
        {
            return known;
        }

        helpers.Add(function, null);
        Lifecycle? found = null;
        if (function.Object is { Signature.Results.Vars: [var first, ..] results } && results.Length <= 2
            && MayBeOf(first.Type) && !function.Calls.IsEmpty)
        {
            found = HandedOn(function);
        }

        helpers[function] = found;
        return found;
    }

    private static bool MayBeOf(GoType type) => type.Underlying is PointerType or InterfaceType or StructType or UnknownType;

    private Lifecycle? HandedOn(FlowFunction function)
    {
        Lifecycle? found = null;
        var returns = new ReturnSearch();
        returns.Visit(function.Body);
        foreach (var statement in returns.Found)
        {
            if (statement.Results.IsEmpty)
            {
                return null;
            }

            var value = Callees.Unparen(statement.Results[0]);
            if (function.File.TypeOf(value).IsNil)
            {
                continue;
            }

            var lifecycle = value switch
            {
                CallExpr call when statement.Results.Length == 1 || function.File.TypeOf(call).Type is not TupleType =>
                    Of(function, call)?.Lifecycle,
                Ident name when function.File.UseOf(name) is Var variable => HeldBy(function, variable, name),
                _ => null,
            };
            if (lifecycle == null || lifecycle.Result != 0 || lifecycle.IsReceiver || (found != null && found != lifecycle))
            {
                return null;
            }

            found = lifecycle;
        }

        return found;
    }

    private Lifecycle? HeldBy(FlowFunction function, Var variable, Ident returned)
    {
        if (function.Locals.Of(variable) is not { IsAddressTaken: false } local || local.Function != function
            || variable.Kind != VarKind.Local)
        {
            return null;
        }

        foreach (var call in function.Calls)
        {
            if (ResultUse.Of(function, call, 0).ToVariable(function, call) is { } acquisition
                && acquisition.Variable == variable)
            {
                return Of(function, call) is var (lifecycle, _) && IsKeptByNobody(function, variable, lifecycle)
                    ? lifecycle
                    : null;
            }
        }

        return null;
    }

    // Released by a deferred call it is nothing to hand on, and kept elsewhere it is not the caller's alone.
    private bool IsKeptByNobody(FlowFunction function, Var variable, Lifecycle lifecycle)
    {
        var search = new IdentSearch(function.File, variable);
        search.Visit(function.Body);
        foreach (var use in search.Found)
        {
            if (function.Parents.Of(use) is ReturnStmt)
            {
                continue;
            }

            if (LifecycleUses.IsReleased(function, use, lifecycle))
            {
                if (IsDeferred(function, use))
                {
                    return false;
                }
            }
            else if (uses.Of(function, use, lifecycle) == UseEffect.Discharges || IsReplaced(function, use, lifecycle))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsReplaced(FlowFunction function, Ident use, Lifecycle lifecycle) =>
        lifecycle.Field != null && function.Parents.Of(use) is SelectorExpr selector && selector.Sel.Name == lifecycle.Field
        && function.Parents.Of(selector) is AssignStmt assign && assign.Lhs.Contains(selector);

    private static bool IsDeferred(FlowFunction function, Node use)
    {
        for (var at = function.Parents.Of(use); at != null && at != function.Syntax; at = function.Parents.Of(at))
        {
            if (at is DeferStmt or FuncLit)
            {
                return true;
            }
        }

        return false;
    }

    private sealed class ReturnSearch : SyntaxVisitor
    {
        public List<ReturnStmt> Found { get; } = [];

        public override void VisitReturnStmt(ReturnStmt node) => Found.Add(node);

        public override void VisitFuncLit(FuncLit node)
        {
        }
    }

    private sealed class MemberSearch(TypedFile file, Var variable, string member) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitSelectorExpr(SelectorExpr node)
        {
            Found |= node.Sel.Name == member && Callees.Unparen(node.X) is Ident name && file.UseOf(name) == variable;
            base.VisitSelectorExpr(node);
        }
    }
}
