using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <content>Variables, pointers, slices, maps, interfaces.</content>
internal sealed partial class Interpreter
{
    private const string NilDereference = "invalid memory address or nil pointer dereference";

    /// <summary>The value of a variable.</summary>
    internal Value Load(Value pointer, RuntimeType type)
    {
        pointer = Pointee(pointer, type);
        var cells = Heap.Read<VariableObject>(pointer.Object).Cells;
        if (!type.IsAggregate)
        {
            return cells[pointer.Offset];
        }

        return Value.OfObject(cells.AsSpan(pointer.Offset, type.Cells).ToArray());
    }

    /// <summary>Sets a variable.</summary>
    internal void Store(Value pointer, Value value, RuntimeType type)
    {
        pointer = Pointee(pointer, type);
        var variable = Heap.Change<VariableObject>(pointer.Object);
        var cells = variable.Cells;
        if (variable.IsExternal)
        {
            Expose(value);
        }

        if (!type.IsAggregate)
        {
            cells[pointer.Offset] = value;
            return;
        }

        CellsOf(value, type).CopyTo(cells, pointer.Offset);
    }

    /// <summary>The value of one cell, such as the state of a lock.</summary>
    internal Value LoadCell(Value pointer) => Heap.Read<VariableObject>(Pointee(pointer, null).Object).Cells[pointer.Offset];

    internal void StoreCell(Value pointer, Value value) =>
        Heap.Change<VariableObject>(Pointee(pointer, null).Object).Cells[pointer.Offset] = value;

    /// <summary>The cells of a struct or array.</summary>
    internal static Value[] CellsOf(Value value, RuntimeType type)
    {
        switch (value.Reference)
        {
            case Value[] cells:
                return cells;
            case UnknownValue unknown:
                var parts = new Value[type.Cells];
                for (var i = 0; i < parts.Length; i++)
                {
                    parts[i] = PartOf(unknown, i);
                }

                return parts;
            default:
                return new Value[type.Cells];
        }
    }

    private static Value PartOf(UnknownValue whole, int cell) =>
        Value.OfObject(new UnknownValue("part", cell, Value.OfObject(whole)));

    // Makes sure that a pointer points to something.
    private Value Pointee(Value pointer, RuntimeType? type)
    {
        if (pointer.IsHeap)
        {
            if (pointer.Object < 0 && !Heap.HasGlobal(pointer.Object))
            {
                MakeGlobal(pointer.Object);
            }

            return pointer;
        }

        if (!pointer.IsUnknown)
        {
            throw new GoPanicException(NilDereference);
        }

        if (!state.Pointees.TryGetValue(pointer.Unknown, out var number))
        {
            if (type == null)
            {
                throw new UnsupportedGoException("an unknown pointer to something unknown");
            }

            var cells = new Value[type.Cells];
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Value.OfObject(new UnknownValue("pointee", i, pointer));
            }

            number = Heap.Add(new VariableObject(Heap.Owner, cells) { IsExternal = true });
            state.Pointees = state.Pointees.Add(pointer.Unknown, number);
        }

        var found = Value.Pointer(number, 0);
        if (type != null && Heap.Read<VariableObject>(number).Cells.Length < type.Cells)
        {
            throw new UnsupportedGoException("an unknown pointer to two types");
        }

        return found;
    }

    private Value Shift(Value pointer, int offset, RuntimeType of)
    {
        if (offset < 0)
        {
            throw new UnsupportedGoException($"a field of {of} that is not known");
        }

        pointer = Pointee(pointer, of);
        return Value.Pointer(pointer.Object, pointer.Offset + offset);
    }

    // A struct as it lies in memory as a value of another type with the same fields.
    private Value Relaid(Value value, RuntimeType? from, RuntimeType to)
    {
        if (to.Shape is not StructType shape || from?.Shape is not StructType other || value.Reference is not Value[]
            || from.LiesLike(to))
        {
            return value;
        }

        var cells = new Value[to.Cells];
        for (var i = 0; i < shape.Fields.Length; i++)
        {
            var (at, type) = (from.OffsetOf(other.Fields[i], i), Types.Of(other.Fields[i].Type));
            if (at >= 0 && to.OffsetOf(i) is >= 0 and var place)
            {
                value.Cells.AsSpan(at, type.Cells).CopyTo(cells.AsSpan(place));
            }
        }

        return Value.OfObject(cells);
    }

    private static Value Part(Value whole, int offset, RuntimeType type)
    {
        if (whole.Reference is UnknownValue unknown)
        {
            return PartOf(unknown, offset);
        }

        var cells = whole.Cells;
        return type.IsAggregate ? Value.OfObject(cells.AsSpan(offset, type.Cells).ToArray()) : cells[offset];
    }

    // A variable of a package is there once its package's variables are initialized.
    private void MakeGlobal(int number)
    {
        var variable = library.Global(number);
        var type = library.GlobalType(number);
        var path = variable.Package?.Path ?? "";
        InitializeOnce(path);

        if (Heap.HasGlobal(number))
        {
            return;
        }

        Heap.MakeGlobal(number, type.Cells);
        if (library.IsDeclared(path, variable.Name))
        {
            return;
        }

        if (!library.IsOwn(path) && GoTypes.IsError(variable.Type) && library.NewError is { } error)
        {
            // The errors that packages of the standard library have are made once, and none is nil.
            var made = Heap.Allocate([Value.Of($"{path}.{variable.Name}")]);
            Heap.Change<HeapObject>(made.Object).IsConstant = true;
            StoreCell(Value.Pointer(number, 0), Value.OfObject(new InterfaceValue(error, made)));
        }
        else
        {
            var cells = Heap.Change<VariableObject>(number).Cells;
            for (var i = 0; i < cells.Length; i++)
            {
                cells[i] = Straight != null ? throw new UnsupportedGoException($"the variable {path}.{variable.Name}")
                    : Value.OfObject(new UnknownValue($"{path}.{variable.Name}", i));
            }

            Heap.Change<VariableObject>(number).IsExternal = true;
        }
    }

    /// <summary>Initializes a package, and those whose variables are used meanwhile, if it is not initialized.</summary>
    internal void Prepare(MachineState of, string path)
    {
        state = of;
        initializes = true;
        InitializeOnce(path);
    }

    private void InitializeOnce(string path)
    {
        if (state.Initialized.Contains(path))
        {
            return;
        }

        if ((library.IsExplored(path) ? library.PackageOf(path) : library.ModelOf(path) ?? library.PackageOf(path)) is not { } package)
        {
            state.Initialized = state.Initialized.Add(path);
            return;
        }

        if (!initializes && Straight == null)
        {
            throw new UninitializedPackageException(path);
        }

        state.Initialized = state.Initialized.Add(path);
        var before = Heap.End;
        Initialize(package);
        if (!library.IsTracked(path))
        {
            Heap.MarkConstant(before);
        }
    }

    /// <summary>Initializes a package's variables, then calls its init functions; nothing else runs meanwhile.</summary>
    private void Initialize(FlowPackage package)
    {
        var assumed = state.Assumptions;
        var isComplete = RunApart(library.InitializationOf(package));
        foreach (var function in package.Functions)
        {
            if (function.Object is { Name: "init", IsMethod: false })
            {
                isComplete &= RunApart(library.CodeOf(function, [], default));
            }
        }

        state.Give(assumed);
        if (!isComplete && Straight == null)
        {
            // With what is known of the inputs it was not to be done, which says nothing of how it goes in reality.
            state.End = null;
            Forget(package);
        }
    }

    // A variable that an initialization has not come to may have any value, so far as it holds no others.
    private void Forget(FlowPackage package)
    {
        foreach (var variable in package.Package.Package.Scope.Names().Select(package.Package.Package.Scope.Lookup).OfType<Var>())
        {
            var number = library.GlobalOf(variable);
            var type = library.GlobalType(number);
            Heap.MakeGlobal(number, type.Cells);
            var made = Heap.Change<VariableObject>(number);
            made.IsExternal = true;
            if (!type.IsAggregate && made.Cells[0].IsZero)
            {
                made.Cells[0] = Value.OfObject(new UnknownValue($"{package.Package.Package.Path}.{variable.Name}", 0));
            }
        }
    }

    private bool RunApart(CodeFunction code) => RunApart(new CodeValue(code, []), []).IsComplete;

    /// <summary>Calls a function to its end while nothing else runs, such as the String method of a value that is printed.</summary>
    /// <returns>What it returns; nil if it has no end, and false if it was not executed to its end.</returns>
    internal (Value Result, bool IsComplete) RunApart(FunctionValue function, Value[] arguments)
    {
        if (Target(Value.OfObject(function), null, ref arguments) is not CodeValue code)
        {
            return (Fresh("call"), false);
        }

        const int Apart = -1;
        var other = new Interpreter(this);
        if (other.depth > MaxApart)
        {
            throw new UnsupportedGoException("initializations or methods that call each other without end");
        }

        var number = Apart - other.depth;
        var top = new Frame(Heap.Owner, code.Code, null);
        arguments.AsSpan(0, Math.Min(arguments.Length, code.Code.ParameterCount)).CopyTo(top.Registers);
        code.Captured.CopyTo(top.Registers, code.Code.ParameterCount);
        state.Goroutines.Add(new Goroutine(Heap.Owner, number, null, null) { Top = top });
        other.Run(state.Goroutines.Count - 1);
        other.RunStarted();
        while (state.Goroutines.FindIndex(g => g.Number == number && !g.IsEnded) is >= 0 and var at && state.End == null)
        {
            if (other.NextApart(at) is not { } step)
            {
                other.Unsupported[$"{code.Code.Name}: waits while nothing else runs"] = 1;
                other.gaveUp = true;
                break;
            }

            other.ExecuteInPlace(state, step);
        }

        // Others keep their places until the step is over.
        foreach (var apart in state.Goroutines.Where(g => g.Number == number))
        {
            apart.Top = null;
            apart.Next = null;
        }

        foreach (var (text, count) in other.Unsupported)
        {
            Unsupported[text] = count;
        }

        return (other.result, !other.gaveUp && state.End == null);
    }

    // Of a condition that is not known one side is taken some times, then the other, so that loops come to an end.
    private Step? NextApart(int index)
    {
        const int Times = 8;
        var steps = StepsInPlace(state).Where(s => s.Goroutine == index).ToList();
        if (steps.Count < 2 || state.Goroutines[index] is not { Next.Kind: OperationKind.Fork, Top: { } top })
        {
            return steps.FirstOrDefault();
        }

        var at = top.Current.Source;
        var taken = forks.GetValueOrDefault(at);
        forks[at] = taken + 1;
        return steps[taken / Times % steps.Count];
    }

    /// <summary>Code that is not executed may have a value from now on, and may use what it leads to.</summary>
    internal void Expose(Value value)
    {
        var seen = new HashSet<int>();
        var work = new Stack<Value>();
        work.Push(value);
        while (work.TryPop(out var next))
        {
            switch (next.Reference)
            {
                case HeapTag when Heap.Find(next.Object) is { } found && seen.Add(next.Object):
                    if (!found.IsExternal)
                    {
                        Heap.Change<HeapObject>(next.Object).IsExternal = true;
                    }

                    References.Push(found, work);
                    break;
                case not null:
                    References.Push(next, work);
                    break;
            }
        }
    }

    private void Compute(Instruction instruction)
    {
        switch (instruction.Op)
        {
            case SsaOp.Alloc:
                Set(instruction.Target, Heap.Allocate(instruction.Type!.Cells));
                break;
            case SsaOp.Load:
                Set(instruction.Target, Load(Operand(instruction, 0), instruction.Type!));
                break;
            case SsaOp.Store:
                Store(Operand(instruction, 0), Operand(instruction, 1), instruction.OperandType!.Elem);
                break;
            case SsaOp.FieldAddress:
                Set(instruction.Target, Shift(Operand(instruction, 0), instruction.Index, instruction.OperandType!.Elem));
                break;
            case SsaOp.Field:
                Set(instruction.Target, Part(Operand(instruction, 0), instruction.Index, instruction.Type!));
                break;
            case SsaOp.IndexAddress:
                Set(instruction.Target, ElementAddress(instruction));
                break;
            case SsaOp.Index:
                Set(instruction.Target, Element(instruction));
                break;
            case SsaOp.MapIndex:
                MapIndex(instruction);
                break;
            case SsaOp.MapUpdate:
                MapUpdate(Operand(instruction, 0), Operand(instruction, 1), Operand(instruction, 2), instruction.OperandType!);
                break;
            case SsaOp.Slice:
                Set(instruction.Target, Slice(instruction));
                break;
            case SsaOp.Unary:
                Set(instruction.Target, Operators.Unary(instruction.Operator, Operand(instruction, 0), instruction.Type!));
                break;
            case SsaOp.Binary:
                if (instruction.Operator is Go.Syntax.TokenKind.Shl or Go.Syntax.TokenKind.Shr && Operand(instruction, 1) is { Bits: < 0, Reference: null }
                    && !Integers.IsUnsigned(Types.Of(Substitute(instruction.Source.Operands[1].Type)).Kind))
                {
                    throw new GoPanicException("negative shift amount");
                }

                Set(instruction.Target, Operators.Binary(instruction.Operator, Operand(instruction, 0), Operand(instruction, 1),
                    instruction.OperandType ?? instruction.Type!));
                break;
            case SsaOp.ChangeType:
                Set(instruction.Target, Relaid(Operand(instruction, 0), instruction.OperandType, instruction.Type!));
                break;
            case SsaOp.ChangeInterface:
                Set(instruction.Target, Operand(instruction, 0));
                break;
            case SsaOp.Convert:
                Set(instruction.Target, Convert(Operand(instruction, 0), instruction.OperandType!, instruction.Type!));
                break;
            case SsaOp.MakeInterface:
                Set(instruction.Target, Operand(instruction, 0) is var boxed && instruction.OperandType is { IsInterface: true }
                    ? boxed
                    : Value.OfObject(new InterfaceValue(instruction.OperandType ?? TypeOfFunction(instruction), boxed)));
                break;
            case SsaOp.TypeAssert:
                TypeAssert(instruction);
                break;
            case SsaOp.Ok:
                Set(instruction.Target, Operand(instruction, 0));
                break;
            case SsaOp.Extract:
                var all = Operand(instruction, 0);
                Set(instruction.Target, all.Reference is Value[] parts && instruction.Index < parts.Length
                    ? parts[instruction.Index]
                    : all.Reference is UnknownValue several ? PartOf(several, instruction.Index) : default);
                break;
            case SsaOp.SelectReceive:
                var received = (Value[])Operand(instruction, 0).Reference!;
                Set(instruction.Target, received[0]);
                Set(instruction.OkTarget, received[1]);
                break;
            case SsaOp.MakeChannel:
                Set(instruction.Target, MakeChannel(instruction));
                break;
            case SsaOp.MakeMap:
                Set(instruction.Target, Value.Pointer(Heap.Add(new MapObject(Heap.Owner)), 0));
                break;
            case SsaOp.MakeSlice:
                Set(instruction.Target, MakeSlice(instruction));
                break;
            case SsaOp.Composite:
                Set(instruction.Target, Composite(instruction));
                break;
            case SsaOp.Closure:
                Set(instruction.Target, Closure(instruction));
                break;
            case SsaOp.MethodValue:
                Set(instruction.Target, MethodValue(instruction));
                break;
            case SsaOp.Range:
                Set(instruction.Target, BeginRange(instruction));
                break;
            case SsaOp.RangeKey:
                Set(instruction.Target, ((Iteration)Operand(instruction, 0).Reference!).Key);
                break;
            case SsaOp.RangeValue:
                Set(instruction.Target, ((Iteration)Operand(instruction, 0).Reference!).Item);
                break;
            case SsaOp.Recover:
                Set(instruction.Target, Recover());
                break;
            case SsaOp.Unknown or SsaOp.UnknownMember:
                Set(instruction.Target, Fresh("value"));
                break;
            default:
                throw new UnsupportedGoException($"the instruction {instruction.Op}");
        }
    }

    private RuntimeType TypeOfFunction(Instruction instruction) => Types.Of(instruction.Source.Operands[0].Type);

    private Value ElementAddress(Instruction instruction)
    {
        var of = Operand(instruction, 0);
        var index = Operand(instruction, 1);
        var type = instruction.OperandType!;
        var elem = instruction.Type!.Elem;
        if (index.IsUnknown)
        {
            return UnknownElement(of, index, elem);
        }

        if (type.Shape is PointerType && type.Elem is { Shape: SliceType } parameter)
        {
            // A type parameter that may be an array too is indexed where it lies.
            of = Load(of, parameter);
        }
        else if (type.Shape is PointerType)
        {
            var array = type.Elem;
            CheckIndex(index, ((ArrayType)array.Shape).Length);
            return Shift(of, (int)index.Bits * elem.Cells, array);
        }

        if (of.IsUnknown)
        {
            return UnknownElement(of, index, elem);
        }

        if (type.Shape is BasicType)
        {
            // A type parameter that may be a string too is only read from.
            CheckIndex(index, of.Text.Length);
            return Heap.Allocate([Value.Of((long)of.Text[(int)index.Bits])]);
        }

        var slice = of.Reference as GoSlice;
        CheckIndex(index, slice?.Length ?? 0);
        return Value.Pointer(slice!.Object, slice.Offset + ((int)index.Bits * elem.Cells));
    }

    // An element of which it is not known which one it is: a variable of which nothing is known.
    private Value UnknownElement(Value of, Value index, RuntimeType elem)
    {
        var pointer = Value.OfObject(new UnknownValue("element", 0, of.Reference is GoSlice or HeapTag ? default : of, index));
        return Pointee(pointer, elem);
    }

    private static void CheckIndex(Value index, long length)
    {
        if (index.Bits < 0)
        {
            throw new GoPanicException($"index out of range [{index.Bits}]");
        }

        if (index.Bits >= length)
        {
            throw new GoPanicException($"index out of range [{index.Bits}] with length {length}");
        }
    }

    private Value Element(Instruction instruction)
    {
        var of = Operand(instruction, 0);
        var index = Operand(instruction, 1);
        var type = instruction.OperandType!;
        if (of.IsUnknown || index.IsUnknown)
        {
            return Value.OfObject(new UnknownValue("index", 0, of, index));
        }

        if (type.Shape is ArrayType array)
        {
            CheckIndex(index, array.Length);
            var elem = type.Elem;
            return Part(of, (int)index.Bits * elem.Cells, elem);
        }

        if (type.Shape is SliceType)
        {
            var slice = of.Reference as GoSlice;
            CheckIndex(index, slice?.Length ?? 0);
            return Load(Value.Pointer(slice!.Object, slice.Offset + ((int)index.Bits * type.Elem.Cells)), type.Elem);
        }

        CheckIndex(index, of.Text.Length);
        return Value.Of((long)of.Text[(int)index.Bits]);
    }

    private void MapIndex(Instruction instruction)
    {
        var map = Operand(instruction, 0);
        var key = Operand(instruction, 1);
        if (map.IsUnknown || HasUnknown(key))
        {
            Set(instruction.Target, Value.OfObject(new UnknownValue("item", 0, map.IsUnknown ? map : default, key)));
            Set(instruction.OkTarget, Value.OfObject(new UnknownValue("has", 0, map.IsUnknown ? map : default, key)));
            return;
        }

        key = KeyOf(key, instruction.OperandType!);
        Value found = default;
        var has = map.IsHeap && Heap.Read<MapObject>(map.Object).TryGet(key, out found);
        Set(instruction.Target, has ? found : instruction.Type!.Zero());
        Set(instruction.OkTarget, Value.Of(has));
    }

    private void MapUpdate(Value map, Value key, Value item, RuntimeType type)
    {
        if (map.IsUnknown || (map.IsHeap && Heap.Read<MapObject>(map.Object).IsExternal))
        {
            Expose(key);
            Expose(item);
        }

        if (map.IsUnknown)
        {
            return;
        }

        key = KeyOf(key, type);
        if (!map.IsHeap)
        {
            throw Plain("assignment to entry in nil map");
        }

        Heap.Change<MapObject>(map.Object).Set(key, item);
    }

    /// <summary>A copy of the map in an interface value.</summary>
    internal Value CloneMap(Value map) => map.Reference is InterfaceValue { Value.IsHeap: true } boxed
        ? Value.OfObject(new InterfaceValue(boxed.Type,
            Value.Pointer(Heap.Add(Heap.Read<MapObject>(boxed.Value.Object).Copy(Heap.Owner)), 0)))
        : map;

    // The key of a map for a value; panics if it cannot be one.
    private Value KeyOf(Value value, RuntimeType map)
    {
        if (map.Shape is not MapType { Key: var type } || value.Reference is not (null or InterfaceValue or Value[] or System.Numerics.Complex))
        {
            return value;
        }

        var of = Types.Of(type);
        Equality.CheckKey(value, of);
        return MapKeys.Of(value, of);
    }

    private static bool HasUnknown(Value value) => value.Reference switch
    {
        UnknownValue => true,
        InterfaceValue boxed => HasUnknown(boxed.Value),
        Value[] cells => Array.Exists(cells, HasUnknown),
        _ => false,
    };

    private Value Slice(Instruction instruction)
    {
        var of = Operand(instruction, 0);
        var bounds = instruction.Operands.AsSpan(1);
        var next = 0;
        Value low = default;
        Value? high = null, max = null;
        if ((instruction.Index & 1) != 0)
        {
            low = Get(bounds[next++]);
        }

        if ((instruction.Index & 2) != 0)
        {
            high = Get(bounds[next++]);
        }

        if ((instruction.Index & 4) != 0)
        {
            max = Get(bounds[next]);
        }

        if (of.IsUnknown || low.IsUnknown || high is { IsUnknown: true } || max is { IsUnknown: true })
        {
            return Value.OfObject(new UnknownValue("slice", instruction.Index, of.IsUnknown ? of : default, low, high ?? default));
        }

        var type = instruction.OperandType!;
        if (type is { Shape: PointerType, Elem: { Shape: SliceType or BasicType } parameter })
        {
            of = Load(of, parameter);
            type = parameter;
        }

        if (type.Shape is BasicType)
        {
            var text = of.Text;
            var to = high?.Bits ?? text.Length;
            CheckBounds(low.Bits, to, text.Length, "length");
            return Value.Of(text.Part((int)low.Bits, (int)to));
        }

        int start, length, capacity, number;
        RuntimeType elem;
        if (type.Shape is PointerType)
        {
            var array = type.Elem;
            of = Pointee(of, array);
            elem = array.Elem;
            (number, start) = (of.Object, of.Offset);
            length = capacity = (int)((ArrayType)array.Shape).Length;
        }
        else
        {
            elem = type.Elem;
            var slice = of.Reference as GoSlice;
            (number, start, length, capacity) = (slice?.Object ?? 0, slice?.Offset ?? 0, slice?.Length ?? 0, slice?.Capacity ?? 0);
            if (slice == null && (high?.Bits ?? 0) == 0 && low.Bits == 0 && (max?.Bits ?? 0) == 0)
            {
                return default;
            }
        }

        var end = high?.Bits ?? length;
        var limit = max?.Bits ?? capacity;
        if (limit < 0 || limit > capacity)
        {
            throw new GoPanicException(limit < 0 ? $"slice bounds out of range [::{limit}]"
                : $"slice bounds out of range [::{limit}] with {(type.Shape is PointerType ? "length" : "capacity")} {capacity}");
        }

        if (max != null)
        {
            CheckBounds(low.Bits, end, limit);
        }
        else
        {
            CheckBounds(low.Bits, end, limit, type.Shape is PointerType ? "length" : "capacity");
        }

        return Value.OfObject(new GoSlice(number, start + ((int)low.Bits * elem.Cells), (int)(end - low.Bits),
            (int)(limit - low.Bits)));
    }

    private static void CheckBounds(long low, long high, long limit, string of)
    {
        if (high < 0 || high > limit)
        {
            throw new GoPanicException(high < 0 ? $"slice bounds out of range [:{high}]"
                : $"slice bounds out of range [:{high}] with {of} {limit}");
        }

        if (low < 0 || low > high)
        {
            throw new GoPanicException(low < 0 ? $"slice bounds out of range [{low}:]" : $"slice bounds out of range [{low}:{high}]");
        }
    }

    // Of a slice expression with three indices.
    private static void CheckBounds(long low, long high, long max)
    {
        if (high < 0 || high > max)
        {
            throw new GoPanicException(high < 0 ? $"slice bounds out of range [:{high}:]" : $"slice bounds out of range [:{high}:{max}]");
        }

        if (low < 0 || low > high)
        {
            throw new GoPanicException(low < 0 ? $"slice bounds out of range [{low}::]" : $"slice bounds out of range [{low}:{high}:]");
        }
    }

    private Value MakeChannel(Instruction instruction)
    {
        var size = instruction.Operands.Length > 0 ? Operand(instruction, 0) : default;
        if (size.IsUnknown)
        {
            throw new UnsupportedGoException("a channel of unknown capacity");
        }

        if (size.Bits < 0)
        {
            throw new GoPanicException("makechan: size out of range");
        }

        return Value.Pointer(Heap.Add(new ChannelObject(Heap.Owner, (int)Math.Min(size.Bits, int.MaxValue),
            instruction.Type!.Elem, instruction.Source)), 0);
    }

    // The address space of 64-bit machines as Go uses it (runtime/malloc.go, maxAlloc).
    private const long MaxLength = 1L << 47;

    private Value MakeSlice(Instruction instruction)
    {
        var length = Operand(instruction, 0);
        var capacity = instruction.Operands.Length > 1 ? Operand(instruction, 1) : length;
        if (length.IsUnknown || capacity.IsUnknown)
        {
            return Fresh("slice");
        }

        var elem = instruction.Type!.Elem;
        if (length.Bits is < 0 or > MaxLength)
        {
            throw new GoPanicException("makeslice: len out of range");
        }

        if (capacity.Bits < length.Bits || capacity.Bits > MaxLength)
        {
            throw new GoPanicException("makeslice: cap out of range");
        }

        // What Go has room for and we have not is no panic of the program.
        if (capacity.Bits > RuntimeTypes.MaxCells / Math.Max(1, elem.Cells))
        {
            throw new UnsupportedGoException($"a slice of {capacity.Bits} elements");
        }

        var array = Heap.Allocate((int)capacity.Bits * elem.Cells);
        return Value.OfObject(new GoSlice(array.Object, 0, (int)length.Bits, (int)capacity.Bits));
    }

    private Value Composite(Instruction instruction)
    {
        var type = instruction.Type!;
        if (type.Shape is MapType)
        {
            var map = new MapObject(Heap.Owner);
            for (var i = 0; i + 1 < instruction.Operands.Length; i += 2)
            {
                map.Set(KeyOf(Operand(instruction, i), type), Operand(instruction, i + 1));
            }

            return Value.Pointer(Heap.Add(map), 0);
        }

        var elem = type.Elem;
        var places = ((SsaComposite)instruction.Source).Indices;
        var count = type.Shape is ArrayType array ? (int)array.Length : places.Length == 0 ? 0 : places.Max() + 1;
        if (count < 0 || (long)count * elem.Cells > RuntimeTypes.MaxCells)
        {
            throw new UnsupportedGoException("an array of unknown length");
        }

        var cells = new Value[count * elem.Cells];
        for (var i = 0; i < places.Length; i++)
        {
            var value = Operand(instruction, i);
            if (elem.IsAggregate)
            {
                CellsOf(value, elem).CopyTo(cells, places[i] * elem.Cells);
            }
            else
            {
                cells[places[i]] = value;
            }
        }

        if (type.Shape is ArrayType)
        {
            return Value.OfObject(cells);
        }

        return Value.OfObject(new GoSlice(Heap.Allocate(cells).Object, 0, count, count));
    }

    private Value Closure(Instruction instruction)
    {
        var captured = new Value[instruction.Operands.Length];
        for (var i = 0; i < captured.Length; i++)
        {
            captured[i] = Operand(instruction, i);
        }

        return Value.OfObject(new CodeValue(library.LiteralOf(((SsaClosure)instruction.Source).Function, frame.Code), captured));
    }

    private Value MethodValue(Instruction instruction)
    {
        var method = ((SsaMethodValue)instruction.Source).Method;
        var receiver = Operand(instruction, 0);
        if (receiver.IsZero && instruction.OperandType is { IsInterface: true })
        {
            throw new GoPanicException(NilDereference);
        }

        if (instruction.OperandType is { IsInterface: false } known && method.Signature.Recv is { } recv
            && GoTypes.Deref(recv.Type).Underlying is InterfaceType && library.MethodOf(known, method) is { } target)
        {
            // A method of a type parameter.
            return Value.OfObject(new BoundMethod(new DeclaredFunction(target.Function, default, null), ReceiverOf(receiver, known, target)));
        }

        if (!frame.Code.TypeArgs.IsEmpty && method.Signature.Recv is { } generic)
        {
            method = library.MethodOf(Types.Of(Substitute(generic.Type)), method)?.Function ?? method;
        }

        var args = ((SsaMethodValue)instruction.Source).TypeArgs;
        return Value.OfObject(new BoundMethod(
            new DeclaredFunction(method, args.IsEmpty ? default : new ImmutableTypes([.. args.Select(Substitute)]), null), receiver));
    }

    private void TypeAssert(Instruction instruction)
    {
        var value = Operand(instruction, 0);
        var type = instruction.Type!;
        if (value.IsUnknown)
        {
            Set(instruction.Target, Value.OfObject(new UnknownValue("assert", type.Number, value)));
            Set(instruction.OkTarget, Value.OfObject(new UnknownValue("is", type.Number, value)));
            return;
        }

        var boxed = value.Reference as InterfaceValue;
        var ok = boxed != null && (type.IsInterface ? Implements(boxed.Type, type) : ReferenceEquals(boxed.Type, type));
        if (!ok && instruction.OkTarget < 0)
        {
            throw new GoPanicException("interface conversion: " + Mismatch(instruction.OperandType!, boxed, type), RuntimePanic.TypeAssertion);
        }

        Set(instruction.Target, !ok ? type.Zero() : type.IsInterface ? value : boxed!.Value);
        Set(instruction.OkTarget, Value.Of(ok));
    }

    // Source: runtime/error.go, (*TypeAssertionError).Error.
    private string Mismatch(RuntimeType from, InterfaceValue? boxed, RuntimeType to)
    {
        var wanted = Formatting.TypeName(to);
        if (boxed == null)
        {
            return $"{(to.IsInterface ? "interface" : Formatting.TypeName(from))} is nil, not {wanted}";
        }

        return to.IsInterface && Missing(boxed.Type, to) is { } missing
            ? $"{Formatting.TypeName(boxed.Type)} is not {wanted}: missing method {missing}"
            : $"{Formatting.TypeName(from)} is {Formatting.TypeName(boxed.Type)}, not {wanted}{Distinction(boxed.Type, to)}";
    }

    // What two types of one name differ in.
    private static string Distinction(RuntimeType x, RuntimeType y)
    {
        if (Formatting.TypeName(x) != Formatting.TypeName(y))
        {
            return "";
        }

        return PackageOf(x) == PackageOf(y) ? " (types from different scopes)" : " (types from different packages)";

        static string? PackageOf(RuntimeType of) => (GoTypes.Deref(of.Type) as NamedType)?.Obj.Package?.Path
            ?? (of.Shape as StructType)?.Fields.FirstOrDefault(f => !char.IsUpper(f.Name[0]))?.Package?.Path;
    }

    /// <summary>Sets what a pointer points to if a value can be assigned to that.</summary>
    /// <param name="value">An interface value.</param>
    /// <param name="target">An interface value with a pointer.</param>
    internal Value AssignTo(Value value, Value target)
    {
        if (value.IsUnknown || target.Reference is not InterfaceValue { Type: { Shape: PointerType } pointer, Value: var place }
            || value.Reference is not InterfaceValue boxed)
        {
            return value.IsUnknown || target.IsUnknown ? Fresh("assignable") : Value.Of(false);
        }

        var type = pointer.Elem;
        var fits = type.IsInterface ? Implements(boxed.Type, type) : ReferenceEquals(type, boxed.Type);
        if (fits)
        {
            Store(place, type.IsInterface ? value : boxed.Value, type);
        }

        return Value.Of(fits);
    }

    /// <summary>Whether a type has all methods of an interface.</summary>
    internal bool Implements(RuntimeType type, RuntimeType iface) => Missing(type, iface) == null;

    // The first method of an interface by name that a type has not, or null.
    private string? Missing(RuntimeType type, RuntimeType iface)
    {
        foreach (var method in ((InterfaceType)iface.Shape).TypeSet.Methods.OrderBy(m => m.Name, StringComparer.Ordinal))
        {
            if (library.MethodOf(type, method) is not { } target)
            {
                return method.Name;
            }

            // A method with a pointer receiver is one of the pointer only, unless an embedded pointer leads to it.
            if (target.Function.HasPointerReceiver && type.Shape is not (PointerType or InterfaceType)
                && Lookup.FieldOrMethod(type.Type, addressable: false, method.Package, method.Name).Obj is not Func)
            {
                return method.Name;
            }

            if (!ReferenceEquals(Types.Of(target.Function.Signature), Types.Of(method.Signature)))
            {
                return method.Name;
            }
        }

        return null;
    }

    private Value BeginRange(Instruction instruction)
    {
        var of = Operand(instruction, 0);
        if (instruction.OperandType?.Shape is null or Signature)
        {
            return BeginFunctionRange(of);
        }

        if (of.IsUnknown)
        {
            return Value.OfObject(new Iteration(of, [], 0, default, default));
        }

        var keys = instruction.OperandType.Shape is MapType && of.IsHeap
            ? Heap.Read<MapObject>(of.Object).Items.Select(i => i.Key).ToArray()
            : [];
        return Value.OfObject(new Iteration(of, keys, 0, default, default));
    }

    /// <summary>How many steps a range over something unknown has at most.</summary>
    private const int UnknownSteps = 2;

    // Whether there is another step of a range over something of which nothing is known; null if that is to be asked.
    private bool? NextOfUnknown(Instruction instruction, Iteration range)
    {
        var more = new UnknownValue("more", range.Next, range.Of);
        var known = range.Next >= UnknownSteps ? false : Conditions.Decide(state, more);
        switch (known)
        {
            case null:
                goroutine.Next = new Operation(OperationKind.Fork, Value.OfObject(more));
                break;
            case true:
                var type = Types.Of(Substitute(((SsaInstruction)instruction.Source.Operands[0]).Operands[0].Type));
                var key = type.Shape is MapType or BasicType
                    ? Value.OfObject(new UnknownValue("key", range.Next, range.Of))
                    : Value.Of(range.Next);
                var item = Value.OfObject(new UnknownValue("item", range.Next, range.Of));
                frame.Registers[instruction.Operands[0]] = Value.OfObject(new Iteration(range.Of, [], range.Next + 1, key, item));
                break;
        }

        return known;
    }

    // The keys of a map come in any order (Go specification, "For statements with range clause"); of a large one only the last
    // ones do. Initializations and what runs on one schedule take the order in which keys came.
    private Operation? ChoiceOfKeys(Iteration range, MapObject map)
    {
        const int MostKeys = 4;
        if (range.IsChosen || isApart || Straight != null || range.Keys.Length - range.Next < 2)
        {
            return null;
        }

        var left = Array.FindAll(range.Keys[(int)range.Next..], k => map.TryGet(k, out _));
        if (left.Length > MostKeys)
        {
            Unsupported[$"{frame.Code.Name}: a range over a map of more than {MostKeys} keys is not gone through in all orders"] = 1;
            return null;
        }

        return left.Length < 2 ? null : new Operation(OperationKind.RangeMap, range.Of) { Arguments = left };
    }

    // The key that a range goes to next is first among those that are left.
    private void ChooseKey(Value[] left, int chosen)
    {
        ref var register = ref frame.Registers[frame.Current.Operands[0]];
        var range = (Iteration)register.Reference!;
        register = Value.OfObject(new Iteration(range.Of, [left[chosen], .. left[..chosen], .. left[(chosen + 1)..]], 0, range.Key, range.Item)
        {
            IsChosen = true,
        });
    }

    // Whether there is another step; null if it is to be asked which.
    private bool? NextOfRange(Instruction instruction)
    {
        var register = instruction.Operands[0];
        var range = (Iteration)frame.Registers[register].Reference!;
        var type = Types.Of(instruction.Source.Operands[0] is SsaInstruction { Operands: [var of] } ? Substitute(of.Type) : UnknownType.Instance);
        var at = (int)range.Next;
        Iteration? next = null;
        switch (type.Shape)
        {
            case BasicType { Kind: BasicKind.String or BasicKind.UntypedString }:
                if (at < range.Of.Text.Length)
                {
                    var (rune, width) = Utf8.Decode(range.Of.Text.Bytes[at..]);
                    next = new Iteration(range.Of, [], at + width, Value.Of((long)at), Value.Of((long)rune));
                }

                break;
            case BasicType:
                if (range.Next < range.Of.Bits)
                {
                    next = new Iteration(range.Of, [], range.Next + 1, Value.Of(range.Next), default);
                }

                break;
            case SliceType:
                if (range.Of.Reference is GoSlice slice && at < slice.Length)
                {
                    var elem = type.Elem;
                    next = new Iteration(range.Of, [], at + 1, Value.Of((long)at),
                        Load(Value.Pointer(slice.Object, slice.Offset + (at * elem.Cells)), elem));
                }

                break;
            case ArrayType array:
                if (at < array.Length)
                {
                    next = new Iteration(range.Of, [], at + 1, Value.Of((long)at), Part(range.Of, at * type.Elem.Cells, type.Elem));
                }

                break;
            case PointerType:
                var pointed = type.Elem;
                if (at < ((ArrayType)pointed.Shape).Length)
                {
                    // Of a nil pointer there are places, and no values.
                    var item = range.Of.IsZero && instruction.Source.Syntax is RangeStmt { Value: null or Ident { IsBlank: true } } ? default
                        : Load(Shift(range.Of, at * pointed.Elem.Cells, pointed), pointed.Elem);
                    next = new Iteration(range.Of, [], at + 1, Value.Of((long)at), item);
                }

                break;
            case MapType when range.Of.IsHeap:
                var map = Heap.Read<MapObject>(range.Of.Object);
                if (ChoiceOfKeys(range, map) is { } choice)
                {
                    goroutine.Next = choice;
                    return null;
                }

                for (; at < range.Keys.Length && next == null; at++)
                {
                    // What was removed meanwhile is left out.
                    if (map.TryGet(range.Keys[at], out var item))
                    {
                        next = range.IsChosen ? new Iteration(range.Of, range.Keys[(at + 1)..], 0, MapKeys.Plain(range.Keys[at]), item)
                            : new Iteration(range.Of, range.Keys, at + 1, MapKeys.Plain(range.Keys[at]), item);
                    }
                }

                break;
        }

        if (next != null)
        {
            frame.Registers[register] = Value.OfObject(next);
        }

        return next != null;
    }

    private GoType Substitute(GoType type) => frame.Code.TypeArgs.IsEmpty
        ? type
        : Instantiation.Substitute(type, frame.Code.TypeParams, frame.Code.TypeArgs.Items);
}
