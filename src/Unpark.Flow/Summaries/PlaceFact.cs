using System.Collections.Immutable;

namespace Unpark.Flow;

/// <summary>
/// What a function may do to parameters, captured variables, variables of packages and results, itself or by what it calls,
/// defers, starts or gives away. What it does to objects that nobody else sees is not in it.
/// </summary>
public abstract class PlaceFact : SummaryFact<ImmutableHashSet<PlaceEffect>>
{
    private const int MaxEffects = 64;

    private protected PlaceFact()
    {
    }

    /// <inheritdoc/>
    public sealed override ImmutableHashSet<PlaceEffect> Start(SsaFunction function) => [];

    /// <inheritdoc/>
    public sealed override bool AreEqual(ImmutableHashSet<PlaceEffect> x, ImmutableHashSet<PlaceEffect> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        return x.SetEquals(y);
    }

    /// <inheritdoc/>
    public sealed override ImmutableHashSet<PlaceEffect> Compute(SsaFunction function, SummaryScope scope)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(scope);
        var places = scope.PlacesIn(function);
        var effects = ImmutableHashSet.CreateBuilder<PlaceEffect>();
        HashSet<SsaFunction>? called = null;
        foreach (var instruction in function.Instructions)
        {
            foreach (var (value, when) in ActsOn(instruction, scope))
            {
                Add(places.Of(value), when);
            }

            foreach (var callee in scope.Calls.CalleesOf(instruction))
            {
                (called ??= []).Add(callee);
                var site = instruction.Op == SsaOp.Go ? EffectTime.Goroutine : EffectTime.Call;
                foreach (var effect in scope.Of(this, callee))
                {
                    Add(places.Translate(effect.Place, instruction, callee), Later(site, effect.When));
                }
            }
        }

        foreach (var instruction in function.Instructions)
        {
            if (instruction is SsaClosure closure && called?.Contains(closure.Function.Ssa) != true)
            {
                foreach (var effect in scope.Of(this, closure.Function.Ssa))
                {
                    Add(places.Translate(effect.Place, closure), Later(WhenCalled(closure, scope), effect.When));
                }
            }
        }

        return Visible(function, places, effects);

        void Add(ImmutableHashSet<SsaPlace> found, EffectTime when)
        {
            foreach (var place in found)
            {
                if (effects.Count < MaxEffects || place.IsVisible)
                {
                    effects.Add(new PlaceEffect(place, when));
                }
            }
        }
    }

    /// <summary>The values that an instruction by itself acts on, and when; calls of functions with a body are followed.</summary>
    private protected abstract IEnumerable<(SsaValue Value, EffectTime When)> ActsOn(SsaInstruction instruction,
        SummaryScope scope);

    /// <summary>When a function literal is called that is given to other functions, as far as these are known.</summary>
    private static EffectTime WhenCalled(SsaClosure closure, SummaryScope scope)
    {
        var latest = EffectTime.Call;
        foreach (var use in closure.Uses)
        {
            if (use is not SsaCall call || !scope.Calls.IsComplete(call))
            {
                return EffectTime.Closure;
            }

            var site = call.Op == SsaOp.Go ? EffectTime.Goroutine : EffectTime.Call;
            foreach (var callee in scope.Calls.OutsideCalleesOf(call))
            {
                latest = Later(latest, Later(site, CallsFact.OutsideTime(callee) ?? EffectTime.Closure));
            }

            foreach (var callee in scope.Calls.CalleesOf(call))
            {
                var when = callee.Object is { } known ? CallsFact.OutsideTime(known) : null;
                foreach (var parameter in callee.Parameters)
                {
                    if (when == null && ReferenceEquals(PlaceResolver.ArgumentOf(call, callee, parameter.Index), closure))
                    {
                        when = TimeOf(scope.Of(CallsFact.Instance, callee), parameter.Index);
                    }
                }

                latest = Later(latest, Later(site, when ?? EffectTime.Closure));
            }
        }

        return latest;
    }

    private static EffectTime? TimeOf(ImmutableHashSet<PlaceEffect> calls, int parameter)
    {
        EffectTime? when = null;
        foreach (var effect in calls)
        {
            if (effect.Place is { Kind: SsaPlaceKind.Parameter, Path.IsEmpty: true } place && place.Index == parameter)
            {
                when = when is { } before ? Later(before, effect.When) : effect.When;
            }
        }

        return when;
    }

    private static EffectTime Later(EffectTime x, EffectTime y) => x > y ? x : y;

    // What is done to something made here matters to the caller if that is returned.
    private static ImmutableHashSet<PlaceEffect> Visible(SsaFunction function, PlaceResolver places,
        ImmutableHashSet<PlaceEffect>.Builder effects)
    {
        if (effects.Count == 0)
        {
            return [];
        }

        var visible = ImmutableHashSet.CreateBuilder<PlaceEffect>();
        var locals = new List<PlaceEffect>();
        foreach (var effect in effects)
        {
            if (effect.Place.IsVisible)
            {
                visible.Add(effect);
            }
            else
            {
                locals.Add(effect);
            }
        }

        foreach (var block in function.Blocks)
        {
            if (locals.Count == 0 || block.Terminator.Op != SsaOp.Return)
            {
                continue;
            }

            for (var i = 0; i < block.Terminator.OperandArray.Length; i++)
            {
                foreach (var (held, path) in Held(function, places, block.Terminator.OperandArray[i]))
                {
                    foreach (var effect in locals)
                    {
                        if (effect.Place.Behind(held) is { } rest)
                        {
                            var place = path.Aggregate(SsaPlace.Result(i), (p, f) => p.Then(f));
                            visible.Add(effect with { Place = rest.Aggregate(place, (p, f) => p.Then(f)) });
                        }
                    }
                }
            }
        }

        return visible.ToImmutable();
    }

    /// <summary>The places made here that a returned value is, or that are stored in fields of it, and the way to them.</summary>
    private static IEnumerable<(SsaPlace Place, ImmutableArray<Go.Types.Var?> Path)> Held(SsaFunction function,
        PlaceResolver places, SsaValue returned)
    {
        var own = places.Of(returned).Where(p => p.Kind == SsaPlaceKind.Local).ToList();
        foreach (var place in own)
        {
            yield return (place, []);
        }

        if (own.Count == 0)
        {
            yield break;
        }

        foreach (var instruction in function.Instructions)
        {
            if (instruction.Op != SsaOp.Store || instruction.OperandArray[0] is not SsaFieldAccess)
            {
                continue;
            }

            foreach (var target in places.Of(instruction.OperandArray[0]))
            {
                foreach (var place in own)
                {
                    if (target.Behind(place) is { Length: > 0 } path)
                    {
                        foreach (var held in places.Of(instruction.OperandArray[1]).Where(p => p.Kind == SsaPlaceKind.Local))
                        {
                            yield return (held, path);
                        }
                    }
                }
            }
        }
    }
}
