namespace Unpark.Explorer;

/// <summary>What packages strings and bytes have in assembly: package internal/bytealg.</summary>
internal static class BytesIntrinsics
{
    private delegate long Search(ReadOnlySpan<byte> x, ReadOnlySpan<byte> y);

    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("internal/bytealg.Compare", c => Of(c, (x, y) => Math.Sign(x.SequenceCompareTo(y))), null),
        new("internal/bytealg.CompareString", c => Of(c, (x, y) => Math.Sign(x.SequenceCompareTo(y))), null),
        new("internal/bytealg.Count", c => Of(c, (x, y) => x.Count(y[0])), null),
        new("internal/bytealg.CountString", c => Of(c, (x, y) => x.Count(y[0])), null),
        new("internal/bytealg.Equal", c => Of(c, (x, y) => x.SequenceEqual(y) ? 1 : 0), null),
        new("internal/bytealg.IndexByte", c => Of(c, (x, y) => x.IndexOf(y[0])), null),
        new("internal/bytealg.IndexByteString", c => Of(c, (x, y) => x.IndexOf(y[0])), null),
        new("internal/bytealg.Index", c => Of(c, (x, y) => x.IndexOf(y)), null),
        new("internal/bytealg.IndexString", c => Of(c, (x, y) => x.IndexOf(y)), null),
    ];

    private static Value Of(IntrinsicCall call, Search search)
    {
        if (BytesOf(call, 0) is not { } x || BytesOf(call, 1) is not { } y)
        {
            return Value.OfObject(new UnknownValue(call.Site.Method?.Name ?? "", 0, call[0], call[1]));
        }

        return Value.Of(search(x, y));
    }

    // The bytes of a string or slice, or one byte; null if they are not known.
    private static byte[]? BytesOf(IntrinsicCall call, int argument)
    {
        var value = call[argument];
        switch (value.Reference)
        {
            case UnknownValue:
                return null;
            case GoString text:
                return text.Bytes.ToArray();
            case GoSlice:
                var items = call.Machine.ItemsOf(value);
                return Array.Exists(items, i => i.IsUnknown) ? null : Array.ConvertAll(items, i => (byte)i.Bits);
            default:
                return call.Site.ArgumentTypes[argument].Shape is Go.Types.BasicType { Kind: Go.Types.BasicKind.Uint8 } ? [(byte)value.Bits] : [];
        }
    }
}
