namespace Unpark.Explorer;

/// <summary>A way from the end of a block to the beginning of another one.</summary>
/// <param name="Target">The place of the next instruction; filled in when all blocks have places.</param>
/// <param name="From">What the phis of the target take on this way.</param>
/// <param name="To">The registers of these phis.</param>
internal sealed record Edge(int Target, int[] From, int[] To);
