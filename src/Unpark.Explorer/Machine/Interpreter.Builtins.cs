using System.Numerics;
using System.Text;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <content>Built-in functions (Go specification, "Built-in functions").</content>
internal sealed partial class Interpreter
{
    private bool CallBuiltin(CallSite site, BuiltinId id, Value[] arguments, Instruction instruction)
    {
        switch (id)
        {
            case BuiltinId.Close:
                return Wait(OperationKind.Close, arguments[0]);
            case BuiltinId.Panic:
                throw Panic(arguments[0]);
            default:
                Set(instruction.Target, Builtin(site, id, arguments));
                frame.Place++;
                return true;
        }
    }

    // Since Go 1.21 recover never gives nil during a panic.
    private static GoPanicException Panic(Value value) => value.IsZero ? new("nil", RuntimePanic.Nil) : new(value);

    private Value Builtin(CallSite site, BuiltinId id, Value[] arguments)
    {
        var type = site.ArgumentTypes.Length > 0 ? site.ArgumentTypes[0] : null;
        switch (id)
        {
            case BuiltinId.Len:
                return Length(arguments[0], type!);
            case BuiltinId.Cap:
                return Capacity(arguments[0], type!);
            case BuiltinId.Append:
                return Append(arguments[0], arguments.Length > 1 ? arguments[1] : default, Types.Of(site.Result),
                    site.ArgumentTypes.Length > 1 ? site.ArgumentTypes[1] : null);
            case BuiltinId.Copy:
                return Copy(arguments[0], arguments[1], type!, site.ArgumentTypes[1]);
            case BuiltinId.Delete:
                var key = HasUnknown(arguments[1]) ? arguments[1] : KeyOf(arguments[1], type!);
                if (arguments[0].IsHeap)
                {
                    Heap.Change<MapObject>(arguments[0].Object).Remove(key);
                }

                return default;
            case BuiltinId.Clear:
                Clear(arguments[0], type!);
                return default;
            case BuiltinId.Min or BuiltinId.Max:
                return Extreme(id == BuiltinId.Min, arguments, Types.Of(site.Result));
            case BuiltinId.Complex:
                return arguments[0].IsUnknown || arguments[1].IsUnknown
                    ? Fresh("complex")
                    : Value.OfObject(new Complex(arguments[0].Float, arguments[1].Float));
            case BuiltinId.Real:
                return arguments[0].IsUnknown ? Fresh("real") : Value.Of(Operators.ComplexOf(arguments[0]).Real);
            case BuiltinId.Imag:
                return arguments[0].IsUnknown ? Fresh("imag") : Value.Of(Operators.ComplexOf(arguments[0]).Imaginary);
            case BuiltinId.Print or BuiltinId.Println:
                Straight?.Errors.Write(RuntimePrinting.Line(this, arguments, site.ArgumentTypes, id == BuiltinId.Println));
                return default;
            case BuiltinId.Recover:
                return Recover();
            case BuiltinId.Sizeof:
                return Value.Of(Go.Types.Sizes.Gc64.Sizeof(type!.Type));
            case BuiltinId.Alignof:
                return Value.Of(Go.Types.Sizes.Gc64.Alignof(type!.Type));
            case BuiltinId.String:
                return arguments[0].IsUnknown || arguments[1].IsUnknown ? Fresh("text")
                    : arguments[1].Bits == 0 ? default
                    : Value.Of(GoString.Of(BytesOf(Value.OfObject(
                        new GoSlice(arguments[0].Object, arguments[0].Offset, (int)arguments[1].Bits, (int)arguments[1].Bits)))));
            case BuiltinId.StringData:
                return arguments[0].IsUnknown ? Fresh("bytes") : FromText(arguments[0].Text, Types.Of(new SliceType(Universe.Byte))).Reference is GoSlice bytes
                    ? Value.Pointer(bytes.Object, 0) : default;
            case BuiltinId.Slice:
                return arguments[0].IsUnknown || arguments[1].IsUnknown ? Fresh("slice") : arguments[0].IsZero ? default
                    : Value.OfObject(new GoSlice(arguments[0].Object, arguments[0].Offset, (int)arguments[1].Bits, (int)arguments[1].Bits));
            case BuiltinId.SliceData:
                return arguments[0].IsUnknown ? Fresh("slice")
                    : arguments[0].Reference is GoSlice of ? Value.Pointer(of.Object, of.Offset) : default;
            default:
                throw new UnsupportedGoException($"the built-in function {id}");
        }
    }

    private Value Length(Value of, RuntimeType type)
    {
        if (of.IsUnknown)
        {
            return Value.OfObject(new UnknownValue("len", 0, of));
        }

        return Value.Of(type.Shape switch
        {
            BasicType => of.Text.Length,
            SliceType => (of.Reference as GoSlice)?.Length ?? 0,
            ArrayType array => array.Length,
            PointerType => ((ArrayType)type.Elem.Shape).Length,
            MapType => of.IsHeap ? Heap.Read<MapObject>(of.Object).Count : 0,
            ChanType => of.IsHeap ? Heap.Read<ChannelObject>(of.Object).Buffer.Length : 0,
            _ => throw new UnsupportedGoException($"len of {type}"),
        });
    }

    private Value Capacity(Value of, RuntimeType type)
    {
        if (of.IsUnknown)
        {
            return Value.OfObject(new UnknownValue("cap", 0, of));
        }

        return Value.Of(type.Shape switch
        {
            SliceType => (of.Reference as GoSlice)?.Capacity ?? 0,
            ArrayType array => array.Length,
            PointerType => ((ArrayType)type.Elem.Shape).Length,
            ChanType => of.IsHeap ? Heap.Read<ChannelObject>(of.Object).Capacity : 0,
            _ => throw new UnsupportedGoException($"cap of {type}"),
        });
    }

    private Value Append(Value to, Value added, RuntimeType type, RuntimeType? addedType)
    {
        if (to.IsUnknown || added.IsUnknown)
        {
            return Value.OfObject(new UnknownValue("append", 0, to.IsUnknown ? to : default, added.IsUnknown ? added : default));
        }

        var elem = type.Elem;
        Value[] more;
        if (addedType?.Shape is BasicType)
        {
            var text = added.Text;
            more = new Value[text.Length];
            for (var i = 0; i < more.Length; i++)
            {
                more[i] = Value.Of((long)text[i]);
            }
        }
        else if (added.Reference is GoSlice given)
        {
            more = Heap.Read<VariableObject>(given.Object).Cells.AsSpan(given.Offset, given.Length * elem.Cells).ToArray();
        }
        else
        {
            return to;
        }

        var count = elem.Cells == 0 ? (added.Reference as GoSlice)?.Length ?? 0 : more.Length / elem.Cells;
        var slice = to.Reference as GoSlice ?? new GoSlice(0, 0, 0, 0);
        var length = slice.Length + count;
        if (length > slice.Capacity || slice.Object == 0)
        {
            if (count == 0)
            {
                return to;
            }

            var capacity = Math.Max(length, NextCapacity(slice.Capacity, length));
            var cells = new Value[capacity * elem.Cells];
            if (slice.Object != 0)
            {
                Heap.Read<VariableObject>(slice.Object).Cells.AsSpan(slice.Offset, slice.Length * elem.Cells).CopyTo(cells);
            }

            slice = new GoSlice(Heap.Allocate(cells).Object, 0, slice.Length, capacity);
        }

        more.CopyTo(Heap.Change<VariableObject>(slice.Object).Cells, slice.Offset + (slice.Length * elem.Cells));
        return Value.OfObject(slice with { Length = length });
    }

    // How Go's runtime grows slices, before it rounds up to what its allocator has. Source: runtime nextslicecap.
    private static int NextCapacity(int old, int wanted)
    {
        const int Threshold = 256;
        if (wanted > old * 2)
        {
            return wanted;
        }

        if (old < Threshold)
        {
            return old * 2;
        }

        var next = old;
        while (next < wanted)
        {
            next += (next + (3 * Threshold)) / 4;
        }

        return next;
    }

    private Value Copy(Value to, Value from, RuntimeType toType, RuntimeType fromType)
    {
        if (to.IsUnknown || from.IsUnknown)
        {
            return Fresh("copy");
        }

        if (to.Reference is not GoSlice target)
        {
            return Value.Of(0L);
        }

        var elem = toType.Elem;
        if (fromType.Shape is BasicType)
        {
            var text = from.Text;
            var bytes = Math.Min(text.Length, target.Length);
            var into = Heap.Change<VariableObject>(target.Object).Cells;
            for (var i = 0; i < bytes; i++)
            {
                into[target.Offset + i] = Value.Of((long)text[i]);
            }

            return Value.Of((long)bytes);
        }

        if (from.Reference is not GoSlice source)
        {
            return Value.Of(0L);
        }

        var count = Math.Min(source.Length, target.Length);
        var cells = Heap.Read<VariableObject>(source.Object).Cells.AsSpan(source.Offset, count * elem.Cells).ToArray();
        cells.CopyTo(Heap.Change<VariableObject>(target.Object).Cells, target.Offset);
        return Value.Of((long)count);
    }

    private void Clear(Value of, RuntimeType type)
    {
        if (of.IsHeap)
        {
            Heap.Change<MapObject>(of.Object).Clear();
        }
        else if (of.Reference is GoSlice slice)
        {
            Heap.Change<VariableObject>(slice.Object).Cells.AsSpan(slice.Offset, slice.Length * type.Elem.Cells).Clear();
        }
    }

    private static Value Extreme(bool smallest, Value[] values, RuntimeType type)
    {
        var best = values[0];
        foreach (var value in values.AsSpan(1))
        {
            if (best.IsUnknown || value.IsUnknown)
            {
                best = Value.OfObject(new UnknownValue(smallest ? "min" : "max", 0, best, value));
                continue;
            }

            if (type.Shape is BasicType { Kind: var kind } && Operators.IsFloat(kind))
            {
                best = Value.Of(smallest ? Math.Min(best.Float, value.Float) : Math.Max(best.Float, value.Float));
            }
            else if (Operators.Binary(smallest ? Go.Syntax.TokenKind.Lss : Go.Syntax.TokenKind.Gtr, value, best, type).Bool)
            {
                best = value;
            }
        }

        return best;
    }

    /// <summary>Writes to the standard output of the program.</summary>
    internal void Print(string text) => Output?.Write(Encoding.UTF8.GetBytes(text));
}
