using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>The body of a function literal that is yet to be checked, and what it is to be checked with.</summary>
/// <param name="Literal">The literal.</param>
/// <param name="Signature">Its type.</param>
/// <param name="Scope">The scope of its parameters.</param>
/// <param name="Decl">The package-level declaration it is part of, if what it refers to matters there.</param>
/// <param name="Iota">The value of iota, in a constant declaration.</param>
/// <param name="Version">The language version where it stands.</param>
internal readonly record struct DelayedBody(
    FuncLit Literal, Signature Signature, Scope Scope, DeclInfo? Decl, ConstantValue? Iota, GoVersion Version);
