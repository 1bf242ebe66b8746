using System.Collections.Immutable;
using Unpark.Go.Types;

namespace Unpark.Flow;

/// <summary>What the types alone allow calls to call: class-hierarchy analysis.</summary>
internal sealed class CallHierarchy
{
    private readonly ImmutableArray<SsaFunction> functions;
    private readonly Dictionary<Func, SsaFunction> byObject;
    private readonly Dictionary<string, List<SsaFunction>> methods = new(StringComparer.Ordinal);
    private readonly Dictionary<GoType, HashSet<SsaFunction>> values = new(TypeIdentity.Comparer);
    private bool isCollected;

    public CallHierarchy(ImmutableArray<SsaFunction> functions, Dictionary<Func, SsaFunction> byObject)
    {
        this.functions = functions;
        this.byObject = byObject;
    }

    public ImmutableArray<SsaFunction> Implementations(Func method, GoType iface)
    {
        Collect();
        if (!methods.TryGetValue(method.Name, out var named))
        {
            return [];
        }

        var found = ImmutableArray.CreateBuilder<SsaFunction>();
        foreach (var function in named)
        {
            var recv = function.Object!.Signature.Recv!.Type;
            var type = GoTypes.Deref(recv);
            if (type is NamedType { TypeParams.Length: > 0 } || iface.Underlying is not InterfaceType
                || TypePredicates.IsTypeParam(iface)
                || TypeRelations.Implements(type, iface) || TypeRelations.Implements(new PointerType(type), iface))
            {
                found.Add(function);
            }
        }

        return found.ToImmutable();
    }

    public ImmutableArray<SsaFunction> ValuesOf(Signature? signature)
    {
        Collect();
        return signature != null && values.TryGetValue(signature, out var found) ? [.. found] : [];
    }

    private void Collect()
    {
        if (isCollected)
        {
            return;
        }

        isCollected = true;
        foreach (var function in functions)
        {
            if (function.Object is { IsMethod: true } method)
            {
                if (!methods.TryGetValue(method.Name, out var list))
                {
                    list = [];
                    methods.Add(method.Name, list);
                }

                list.Add(function);
            }

            foreach (var instruction in function.Instructions)
            {
                Values(instruction);
            }
        }
    }

    private void Values(SsaInstruction instruction)
    {
        switch (instruction)
        {
            case SsaClosure closure:
                Add(closure.Type, closure.Function.Ssa);
                break;
            case SsaMethodValue bound when byObject.TryGetValue(bound.Method.Origin, out var method):
                Add(bound.Type, method);
                break;
        }

        for (var i = instruction is SsaCall ? 1 : 0; i < instruction.OperandArray.Length; i++)
        {
            if (instruction.OperandArray[i] is SsaFunctionReference reference
                && byObject.TryGetValue(reference.Function.Origin, out var function))
            {
                Add(reference.Type, function);
            }
        }
    }

    private void Add(GoType type, SsaFunction function)
    {
        var key = type.Underlying;
        if (!values.TryGetValue(key, out var set))
        {
            set = [];
            values.Add(key, set);
        }

        set.Add(function);
    }
}
