using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A place where a field is named.</summary>
/// <param name="File">The file.</param>
/// <param name="Function">The function the place is in, or null.</param>
/// <param name="Name">The field's name there.</param>
/// <param name="Parent">
/// What it is part of: the <see cref="SelectorExpr"/> that selects it, or the <see cref="KeyValueExpr"/> of a composite
/// literal that sets it.
/// </param>
public sealed record FieldUse(TypedFile File, FlowFunction? Function, Ident Name, Expr Parent);
