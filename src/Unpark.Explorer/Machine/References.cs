namespace Unpark.Explorer;

/// <summary>What values and objects refer to.</summary>
internal static class References
{
    /// <summary>Adds the parts of a value that is not itself a reference to an object.</summary>
    public static void Push(Value value, Stack<Value> to)
    {
        switch (value.Reference)
        {
            case GoSlice slice:
                to.Push(Value.Pointer(slice.Object, 0));
                break;
            case InterfaceValue boxed:
                Add(boxed.Value, to);
                break;
            case Value[] cells:
                foreach (var cell in cells)
                {
                    Add(cell, to);
                }

                break;
            case CodeValue code:
                foreach (var captured in code.Captured)
                {
                    Add(captured, to);
                }

                break;
            case BoundMethod bound:
                Add(bound.Receiver, to);
                Add(Value.OfObject(bound.Method), to);
                break;
            case IntrinsicFunction intrinsic:
                foreach (var one in intrinsic.Bound)
                {
                    Add(one, to);
                }

                break;
            case Iteration iteration:
                Add(iteration.Of, to);
                foreach (var key in iteration.Keys)
                {
                    Add(key, to);
                }

                Add(iteration.Item, to);
                Push(iteration.Suspended, to);
                break;
        }
    }

    /// <summary>Adds what a call and those below it hold.</summary>
    public static void Push(Frame? of, Stack<Value> to)
    {
        for (; of != null; of = of.Caller)
        {
            foreach (var register in of.Registers)
            {
                Add(register, to);
            }

            for (var call = of.Defers; call != null; call = call.Before)
            {
                Add(call.Function, to);
                foreach (var argument in call.Arguments)
                {
                    Add(argument, to);
                }
            }

            Add(of.Ends, to);
            for (var panic = of.Panic; panic != null; panic = panic.Before)
            {
                Add(panic.Value, to);
            }
        }
    }

    /// <summary>Adds what an object holds.</summary>
    public static void Push(HeapObject of, Stack<Value> to)
    {
        switch (of)
        {
            case VariableObject { PlainCells: not null }:
                break;
            case VariableObject variable:
                foreach (var cell in variable.Cells)
                {
                    Add(cell, to);
                }

                break;
            case MapObject map:
                foreach (var (key, item) in map.Items)
                {
                    Add(key, to);
                    Add(item, to);
                }

                break;
            case ChannelObject channel:
                foreach (var item in channel.Buffer)
                {
                    Add(item, to);
                }

                Add(channel.Callback, to);
                break;
        }
    }

    private static void Add(Value value, Stack<Value> to)
    {
        if (value.Reference is not (null or GoString))
        {
            to.Push(value);
        }
    }
}
