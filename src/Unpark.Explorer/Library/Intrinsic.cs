namespace Unpark.Explorer;

/// <summary>A function that the explorer has itself.</summary>
/// <param name="Name">The import path and the name; of a method with its type between them.</param>
/// <param name="Run">What it does, if others cannot see that.</param>
/// <param name="Operation">The operation it is otherwise.</param>
internal sealed record Intrinsic(string Name, Func<IntrinsicCall, Value>? Run, OperationKind? Operation);
