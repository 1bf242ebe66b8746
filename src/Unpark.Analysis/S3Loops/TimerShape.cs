using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S3Loops;

/// <summary>Recognises the tickers and timers of clocks that stand in for package time.</summary>
internal static class TimerShape
{
    /// <summary>
    /// True if a call gives something that has a Stop and a channel of times: in a field C, or by a method C, Chan or Ch.
    /// </summary>
    public static bool Has(TypedFile file, CallExpr call)
    {
        if (file.TypeOf(call).Type is not { } type || type is TupleType || GoTypes.IsNamed(type, "time", "Ticker") || GoTypes.IsNamed(type, "time", "Timer"))
        {
            return false;
        }

        var package = file.Package.Package;
        return Lookup.FieldOrMethod(type, true, package, "Stop").Obj is Func { Signature.Params.Length: 0 }
            && (GivesTimes(type, package, "C") || GivesTimes(type, package, "Chan") || GivesTimes(type, package, "Ch"));
    }

    private static bool GivesTimes(GoType type, Package package, string name) => Lookup.FieldOrMethod(type, true, package, name).Obj switch
    {
        Var field => IsOfTimes(field.Type),
        Func { Signature: { Params.Length: 0, Results: { Length: 1 } results } } => IsOfTimes(results.Vars[0].Type),
        _ => false,
    };

    private static bool IsOfTimes(GoType type) => type.Underlying is ChanType { Elem: var element } && GoTypes.IsNamed(element, "time", "Time");
}
