using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Tells which places the values of a function may come from, through its own variables and objects, and through functions that
/// return what they are given.
/// </summary>
public sealed class PlaceResolver
{
    private const int MaxPlaces = 32;

    private readonly SsaFunction function;
    private readonly SummaryScope scope;
    private readonly Dictionary<SsaValue, ImmutableHashSet<SsaPlace>> known = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<SsaValue> busy = new(ReferenceEqualityComparer.Instance);
    private Dictionary<SsaPlace, List<SsaValue>>? stored;
    private Dictionary<SsaFunction, SsaClosure>? closures;

    internal PlaceResolver(SsaFunction function, SummaryScope scope)
    {
        this.function = function;
        this.scope = scope;
    }

    /// <summary>The places a value, or what it points to, may be at; empty for constants and functions.</summary>
    public ImmutableHashSet<SsaPlace> Of(SsaValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (known.TryGetValue(value, out var found))
        {
            return found;
        }

        if (!busy.Add(value))
        {
            return [];
        }

        found = Find(value);
        busy.Remove(value);
        if (busy.Count == 0)
        {
            // Within a cycle something may be missing still.
            known[value] = found;
        }

        return found;
    }

    /// <summary>The places in this function of what a callee's summary says about a place of its own.</summary>
    public ImmutableHashSet<SsaPlace> Translate(SsaPlace place, SsaInstruction call, SsaFunction callee)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(callee);
        switch (place.Kind)
        {
            case SsaPlaceKind.Global:
                return [place];
            case SsaPlaceKind.Parameter:
                return ArgumentOf(call, callee, place.Index) is { } argument ? Continue(Of(argument), place) : [];
            case SsaPlaceKind.Captured:
                return ClosureOf(callee) is { } closure ? Continue(Of(closure.OperandArray[place.Index]), place) : [];
            case SsaPlaceKind.Result when call is SsaCall { Op: SsaOp.Call }:
                return Continue([ResultOf(call, callee, place.Index)], place);
            default:
                return [];
        }
    }

    /// <summary>The places in this function of what the summary of a literal made here says about a place of its own.</summary>
    public ImmutableHashSet<SsaPlace> Translate(SsaPlace place, SsaClosure closure)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(closure);
        return place.Kind switch
        {
            SsaPlaceKind.Global => [place],
            SsaPlaceKind.Captured => Continue(Of(closure.OperandArray[place.Index]), place),
            _ => [],
        };
    }

    /// <summary>The argument that a parameter of a callee gets, or null.</summary>
    public static SsaValue? ArgumentOf(SsaInstruction call, SsaFunction callee, int index)
    {
        if (call is not SsaCall known || callee == null)
        {
            return null;
        }

        // The receiver of a method value was bound before.
        var shift = known.Kind == SsaCallKind.Value ? callee.Parameters.Length - known.ArgumentCount : 0;
        if (shift == 1 && index == 0)
        {
            return known.Callee is SsaMethodValue { OperandArray: [var receiver] } ? receiver : null;
        }

        return index - shift >= 0 && index - shift < known.ArgumentCount ? known.Argument(index - shift) : null;
    }

    private static ImmutableHashSet<SsaPlace> Continue(ImmutableHashSet<SsaPlace> starts, SsaPlace place)
    {
        if (place.Path.IsEmpty)
        {
            return starts;
        }

        var found = ImmutableHashSet.CreateBuilder<SsaPlace>();
        foreach (var start in starts)
        {
            found.Add(place.From(start));
        }

        return found.ToImmutable();
    }

    private static SsaPlace ResultOf(SsaInstruction call, SsaFunction callee, int index) =>
        callee.Signature.Results.Length > 1
            ? SsaPlace.Of(call.Uses.OfType<SsaExtract>().FirstOrDefault(e => e.Index == index) ?? call)
            : SsaPlace.Of(call);

    private SsaClosure? ClosureOf(SsaFunction literal)
    {
        if (closures == null)
        {
            closures = [];
            foreach (var instruction in function.Instructions)
            {
                if (instruction is SsaClosure closure)
                {
                    closures[closure.Function.Ssa] = closure;
                }
            }
        }

        return closures.GetValueOrDefault(literal);
    }

    private ImmutableHashSet<SsaPlace> Find(SsaValue value)
    {
        switch (value)
        {
            case SsaParameter parameter:
                return [SsaPlace.Parameter(parameter.Index)];
            case SsaFreeVariable free:
                return [SsaPlace.Captured(free.Index)];
            case SsaGlobal global:
                return [SsaPlace.Of(global.Variable)];
            case SsaFieldAccess field:
                return Step(field.OperandArray[0], field.Field);
            case SsaCall { Op: SsaOp.Call, Kind: not SsaCallKind.Builtin } call when call.Type is not TupleType:
                return Returned(call, call, 0);
            case SsaCall { Builtin: BuiltinId.Append } append:
                return Of(append.Argument(0)).Add(SsaPlace.Of(append));
            case SsaExtract { OperandArray: [SsaCall { Kind: not SsaCallKind.Builtin } call] } extract:
                return Returned(call, extract, extract.Index);
            case SsaInstruction { Op: SsaOp.Load or SsaOp.ChangeType or SsaOp.ChangeInterface or SsaOp.MakeInterface
                or SsaOp.TypeAssert or SsaOp.Convert or SsaOp.Slice } same:
                return Of(same.OperandArray[0]) is var places && same.Op == SsaOp.Load ? WithStored(places) : places;
            case SsaInstruction { Op: SsaOp.Index or SsaOp.IndexAddress or SsaOp.MapIndex or SsaOp.Receive } element:
                return Step(element.OperandArray[0], null);
            case SsaInstruction { Op: SsaOp.RangeKey or SsaOp.RangeValue, OperandArray: [SsaInstruction { OperandArray:
                [SsaInstruction { OperandArray: [var over] }] }] }:
                return Step(over, null);
            case SsaPhi phi:
                var all = ImmutableHashSet.CreateBuilder<SsaPlace>();
                foreach (var operand in phi.OperandArray)
                {
                    all.UnionWith(Of(operand));
                }

                return Bounded(all.ToImmutable());
            case SsaInstruction instruction:
                return [SsaPlace.Of(instruction)];
            default:
                return [];
        }
    }

    private static ImmutableHashSet<SsaPlace> Bounded(ImmutableHashSet<SsaPlace> places) =>
        places.Count <= MaxPlaces ? places : [.. places.Where(p => p.IsVisible).Take(MaxPlaces)];

    private ImmutableHashSet<SsaPlace> Step(SsaValue from, Var? field)
    {
        var found = ImmutableHashSet.CreateBuilder<SsaPlace>();
        foreach (var place in Of(from))
        {
            found.Add(place.Then(field));
        }

        return found.ToImmutable();
    }

    // What a variable or object of this function holds is what was stored there, too.
    private ImmutableHashSet<SsaPlace> WithStored(ImmutableHashSet<SsaPlace> places)
    {
        var result = places;
        foreach (var place in places)
        {
            if (place.Kind == SsaPlaceKind.Local && Stored().TryGetValue(place, out var values))
            {
                foreach (var value in values)
                {
                    result = result.Union(Of(value));
                }
            }
        }

        return Bounded(result);
    }

    private Dictionary<SsaPlace, List<SsaValue>> Stored()
    {
        if (stored != null)
        {
            return stored;
        }

        stored = [];
        foreach (var instruction in function.Instructions)
        {
            if (instruction.Op == SsaOp.Store && LocalAddress(instruction.OperandArray[0]) is { } place)
            {
                if (!stored.TryGetValue(place, out var values))
                {
                    values = [];
                    stored.Add(place, values);
                }

                values.Add(instruction.OperandArray[1]);
            }
        }

        return stored;
    }

    private static SsaPlace? LocalAddress(SsaValue address) => address switch
    {
        SsaAlloc alloc => SsaPlace.Of(alloc),
        SsaFieldAccess { Op: SsaOp.FieldAddress } field => LocalAddress(field.OperandArray[0])?.Then(field.Field),
        _ => null,
    };

    private ImmutableHashSet<SsaPlace> Returned(SsaCall call, SsaInstruction value, int index)
    {
        ImmutableHashSet<SsaPlace> found = [SsaPlace.Of(value)];
        foreach (var callee in scope.Calls.CalleesOf(call))
        {
            foreach (var place in scope.Of(ReturnsFact.Instance, callee).Of(index))
            {
                found = found.Union(Translate(place, call, callee));
            }
        }

        return Bounded(found);
    }
}
