using Unpark.Go.Syntax;

namespace Unpark.Flow;

/// <summary>A case of a select.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Operand">The place of its channel among the operands; what it sends comes behind. -1 for the default.</param>
/// <param name="Syntax">The clause.</param>
public sealed record SsaSelectCase(SsaSelectKind Kind, int Operand, CommClause Syntax);
