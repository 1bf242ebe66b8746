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
        var walk = default(Walk);
        return Alignof(type, ref walk);
    }

    /// <summary>The size of a type in bytes; -1 if it is too large, or contains itself.</summary>
    public long Sizeof(GoType type)
    {
        var walk = default(Walk);
        var size = Sizeof(type, ref walk);
        return walk.IsEndless ? -1 : size;
    }

    /// <summary>The offset of a field in its struct in bytes; -1 if it is too large. O(index).</summary>
    /// <param name="fields">The struct's fields.</param>
    /// <param name="index">Which field.</param>
    public long Offsetof(ImmutableArray<Var> fields, int index)
    {
        var walk = default(Walk);
        var offset = Offsetof(fields, index, ref walk);
        return walk.IsEndless ? -1 : offset;
    }

    /// <summary>The offset of a field reached through embedded structs, in bytes; -1 if it is too large.</summary>
    /// <param name="type">The outer type; its underlying type is a struct.</param>
    /// <param name="path">The field indices from the outside in; none but the last field may be a pointer.</param>
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

    private long Alignof(GoType type, ref Walk walk)
    {
        var underlying = type.Underlying;
        switch (underlying)
        {
            case ArrayType array when walk.Enter():
                var elem = Alignof(array.Elem, ref walk);
                walk.Leave();
                return elem;
            case StructType structType:
                // An empty struct of this name makes the struct that contains it 64-bit-aligned.
                if (structType.Fields.Length == 0 && IsSyncAtomicAlign64(type))
                {
                    return 8;
                }

                return MaxAlignof(type, structType, ref walk);
            case ArrayType:
                return 1;
            case SliceType or InterfaceType:
                return WordSize;
            case BasicType { Info: var info } when (info & BasicInfo.String) != 0:
                return WordSize;
        }

        var size = Sizeof(type, ref walk);
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

    private long MaxAlignof(GoType type, StructType structType, ref Walk walk)
    {
        var max = 1L;
        if (walk.Enter())
        {
            if (!walk.TryGetAlignment(type, out max))
            {
                max = 1;
                foreach (var field in structType.Fields)
                {
                    max = Math.Max(max, Alignof(field.Type, ref walk));
                }

                walk.SetAlignment(type, max);
            }

            walk.Leave();
        }

        return max;
    }

    private long Sizeof(GoType type, ref Walk walk)
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

                if (!walk.Enter())
                {
                    return -1;
                }

                var elem = Sizeof(array.Elem, ref walk);
                walk.Leave();
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
                if (!walk.Enter())
                {
                    return -1;
                }

                if (!walk.TryGetSize(type, out var total))
                {
                    total = StructSize(structType, ref walk);
                    walk.SetSize(type, total);
                }

                walk.Leave();
                return total;
            case InterfaceType:
                return WordSize * 2;
            default:
                return WordSize;
        }
    }

    private long StructSize(StructType type, ref Walk walk)
    {
        var last = type.Fields.Length - 1;
        var offset = Offsetof(type.Fields, last, ref walk);
        var size = Sizeof(type.Fields[last].Type, ref walk);
        if (offset < 0 || size < 0)
        {
            return -1;
        }

        // The last field must not be behind the struct, where its address would be that of another variable.
        if (offset > 0 && size == 0)
        {
            size = 1;
        }

        return Align(offset + size, Alignof(type, ref walk));
    }

    private long Offsetof(ImmutableArray<Var> fields, int index, ref Walk walk)
    {
        var offset = 0L;
        for (var i = 0; ; i++)
        {
            var type = fields[i].Type;
            offset = Align(offset, Alignof(type, ref walk));
            if (i == index || offset < 0)
            {
                return offset;
            }

            var size = Sizeof(type, ref walk);
            offset = unchecked(offset + size);
            if (size < 0 || offset < 0)
            {
                return -1;
            }
        }
    }

    private static long Align(long offset, long alignment) => unchecked(offset + alignment - 1) & ~(alignment - 1);

    private static bool IsSyncAtomicAlign64(GoType type) =>
        type is NamedType { Obj: { Name: "align64", Package.Path: "sync/atomic" or "internal/runtime/atomic" } };

    /// <summary>
    /// Ends the measuring of types that are not valid: a type may contain itself, or larger and larger instances of
    /// itself, and so have no size. Of a type with many parts it remembers what they measure.
    /// </summary>
    private struct Walk
    {
        private const int MaxDepth = 500;
        private const int MaxSteps = 1_000_000;
        private const int FewSteps = 200;

        private int depth;
        private int steps;
        private Dictionary<GoType, long>? sizes;
        private Dictionary<GoType, long>? alignments;

        /// <summary>True once the limits are met; nothing is entered from then on.</summary>
        public bool IsEndless { get; private set; }

        /// <summary>Enters an array or a struct.</summary>
        public bool Enter()
        {
            if (IsEndless || depth == MaxDepth || steps == MaxSteps)
            {
                IsEndless = true;
                return false;
            }

            depth++;
            steps++;
            return true;
        }

        /// <summary>Leaves what was entered last.</summary>
        public void Leave() => depth--;

        /// <summary>The size of a type that was measured before.</summary>
        public readonly bool TryGetSize(GoType type, out long size)
        {
            size = 0;
            return sizes != null && sizes.TryGetValue(type, out size);
        }

        /// <summary>The alignment of a type that was measured before.</summary>
        public readonly bool TryGetAlignment(GoType type, out long alignment)
        {
            alignment = 0;
            return alignments != null && alignments.TryGetValue(type, out alignment);
        }

        /// <summary>Remembers a size.</summary>
        public void SetSize(GoType type, long size)
        {
            if (steps > FewSteps)
            {
                (sizes ??= []).TryAdd(type, size);
            }
        }

        /// <summary>Remembers an alignment.</summary>
        public void SetAlignment(GoType type, long alignment)
        {
            if (steps > FewSteps)
            {
                (alignments ??= []).TryAdd(type, alignment);
            }
        }
    }
}
