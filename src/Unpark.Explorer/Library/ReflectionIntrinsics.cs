using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>What models in Go need of reflection.</summary>
internal static class ReflectionIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("errors.comparable", c => c[0].Reference is InterfaceValue of ? Value.Of(TypePredicates.Comparable(of.Type.Type)) : Value.Of(false), null),
        new("errors.assign", c => c.Machine.AssignTo(c[0], c[1]), null),
        new("internal/reflectlite.length", c => c[0].Reference is InterfaceValue { Value.Reference: GoSlice slice } ? Value.Of((long)slice.Length)
            : c[0].Reference is InterfaceValue { Value.IsUnknown: false } ? Value.Of(0L) : c.Unknown(), null),
        new("internal/reflectlite.swap", Swap, null),
        new("internal/abi.NoEscape", c => c[0], null),
        new("internal/abi.Escape", c => c[0], null),
    ];

    private static Value Swap(IntrinsicCall call)
    {
        if (call[0].Reference is InterfaceValue { Type: var type, Value: { Reference: GoSlice slice } } && !call[1].IsUnknown && !call[2].IsUnknown)
        {
            var elem = type.Elem;
            var x = Value.Pointer(slice.Object, slice.Offset + ((int)call[1].Bits * elem.Cells));
            var y = Value.Pointer(slice.Object, slice.Offset + ((int)call[2].Bits * elem.Cells));
            var kept = call.Machine.Load(x, elem);
            call.Machine.Store(x, call.Machine.Load(y, elem), elem);
            call.Machine.Store(y, kept, elem);
        }

        return default;
    }
}
