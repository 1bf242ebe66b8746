namespace Unpark.Flow;

/// <summary>When a function does something.</summary>
public enum EffectTime : byte
{
    /// <summary>Before it returns, in a deferred call too.</summary>
    Call,

    /// <summary>In a goroutine it starts.</summary>
    Goroutine,

    /// <summary>When somebody calls a function literal it makes and gives away.</summary>
    Closure,
}
