namespace Unpark.Analysis.Tests.Documents;

/// <summary>A fence after a fix, or after all preferred ones.</summary>
/// <param name="Fence">The fence.</param>
/// <param name="Name">The name of its folder.</param>
/// <param name="What">What was applied, for messages.</param>
/// <param name="Text">The code as it is now, without the comments that want something.</param>
/// <param name="Before">How many findings there were.</param>
/// <param name="Mended">How many of them have to be gone, at least.</param>
public sealed record FixedVariant(Fence Fence, string Name, string What, string Text, int Before, int Mended);
