namespace Unpark.Explorer;

/// <summary>What makes a NaN as the key of a map another key than any other: each is an object of its own.</summary>
/// <param name="number">The number, real or complex.</param>
internal sealed class NotANumber(Value number)
{
    public Value Number { get; } = number;
}
