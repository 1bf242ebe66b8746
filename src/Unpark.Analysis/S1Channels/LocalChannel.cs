using System.Globalization;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S1Channels;

/// <summary>
/// A channel that a function makes and keeps in a local variable, all of whose users are known: the function itself,
/// goroutines it starts, and functions of the package it passes the channel to.
/// </summary>
internal sealed class LocalChannel
{
    private const int MostVariables = 8;
    private readonly FlowPackage package;
    private readonly Dictionary<(FlowFunction, Node), ChannelParty> started = [];
    private readonly List<(FlowFunction Callee, ChannelUse Pass)> bindings = [];
    private int depth;

    private LocalChannel(FlowPackage package, Var variable, ChannelUse make, FlowFunction owner)
    {
        this.package = package;
        Variable = variable;
        Make = make;
        Owner = new ChannelParty(owner, null, null);
        Parties.Add(Owner);
    }

    /// <summary>The variable.</summary>
    public Var Variable { get; }

    /// <summary>Where it is made.</summary>
    public ChannelUse Make { get; }

    /// <summary>How many values it holds; null if that is not a constant.</summary>
    public int? Capacity { get; private set; }

    /// <summary>The function that makes it.</summary>
    public ChannelParty Owner { get; }

    /// <summary>Those who use it, the owner first.</summary>
    public List<ChannelParty> Parties { get; } = [];

    /// <summary>True if the variable is set to nil in between, and then given a new channel.</summary>
    public bool IsRenewed { get; private set; }

    /// <summary>The channel of a variable; null if it is no such channel.</summary>
    public static LocalChannel? Of(FlowPackage package, Var variable)
    {
        if (variable.Kind != VarKind.Local)
        {
            return null;
        }

        var uses = package.Channels.Of(variable);
        ChannelUse? make = null;
        foreach (var use in uses)
        {
            switch (use.Kind)
            {
                case ChannelUseKind.Make when make == null:
                    make = use;
                    break;
                case ChannelUseKind.Make or ChannelUseKind.Assign or ChannelUseKind.Escape or ChannelUseKind.Return:
                    return null;
            }
        }

        if (make is not { Function: { } owner, Value: CallExpr call } || owner.Locals.Of(variable) is not { } local
            || local.Function != owner || local.IsAddressTaken)
        {
            return null;
        }

        var channel = new LocalChannel(package, variable, make, owner)
        {
            Capacity = CapacityOf(make.File, call),
            IsRenewed = uses.Any(u => u.Kind == ChannelUseKind.SetNil),
        };
        return channel.Collect() ? channel : null;
    }

    /// <summary>The capacity that a call of make asks for; null if it is not a constant.</summary>
    public static int? CapacityOf(TypedFile file, CallExpr make) => make.Args.Length switch
    {
        1 => 0,
        2 when int.TryParse(file.TypeOf(make.Args[1]).Value?.ToString(), CultureInfo.InvariantCulture, out var size) => size,
        _ => null,
    };

    private bool Collect()
    {
        var variables = new List<Var> { Variable };
        var all = new List<ChannelUse>();
        for (var i = 0; i < variables.Count; i++)
        {
            foreach (var use in package.Channels.Of(variables[i]))
            {
                if (!Follow(use, variables, i > 0))
                {
                    return false;
                }

                all.Add(use);
            }
        }

        foreach (var use in all)
        {
            if (use.Function == null || !Place(use))
            {
                return false;
            }
        }

        return true;
    }

    private bool Follow(ChannelUse use, List<Var> variables, bool isOther)
    {
        switch (use.Kind)
        {
            case ChannelUseKind.Escape or ChannelUseKind.Return:
                return false;
            case ChannelUseKind.SetNil:
                return isOther || use.Function == Owner.Function;
            case ChannelUseKind.Make or ChannelUseKind.Assign when isOther && use.Value == null:
                return false;
            case ChannelUseKind.Store or ChannelUseKind.Pass:
                if (use.Target is not { Kind: VarKind.Local or VarKind.Parameter } target)
                {
                    return false;
                }

                if (use.Kind == ChannelUseKind.Pass && CalleeOf(use) is { Syntax: FuncDecl } callee)
                {
                    bindings.Add((callee, use));
                }

                if (!variables.Contains(target))
                {
                    variables.Add(target);
                    var body = CalleeOf(use) ?? use.Function!;
                    if (variables.Count > MostVariables || body.Locals.Of(target) is not { IsPrivate: true } held
                        || held.Assignments != 1 + package.Channels.Of(target).Count(IsDropped))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return true;
        }
    }

    // A parameter that is set to nil when it is done with.
    private static bool IsDropped(ChannelUse use) => use.Kind == ChannelUseKind.SetNil;

    private FlowFunction? CalleeOf(ChannelUse use) => use is { Kind: ChannelUseKind.Pass, Syntax: CallExpr call }
        ? Callees.Unparen(call.Fun) is FuncLit literal
            ? package.FunctionOf(literal)
            : Callees.FunctionOf(use.File, call) is { } f ? package.FunctionOf(f) : null
        : null;

    private bool Place(ChannelUse use)
    {
        PartyEventKind kind;
        switch (use.Kind)
        {
            case ChannelUseKind.Make when use == Make:
                kind = PartyEventKind.Make;
                break;
            case ChannelUseKind.SetNil when use.Function == Owner.Function && ChannelUses.VariableOf(use.File, use.Expr) == Variable:
                kind = PartyEventKind.Drop;
                break;
            case ChannelUseKind.Send:
                kind = PartyEventKind.Send;
                break;
            case ChannelUseKind.Receive:
                kind = PartyEventKind.Receive;
                break;
            case ChannelUseKind.Range:
                kind = PartyEventKind.Range;
                break;
            case ChannelUseKind.Close:
                kind = PartyEventKind.Close;
                break;
            default:
                return true;
        }

        var locations = Locate(use.Function!);
        if (locations == null)
        {
            return false;
        }

        foreach (var (party, at, deferred) in locations)
        {
            var isDeferred = deferred || use.Launch is DeferStmt;
            if (use.Launch is GoStmt || !party.Add(at ?? use.Syntax, new PartyEvent(kind, use, null, at != null, isDeferred)))
            {
                return false;
            }
        }

        return true;
    }

    // Who runs the code of a function, and if it is called, from which place of that party's function.
    private List<(ChannelParty Party, Node? At, bool IsDeferred)>? Locate(FlowFunction function)
    {
        if (function == Owner.Function)
        {
            return [(Owner, null, false)];
        }

        if (++depth > 20)
        {
            return null;
        }

        try
        {
            return function.Outer != null && function.Syntax is FuncLit
                ? LocateLiteral(function, function.Outer)
                : LocateBound(function);
        }
        finally
        {
            depth--;
        }
    }

    private List<(ChannelParty Party, Node? At, bool IsDeferred)>? LocateLiteral(FlowFunction literal, FlowFunction outer)
    {
        var (run, place) = LiteralRuns.Of(literal);
        var isCallback = false;
        if (run == LiteralRun.Unknown)
        {
            if (!IsHandedOver(literal, ref place))
            {
                return null;
            }

            isCallback = true;
            run = LiteralRun.Started;
        }

        return Locate(outer) is { } around ? Run(literal, around, run, place, outer.File, isCallback) : null;
    }

    // An argument of a call of something that is not in this package. Whoever runs it waits with its sends; it does no more
    // with the channel.
    private bool IsHandedOver(FlowFunction literal, ref Node place)
    {
        if (literal.Parents.Of(literal.Syntax) is not CallExpr call || !call.Args.Contains((Expr)literal.Syntax)
            || literal.Parents.Of(call) is DeferStmt || package.TargetOf(literal.File, call) != null)
        {
            return false;
        }

        foreach (var use in package.Channels.Of(Variable))
        {
            if (use.Function != null && literal.Encloses(use.Function) && use.Kind != ChannelUseKind.Send)
            {
                return false;
            }
        }

        place = call;
        return true;
    }

    private List<(ChannelParty Party, Node? At, bool IsDeferred)>? LocateBound(FlowFunction function)
    {
        List<(ChannelParty Party, Node? At, bool IsDeferred)>? found = null;
        foreach (var (callee, pass) in bindings)
        {
            if (callee != function)
            {
                continue;
            }

            if (pass.Function == null || Locate(pass.Function) is not { } around)
            {
                return null;
            }

            var run = pass.Launch switch
            {
                GoStmt => LiteralRun.Started,
                DeferStmt => LiteralRun.Deferred,
                _ => LiteralRun.Called,
            };
            if (Run(function, around, run, pass.Launch ?? pass.Syntax, pass.Function.File, false) is not { } here)
            {
                return null;
            }

            found ??= [];
            found.AddRange(here);
        }

        return found;
    }

    private List<(ChannelParty Party, Node? At, bool IsDeferred)>? Run(FlowFunction function,
        List<(ChannelParty Party, Node? At, bool IsDeferred)> around, LiteralRun run, Node place, TypedFile file, bool isCallback)
    {
        var found = new List<(ChannelParty Party, Node? At, bool IsDeferred)>();
        foreach (var (party, at, deferred) in around)
        {
            if (run != LiteralRun.Started)
            {
                found.Add((party, at ?? place, deferred || run == LiteralRun.Deferred));
                continue;
            }

            if (!started.TryGetValue((function, place), out var goroutine))
            {
                goroutine = new ChannelParty(function, place, party) { StartFile = file, IsCallback = isCallback };
                started.Add((function, place), goroutine);
                Parties.Add(goroutine);
                if (!party.Add(at ?? place, new PartyEvent(PartyEventKind.Start, null, goroutine, at != null, deferred)))
                {
                    return null;
                }
            }

            found.Add((goroutine, null, false));
        }

        return found;
    }
}
