using Unpark.Flow;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// Which variables of packages functions may use, themselves and through what they call, refer to, or make interface values
/// of. In the packages that are explored that is followed from function to function; of another package it is known by what
/// it imports only, so that its functions need not be read. Worked out once for each function that is asked for, O(functions
/// of explored packages it leads to).
/// </summary>
internal sealed class GlobalFootprints(CodeLibrary library)
{
    private readonly Dictionary<CodeFunction, GlobalFootprint> ofFunction = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RuntimeType, GlobalFootprint> ofType = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(Func, ImmutableTypes), GlobalFootprint> ofDeclared = [];
    private readonly Dictionary<CodeFunction, Uses> uses = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<RuntimeType, Uses> methodsOf = new(ReferenceEqualityComparer.Instance);

    /// <summary>What a function may use.</summary>
    public GlobalFootprint Of(CodeFunction function)
    {
        if (!ofFunction.TryGetValue(function, out var found))
        {
            found = Closure(UsesOf(function));
            ofFunction.Add(function, found);
        }

        return found;
    }

    /// <summary>What the methods of a type may use.</summary>
    public GlobalFootprint Of(RuntimeType type)
    {
        if (!ofType.TryGetValue(type, out var found))
        {
            found = Closure(MethodsOf(type));
            ofType.Add(type, found);
        }

        return found;
    }

    /// <summary>What a declared function may use.</summary>
    public GlobalFootprint Of(DeclaredFunction function)
    {
        if (!ofDeclared.TryGetValue((function.Function, function.TypeArgs), out var found))
        {
            var uses = new Uses([], [], []);
            Add(uses, function.Function, function.TypeArgs);
            found = Closure(uses);
            ofDeclared.Add((function.Function, function.TypeArgs), found);
        }

        return found;
    }

    private GlobalFootprint Closure(Uses from)
    {
        var seen = new HashSet<CodeFunction>(from.Functions, ReferenceEqualityComparer.Instance);
        var work = new Stack<CodeFunction>(seen);
        var globals = new HashSet<int>(from.Globals);
        var packages = new HashSet<string>(from.Packages, StringComparer.Ordinal);
        while (work.TryPop(out var function))
        {
            var here = UsesOf(function);
            globals.UnionWith(here.Globals);
            packages.UnionWith(here.Packages);
            foreach (var other in here.Functions)
            {
                if (seen.Add(other))
                {
                    work.Push(other);
                }
            }
        }

        return new GlobalFootprint([.. globals], [.. packages.SelectMany(library.OthersOf).Distinct().Order()]);
    }

    private Uses UsesOf(CodeFunction function)
    {
        if (uses.TryGetValue(function, out var found))
        {
            return found;
        }

        found = new Uses([], [], []);
        uses.Add(function, found);
        if (!library.IsExplored(function.Package))
        {
            found.Packages.Add(function.Package);
            return found;
        }

        foreach (var constant in function.Constants)
        {
            if (constant.IsHeap)
            {
                AddVariable(found, constant.Object);
            }
            else if (constant.Reference is DeclaredFunction declared)
            {
                Add(found, declared.Function, declared.TypeArgs);
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
                    Add(found, ((SsaMethodValue)instruction.Source).Method, default);
                    break;
                case SsaOp.MakeInterface when instruction.OperandType is { } type:
                    found.Add(MethodsOf(type));
                    break;
            }
        }

        return found;
    }

    private Uses MethodsOf(RuntimeType type)
    {
        if (methodsOf.TryGetValue(type, out var found))
        {
            return found;
        }

        found = new Uses([], [], []);
        methodsOf.Add(type, found);
        if (type.Shape is not InterfaceType && (TypePredicates.HasName(type.Type) || type.Type is PointerType))
        {
            foreach (var method in MethodSet.Of(type.Type).Methods)
            {
                if (method.Obj is Func function)
                {
                    Add(found, function, default);
                }
            }
        }

        return found;
    }

    private void AddVariable(Uses to, int number)
    {
        if (!library.IsTracked(number))
        {
            return;
        }

        if (library.Global(number).Package?.Path is { } path && library.IsExplored(path))
        {
            to.Globals.Add(number);
        }
        else
        {
            to.Packages.Add(library.Global(number).Package?.Path ?? "");
        }
    }

    private void Add(Uses to, Func function, ImmutableTypes typeArgs)
    {
        var path = function.Package?.Path ?? "";
        if (!library.IsExplored(path))
        {
            to.Packages.Add(path);
            if (!typeArgs.IsEmpty)
            {
                // It may call their methods.
                foreach (var type in typeArgs.Items)
                {
                    to.Add(MethodsOf(library.Types.Of(type)));
                }
            }
        }
        else if (library.Resolve(function, typeArgs) is CodeValue code)
        {
            to.Functions.Add(code.Code);
        }
    }

    private sealed record Uses(HashSet<int> Globals, HashSet<CodeFunction> Functions, HashSet<string> Packages)
    {
        public void Add(Uses other)
        {
            Globals.UnionWith(other.Globals);
            Functions.UnionWith(other.Functions);
            Packages.UnionWith(other.Packages);
        }
    }
}
