using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S4Libraries;

/// <summary>What the parameters of a called function stand for at the caller.</summary>
internal sealed record SignalBinding(ImmutableDictionary<Var, Var> Values)
{
    /// <summary>Nothing is bound.</summary>
    public static SignalBinding Empty { get; } = new(ImmutableDictionary<Var, Var>.Empty);

    /// <summary>Binds the parameters of a called function to its arguments.</summary>
    public SignalBinding With(SignalKeys keys, FlowFunction caller, CallExpr call, FlowFunction callee)
    {
        var values = Values;
        var index = 0;
        foreach (var field in callee.Type.Params.List)
        {
            foreach (var name in field.Names)
            {
                if (index < call.Args.Length && callee.File.DefOf(name) is Var parameter
                    && keys.Of(caller, call.Args[index], this) is { } key)
                {
                    values = values.SetItem(parameter, key);
                }

                index++;
            }
        }

        return values == Values ? this : new SignalBinding(values);
    }
}
