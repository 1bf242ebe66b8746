using System.Collections.Immutable;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>
/// Waits until one of several communications can go on. Ends its block; the successor with the number of a case is where
/// control goes on after it. Without a case it waits for ever.
/// </summary>
public sealed class SsaSelect : SsaInstruction
{
    internal SsaSelect(SelectStmt syntax, ImmutableArray<SsaSelectCase> cases, SsaValue[] operands)
        : base(SsaOp.Select, TupleType.Empty, syntax, operands)
    {
        Cases = cases;
    }

    /// <summary>The cases in source order.</summary>
    public ImmutableArray<SsaSelectCase> Cases { get; }

    /// <summary>True if there is a default, so that it does not wait.</summary>
    public bool HasDefault => Cases.Any(c => c.Kind == SsaSelectKind.Default);

    /// <summary>The channel of a case; null for the default.</summary>
    public SsaValue? Channel(SsaSelectCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        return @case.Kind == SsaSelectKind.Default ? null : OperandArray[@case.Operand];
    }

    /// <summary>What a case sends; null if it does not.</summary>
    public SsaValue? Sent(SsaSelectCase @case)
    {
        ArgumentNullException.ThrowIfNull(@case);
        return @case.Kind == SsaSelectKind.Send ? OperandArray[@case.Operand + 1] : null;
    }
}
