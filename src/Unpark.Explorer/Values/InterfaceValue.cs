namespace Unpark.Explorer;

/// <summary>A value in an interface, with its type; a nil interface has none of these.</summary>
/// <param name="Type">The dynamic type, which is no interface.</param>
/// <param name="Value">The value.</param>
internal sealed record InterfaceValue(RuntimeType Type, Value Value);
