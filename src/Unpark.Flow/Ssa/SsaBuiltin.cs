using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>A built-in function that is called, deferred, or started as a goroutine.</summary>
public sealed class SsaBuiltin : SsaValue
{
    internal SsaBuiltin(Builtin builtin)
        : base(builtin.Type)
    {
        Builtin = builtin;
    }

    /// <summary>The function.</summary>
    public Builtin Builtin { get; }

    /// <inheritdoc/>
    public override string ToString() => Builtin.Name;
}
