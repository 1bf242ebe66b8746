using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// A function in static single assignment form: each value has one instruction that makes it. Immutable once built.
/// A generic function is built once, as declared, with its type parameters.
/// </summary>
public sealed class SsaFunction
{
    private SsaDominators? dominators;
    private SsaDominators? postDominators;
    private SsaLoops? loops;

    internal SsaFunction(FlowPackage package, FlowFunction? flow, Signature signature)
    {
        Package = package;
        Flow = flow;
        Signature = signature;
    }

    /// <summary>The package.</summary>
    public FlowPackage Package { get; }

    /// <summary>The function it is made from; null for the initialization of the package's variables.</summary>
    public FlowFunction? Flow { get; }

    /// <summary>The declared function; null for a function literal and for the initialization.</summary>
    public Func? Object => Flow?.Object;

    /// <summary>The signature; the receiver is not among its parameters.</summary>
    public Signature Signature { get; }

    /// <summary>
    /// <c>f</c>, <c>(*T).m</c>; of a function literal the declared function and <c>$</c> with a number for each level; of the
    /// initialization of the package's variables <c>init$vars</c>.
    /// </summary>
    public string Name => Flow == null ? "init$vars" : SsaNames.Of(Flow);

    /// <summary>What it is called with, the receiver first.</summary>
    public ImmutableArray<SsaParameter> Parameters { get; internal set; } = [];

    /// <summary>The variables of enclosing functions it uses, in the order of their first use.</summary>
    public ImmutableArray<SsaFreeVariable> FreeVariables { get; internal set; } = [];

    /// <summary>The blocks by their <see cref="SsaBlock.Index"/>, the entry first. All of them can be reached.</summary>
    public ImmutableArray<SsaBlock> Blocks { get; internal set; } = [];

    /// <summary>Where the function begins.</summary>
    public SsaBlock Entry => Blocks[0];

    /// <summary>
    /// Where a panic, or the end of the goroutine, runs the deferred calls; null if nothing is deferred.
    /// </summary>
    public SsaBlock? PanicBlock { get; internal set; }

    /// <summary>True if a deferred call recovers.</summary>
    public bool Recovers { get; internal set; }

    /// <summary>How many values its instructions have.</summary>
    public int ValueCount { get; internal set; }

    /// <summary>The dominators of the blocks, with the ways that panics take; worked out when asked for the first time.</summary>
    public SsaDominators Dominators => dominators ??= SsaDominators.Of(this);

    /// <summary>
    /// The post-dominators of the blocks, without the ways that panics take; worked out when asked for the first time.
    /// </summary>
    public SsaDominators PostDominators => postDominators ??= SsaDominators.PostOf(this);

    /// <summary>The loops; found when asked for the first time.</summary>
    public SsaLoops Loops => loops ??= SsaLoops.Of(this);

    /// <summary>The file it is written in; null for the initialization of the package's variables.</summary>
    public TypedFile? File => Flow?.File;

    /// <summary>The syntax it is made from; null for the initialization of the package's variables.</summary>
    public Node? Syntax => Flow?.Syntax;

    /// <summary>The instructions of all blocks, in their order.</summary>
    public IEnumerable<SsaInstruction> Instructions
    {
        get
        {
            foreach (var block in Blocks)
            {
                foreach (var instruction in block.Instructions)
                {
                    yield return instruction;
                }
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
