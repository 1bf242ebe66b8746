using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Which variables of packages functions may use, themselves and through what they call, refer to, or make interface values
/// of. Worked out once for each function that is asked for, O(functions it leads to).
/// </summary>
internal sealed class GlobalFootprints(CodeLibrary library)
{
    private readonly Dictionary<CodeFunction, int[]> ofFunction = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RuntimeType, int[]> ofType = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<CodeFunction, Uses> uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RuntimeType, List<CodeFunction>> methodsOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>The numbers of the variables that a function may use.</summary>
    public int[] Of(CodeFunction function)
    {
        if (!ofFunction.TryGetValue(function, out var found))
        {
            found = Closure([function]);
            ofFunction.Add(function, found);
        }

        return found;
    }

    /// <summary>The numbers of the variables that the methods of a type may use.</summary>
    public int[] Of(RuntimeType type)
    {
        if (!ofType.TryGetValue(type, out var found))
        {
            found = Closure(MethodsOf(type));
            ofType.Add(type, found);
        }

        return found;
    }

    private int[] Closure(IEnumerable<CodeFunction> from)
    {
        var seen = new HashSet<CodeFunction>(from, ReferenceEqualityComparer.Instance);
        var work = new Stack<CodeFunction>(seen);
        var globals = new HashSet<int>();
        while (work.TryPop(out var function))
        {
            var here = UsesOf(function);
            globals.UnionWith(here.Globals);
            foreach (var other in here.Functions)
            {
                if (seen.Add(other))
                {
                    work.Push(other);
                }
            }
        }

        return [.. globals];
    }

    private Uses UsesOf(CodeFunction function)
    {
        if (uses.TryGetValue(function, out var found))
        {
            return found;
        }

        found = new Uses([], []);
        uses.Add(function, found);
        foreach (var constant in function.Constants)
        {
            if (constant.IsHeap && library.IsTracked(constant.Object))
            {
                found.Globals.Add(constant.Object);
            }
            else if (constant.Reference is DeclaredFunction declared)
            {
                Add(found, library.Resolve(declared.Function, declared.TypeArgs));
            }
        }

        foreach (var instruction in function.Instructions)
        {
            switch (instruction.Op)
            {
                case SsaOp.Closure:
                    found.Functions.Add(library.LiteralOf(((SsaClosure)instruction.Source).Function, function));
                    break;
                case SsaOp.MethodValue:
                    Add(found, library.Resolve(((SsaMethodValue)instruction.Source).Method, default));
                    break;
                case SsaOp.MakeInterface when instruction.OperandType is { } type:
                    found.Functions.AddRange(MethodsOf(type));
                    break;
            }
        }

        return found;
    }

    private List<CodeFunction> MethodsOf(RuntimeType type)
    {
        if (methodsOf.TryGetValue(type, out var found))
        {
            return found;
        }

        found = [];
        methodsOf.Add(type, found);
        if (type.Shape is not InterfaceType && (TypePredicates.HasName(type.Type) || type.Type is PointerType))
        {
            foreach (var method in MethodSet.Of(type.Type).Methods)
            {
                if (method.Obj is Func function && library.Resolve(function, default) is CodeValue code)
                {
                    found.Add(code.Code);
                }
            }
        }

        return found;
    }

    private static void Add(Uses uses, FunctionValue? function)
    {
        if (function is CodeValue code)
        {
            uses.Functions.Add(code.Code);
        }
    }

    private sealed record Uses(HashSet<int> Globals, List<CodeFunction> Functions);
}
