using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// A function made ready to be executed; of a generic one, for some type arguments. The registers hold first the
/// parameters, then the free variables, then the values of the instructions.
/// </summary>
internal sealed class CodeFunction(string name, SsaFunction ssa, int number, ImmutableArray<TypeParam> typeParams,
    ImmutableTypes typeArgs)
{
    private Liveness? liveness;
    private LoopCounter?[]? counters;

    public string Name { get; } = name;

    /// <summary>The import path of the package it is written in; empty for what the explorer makes itself.</summary>
    public string Package { get; init; } = "";

    public SsaFunction Ssa { get; } = ssa;

    /// <summary>From 0 in the order in which functions were met.</summary>
    public int Number { get; } = number;

    /// <summary>The type parameters of the declared function it belongs to.</summary>
    public ImmutableArray<TypeParam> TypeParams { get; } = typeParams;

    /// <summary>What stands in their place.</summary>
    public ImmutableTypes TypeArgs { get; } = typeArgs;

    public Instruction[] Instructions { get; set; } = [];

    public Value[] Constants { get; set; } = [];

    /// <summary>True of one that does nothing but work out a result, and need not be executed with what is not known.</summary>
    public bool IsPure { get; init; }

    public int ParameterCount { get; set; }

    public int RegisterCount { get; set; }

    /// <summary>Where a panic goes on; -1 if nothing is deferred.</summary>
    public int PanicStart { get; set; } = -1;

    /// <summary>Which registers matter at a place.</summary>
    public Liveness Liveness => liveness ??= new Liveness(this);

    /// <summary>For each register the loop it only counts the rounds of, or null.</summary>
    public LoopCounter?[] Counters => counters ??= LoopCounters.Of(this);

    /// <summary>The phis, by their registers.</summary>
    public Dictionary<int, SsaPhi> Phis { get; set; } = [];

    /// <summary>The phi whose register it is, or null.</summary>
    public SsaPhi? PhiOf(int register) => Phis.GetValueOrDefault(register);

    public override string ToString() => Name;
}
