using System.Collections.Immutable;

namespace Unpark.Go.Types;

/// <summary>
/// Sizes and alignments of types as the gc compiler lays them out on an architecture. Immutable.
/// Source: Go specification, "Size and alignment guarantees"; go/types gcsizes.go, sizes.go.
/// </summary>
public sealed class Sizes
{
    private readonly long maxAlign;

    private Sizes(long wordSize, long maxAlign)
    {
        WordSize = wordSize;
        this.maxAlign = maxAlign;
    }

    /// <summary>The sizes on amd64 and every other architecture with 64-bit words.</summary>
    public static Sizes Gc64 { get; } = new(8, 8);

    /// <summary>The sizes on 386, arm and mips.</summary>
    public static Sizes Gc32 { get; } = new(4, 4);

    private static Sizes Gc64P32 { get; } = new(4, 8);

    /// <summary>The size of a word, an <c>int</c>, <c>uint</c>, <c>uintptr</c> and pointer, in bytes.</summary>
    public long WordSize { get; }

    /// <summary>The sizes of an architecture, as GOARCH names it; those of amd64 for one that is not known.</summary>
    public static Sizes ForArchitecture(string goarch) => goarch switch
    {
        "386" or "arm" or "mips" or "mipsle" => Gc32,
        "amd64p32" => Gc64P32,
        _ => Gc64,
    };

    /// <summary>The alignment of a type in bytes, at least 1.</summary>
    public long Alignof(GoType type)
    {
        var underlying = type.Underlying;
        switch (underlying)
        {
            case ArrayType array:
                return Alignof(array.Elem);
            case StructType structType:
                // An empty struct of this name makes the struct that contains it 64-bit-aligned.
                if (structType.Fields.Length == 0 && IsSyncAtomicAlign64(type))
                {
                    return 8;
                }

                var max = 1L;
                foreach (var field in structType.Fields)
                {
                    max = Math.Max(max, Alignof(field.Type));
                }

                return max;
            case SliceType or InterfaceType:
                return WordSize;
            case BasicType { Info: var info } when (info & BasicInfo.String) != 0:
                return WordSize;
        }

        var size = Sizeof(type);
        if (size < 1)
        {
            return 1;
        }

        if (underlying is BasicType { Info: var basic } && (basic & BasicInfo.Complex) != 0)
        {
            size /= 2;
        }

        return Math.Min(size, maxAlign);
    }

    /// <summary>The size of a type in bytes; -1 if it is too large.</summary>
    public long Sizeof(GoType type)
    {
        switch (type.Underlying)
        {
            case BasicType basic:
                return basic.Kind switch
                {
                    BasicKind.Bool or BasicKind.Int8 or BasicKind.Uint8 => 1,
                    BasicKind.Int16 or BasicKind.Uint16 => 2,
                    BasicKind.Int32 or BasicKind.Uint32 or BasicKind.Float32 => 4,
                    BasicKind.Int64 or BasicKind.Uint64 or BasicKind.Float64 or BasicKind.Complex64 => 8,
                    BasicKind.Complex128 => 16,
                    BasicKind.String => WordSize * 2,
                    _ => WordSize,
                };
            case ArrayType array:
                if (array.Length <= 0)
                {
                    return 0;
                }

                var elem = Sizeof(array.Elem);
                if (elem <= 0)
                {
                    return elem;
                }

                return elem > long.MaxValue / array.Length ? -1 : elem * array.Length;
            case SliceType:
                return WordSize * 3;
            case StructType { Fields.Length: 0 }:
                return 0;
            case StructType structType:
                var last = structType.Fields.Length - 1;
                var offset = Offsetof(structType.Fields, last);
                var size = Sizeof(structType.Fields[last].Type);
                if (offset < 0 || size < 0)
                {
                    return -1;
                }

                // The last field must not be behind the struct, where its address would be that of another variable.
                if (offset > 0 && size == 0)
                {
                    size = 1;
                }

                return Align(offset + size, Alignof(structType));
            case InterfaceType:
                return WordSize * 2;
            default:
                return WordSize;
        }
    }

    /// <summary>The offset of a field in its struct in bytes; -1 if it is too large. O(index).</summary>
    /// <param name="fields">The struct's fields.</param>
    /// <param name="index">Which field.</param>
    public long Offsetof(ImmutableArray<Var> fields, int index)
    {
        var offset = 0L;
        for (var i = 0; ; i++)
        {
            var type = fields[i].Type;
            offset = Align(offset, Alignof(type));
            if (i == index || offset < 0)
            {
                return offset;
            }

            var size = Sizeof(type);
            if (size < 0)
            {
                return -1;
            }

            offset = unchecked(offset + size);
            if (offset < 0)
            {
                return -1;
            }
        }
    }

    /// <summary>The offset of a field reached through embedded structs, in bytes; -1 if it is too large.</summary>
    /// <param name="type">The outer type; its underlying type is a struct.</param>
    /// <param name="path">The field indices from the outside in; no field on the way but the last may be a pointer.</param>
    public long Offsetof(GoType type, ImmutableArray<int> path)
    {
        var sum = 0L;
        foreach (var index in path)
        {
            if (type.Underlying is not StructType structType)
            {
                return -1;
            }

            var offset = Offsetof(structType.Fields, index);
            if (offset < 0 || sum + offset < 0)
            {
                return -1;
            }

            sum += offset;
            type = structType.Fields[index].Type;
        }

        return sum;
    }

    private static long Align(long offset, long alignment) => unchecked(offset + alignment - 1) & ~(alignment - 1);

    private static bool IsSyncAtomicAlign64(GoType type) =>
        type is NamedType { Obj: { Name: "align64", Package.Path: "sync/atomic" or "internal/runtime/atomic" } };
}
