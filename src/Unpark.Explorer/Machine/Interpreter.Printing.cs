using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <content>What printing needs to know of values.</content>
internal sealed partial class Interpreter
{
    internal RuntimeType TypeOf(GoType type) => Types.Of(type);

    /// <summary>The elements of a slice of values that take one cell each, such as variadic arguments.</summary>
    internal Value[] ItemsOf(Value slice) => slice.Reference is GoSlice items
        ? Heap.Read<VariableObject>(items.Object).Cells.AsSpan(items.Offset, items.Length).ToArray()
        : slice.IsUnknown ? [slice] : [];

    internal byte[] BytesOf(Value slice) => Array.ConvertAll(ItemsOf(slice), v => (byte)v.Bits);

    /// <summary>The elements of a slice or array.</summary>
    internal IEnumerable<Value> ElementsOf(Value value, RuntimeType type)
    {
        var elem = type.Elem;
        if (type.Shape is ArrayType array)
        {
            var cells = CellsOf(value, type);
            for (var i = 0; i < array.Length; i++)
            {
                yield return Part(Value.OfObject(cells), i * elem.Cells, elem);
            }
        }
        else if (value.Reference is GoSlice slice)
        {
            for (var i = 0; i < slice.Length; i++)
            {
                yield return Load(Value.Pointer(slice.Object, slice.Offset + (i * elem.Cells)), elem);
            }
        }
    }

    /// <summary>The items of a map.</summary>
    internal IEnumerable<KeyValuePair<Value, Value>> PairsOf(Value map) =>
        map.IsHeap ? Heap.Read<MapObject>(map.Object).Items.Select(i => KeyValuePair.Create(MapKeys.Plain(i.Key), i.Value)) : [];

    /// <summary>What a method gives that takes nothing and gives a string; null if the value has none.</summary>
    internal string? CallTextMethod(InterfaceValue boxed, string name)
    {
        var selection = Lookup.SelectionOf(boxed.Type.Type, addressable: false, null, name);
        if (selection?.Obj is not Func { Signature: { Params.Length: 0, Results.Vars: [{ Type.Underlying: BasicType { Kind: BasicKind.String } }] } } method)
        {
            return null;
        }

        if (boxed.Type.Shape is PointerType && boxed.Value.IsZero)
        {
            return "<nil>";
        }

        Value[] arguments = [Value.OfObject(boxed)];
        if (Dispatch(method, null, ref arguments) is not { } function)
        {
            return null;
        }

        var saved = (goroutine, frame);
        var (text, _) = RunApart(function, arguments);
        (goroutine, frame) = saved;
        return text.IsUnknown ? null : text.Text.ToString();
    }
}
