using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Build;
using Unpark.Go.Types;

namespace Unpark.Explorer;

/// <summary>
/// The functions of a program, made ready to be executed when they are first called: those of the explored packages, those of
/// others whose source is there, models in Go, and what the explorer has itself. Not safe to use from several threads.
/// </summary>
internal sealed class CodeLibrary
{
    private readonly GoProgram program;
    private readonly ExplorerSources sources;
    private readonly Dictionary<string, FlowPackage?> packages = new(StringComparer.Ordinal);
    private readonly HashSet<string> roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FlowPackage?> models = new(StringComparer.Ordinal);
    private readonly Dictionary<(FlowFunction, ImmutableTypes), CodeFunction> byFlow = [];
    private readonly Dictionary<FlowPackage, CodeFunction> initializations = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Path, string Name), int> globalNumbers = [];
    private readonly List<Var> globals = [];
    private readonly Dictionary<(RuntimeType, string), MethodTarget?> methods = [];
    private readonly Dictionary<Func, FunctionValue?> functions = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int[]> others = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> otherNumbers = new(StringComparer.Ordinal);
    private readonly bool executesAll;
    private int functionCount;

    /// <param name="sources">Where packages are found.</param>
    /// <param name="explored">The packages that are explored, their bodies checked.</param>
    /// <param name="executesAll">True to execute all packages by their source that are not bound to the real runtime.</param>
    public CodeLibrary(ExplorerSources sources, IEnumerable<FlowPackage> explored, bool executesAll = false)
    {
        this.executesAll = executesAll;
        this.sources = sources;
        program = sources.Program;
        Types = new RuntimeTypes(PairOf);
        Footprints = new GlobalFootprints(this);
        foreach (var package in explored)
        {
            packages[package.Package.Package.Path] = package;
            roots.Add(package.Package.Package.Path);
        }
    }

    public RuntimeTypes Types { get; }

    /// <summary>Which variables of packages functions may use.</summary>
    public GlobalFootprints Footprints { get; }

    /// <summary>A type of the model of package runtime, or null.</summary>
    public RuntimeType? RuntimeType(string name) =>
        ModelOf("runtime")?.Package.Package.Scope.Lookup(name) is TypeName found ? Types.Of(found.Type) : null;

    /// <summary>The type of the errors that errors.New makes; null if it is not known.</summary>
    public RuntimeType? NewError =>
        ModelOf("errors")?.Package.Package.Scope.Lookup("errorString") is TypeName found ? Types.Of(new PointerType(found.Type)) : null;

    /// <summary>True once a function was met that tries to take a lock.</summary>
    public bool UsesTryLock { get; private set; }

    /// <summary>The number, below zero, of the object that a variable of a package is.</summary>
    public int GlobalOf(Var variable)
    {
        var key = (variable.Package?.Path ?? "", variable.Name);
        if (!globalNumbers.TryGetValue(key, out var number))
        {
            globals.Add(variable);
            number = -globals.Count;
            globalNumbers.Add(key, number);
        }

        return number;
    }

    /// <summary>The variable of a package with a number.</summary>
    public Var Global(int number) => globals[-number - 1];

    /// <summary>The type of a package's variable.</summary>
    public RuntimeType GlobalType(int number) => Types.Of(globals[-number - 1].Type);

    /// <summary>True if code may change a package's variable, or what it leads to, so that it matters who can reach it.</summary>
    public bool IsTracked(int number) => IsTracked(globals[-number - 1].Package?.Path ?? "");

    /// <summary>True of a package whose variables code may change.</summary>
    public bool IsTracked(string path) =>
        !ExecutedPackages.IsStandard(path) && (ModelOf(path) != null ? Models.HasState(path) : IsExecuted(path));

    /// <summary>True of a package that is explored or belongs to the program, false of one of the standard library.</summary>
    public bool IsOwn(string path) => roots.Contains(path) || !IsStandard(path);

    /// <summary>True of a package that is explored.</summary>
    public bool IsExplored(string path) => roots.Contains(path);

    /// <summary>
    /// The numbers of the packages with variables of their own that code of a package which is not explored may run: itself, and
    /// what it imports in the end; of the standard library those whose models keep something. O(what it imports) the first time.
    /// </summary>
    public int[] OthersOf(string path)
    {
        if (!others.TryGetValue(path, out var found))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal) { path };
            var work = new Stack<string>(seen);
            var numbers = new List<int>();
            while (work.TryPop(out var next))
            {
                if (roots.Contains(next) || !(IsTracked(next) || ModelOf(next) != null) || program.Find(next) is not { } package)
                {
                    continue;
                }

                if (IsTracked(next))
                {
                    if (!otherNumbers.TryGetValue(next, out var number))
                    {
                        otherNumbers.Add(next, number = otherNumbers.Count);
                    }

                    numbers.Add(number);
                }

                foreach (var import in package.ImportedPaths)
                {
                    if (package.Import(import) is { } imported && seen.Add(imported.ImportPath))
                    {
                        work.Push(imported.ImportPath);
                    }
                }
            }

            others.Add(path, found = [.. numbers]);
        }

        return found;
    }

    /// <summary>The number of a package, as by <see cref="OthersOf"/>; null if it has none.</summary>
    public int? NumberOfOther(string path) => otherNumbers.TryGetValue(path, out var number) ? number : null;

    /// <summary>The package's functions with their bodies, or null if they are not executed.</summary>
    public FlowPackage? PackageOf(string path)
    {
        if (!packages.TryGetValue(path, out var package))
        {
            if (IsExecuted(path) && sources.Find(path) is { } typed)
            {
                package = new FlowPackage(typed);
            }

            packages.Add(path, package);
        }

        return package;
    }

    /// <summary>The model of a package, or null if there is none, or its source is what is explored.</summary>
    public FlowPackage? ModelOf(string path)
    {
        if (roots.Contains(path) && Models.IsOfSource(path))
        {
            return null;
        }

        if (!models.TryGetValue(path, out var model))
        {
            model = sources.ModelOf(path) is { } typed ? new FlowPackage(typed) : null;
            models.Add(path, model);
        }

        return model;
    }

    /// <summary>True if a variable of a package is one of its model, or of the source that is initialized.</summary>
    public bool IsDeclared(string path, string name)
    {
        var model = IsExplored(path) ? null : ModelOf(path);
        return model?.Package.Package.Scope.Lookup(name) is Var || ((model == null || executesAll) && PackageOf(path) != null);
    }

    /// <summary>A declared function to be called, or null if it is not executed.</summary>
    public FunctionValue? Resolve(Func function, ImmutableTypes typeArgs)
    {
        if (typeArgs.IsEmpty && functions.TryGetValue(function, out var found))
        {
            return found;
        }

        found = ResolveHere(function, typeArgs);
        if (typeArgs.IsEmpty)
        {
            functions.Add(function, found);
        }

        return found;
    }

    /// <summary>A function literal of a function.</summary>
    public CodeFunction LiteralOf(FlowFunction literal, CodeFunction within) =>
        CodeOf(literal, within.TypeParams, within.TypeArgs);

    /// <summary>A function with a body.</summary>
    public CodeFunction CodeOf(FlowFunction function, ImmutableArray<TypeParam> typeParams, ImmutableTypes typeArgs)
    {
        if (!byFlow.TryGetValue((function, typeArgs), out var code))
        {
            code = Make(function.Ssa, function.Package, NameOf(function), typeParams, typeArgs);
            byFlow.Add((function, typeArgs), code);
        }

        return code;
    }

    /// <summary>What initializes the variables of a package.</summary>
    public CodeFunction InitializationOf(FlowPackage package)
    {
        if (!initializations.TryGetValue(package, out var code))
        {
            code = Make(package.Initialization, package, package.Package.Package.Path + ".init", [], default);
            initializations.Add(package, code);
        }

        return code;
    }

    /// <summary>The method that a value of a type has of a name, or null.</summary>
    public MethodTarget? MethodOf(RuntimeType type, Func method)
    {
        var key = (type, method.Id);
        if (!methods.TryGetValue(key, out var target))
        {
            target = MethodOf(type.Type, method) ?? (ModelOf(type) is { } model ? MethodOf(model, method) : null);
            methods.Add(key, target);
        }

        return target;
    }

    private static MethodTarget? MethodOf(GoType type, Func method)
    {
        if (Lookup.SelectionOf(type, addressable: true, method.Package, method.Name) is not { Obj: Func found, Index: var index })
        {
            return null;
        }

        var path = ImmutableArray.CreateBuilder<(Var, int)>();
        foreach (var place in index.AsSpan(0, index.Length - 1))
        {
            var field = ((StructType)GoTypes.Deref(type).Underlying).Fields[place];
            path.Add((field, place));
            type = field.Type;
        }

        return new MethodTarget(found, path.ToImmutable());
    }

    // A type, or a pointer to one, as a model declares it; null if there is none.
    private static GoType? ModelOf(RuntimeType type) => type.Model
        ?? (type.Type is PointerType && type.Elem.Model is { } elem ? new PointerType(elem) : null);

    // The two declarations of a type of a package with a model, or of the type whose fields a type has.
    private TypePair? PairOf(GoType type)
    {
        if (type is not NamedType { TypeArgs.IsEmpty: true, Obj: { Package: { } package } obj } || obj.Parent != package.Scope)
        {
            return null;
        }

        if (Models.Has(package.Path))
        {
            return PairOf(package.Path, obj.Name);
        }

        return type.Underlying is StructType { Fields: [{ Package: { } fields }, ..] } shape && fields != package && Models.Has(fields.Path)
            && fields.Scope.Names().Select(fields.Scope.Lookup).OfType<TypeName>().FirstOrDefault(t => ReferenceEquals(t.Type.Underlying, shape)) is { } found
            ? PairOf(fields.Path, found.Name) : null;
    }

    private TypePair? PairOf(string path, string name) =>
        ModelOf(path)?.Package.Package.Scope.Lookup(name) is TypeName { Type: NamedType model }
        && program.Find(path)?.Typed.Package.Scope.Lookup(name) is TypeName { Type: NamedType real }
            ? new TypePair(real, model, IsExecuted(path)) : null;

    private bool IsExecuted(string path) => packages.GetValueOrDefault(path) != null || (executesAll
        ? !ExecutedPackages.IsOfRuntime(path)
        : ExecutedPackages.Contains(path) || !IsStandard(path));

    private bool IsStandard(string path) => program.Find(path)?.Files.IsStandard ?? true;

    private static string NameOf(FlowFunction function) =>
        function.Package.Package.Package.Path + "." + function.Ssa.Name;

    private CodeFunction Make(SsaFunction ssa, FlowPackage package, string name, ImmutableArray<TypeParam> typeParams, ImmutableTypes typeArgs)
    {
        var code = new CodeFunction(name, ssa, functionCount++, typeParams, typeArgs)
        {
            Package = package.Package.Package.Path,
            IsPure = !executesAll && Pure.Contains(ssa.Object),
        };
        CodeCompiler.Compile(this, code);
        foreach (var instruction in code.Instructions)
        {
            UsesTryLock |= instruction.Source is SsaCall { Concurrency: SsaConcurrency.TryLock or SsaConcurrency.TryReadLock };
        }

        return code;
    }

    private FunctionValue? ResolveHere(Func function, ImmutableTypes typeArgs)
    {
        var path = function.Package?.Path ?? "";
        var receiver = Callees.ReceiverName(function);
        var name = receiver == null ? function.Name : $"{receiver}.{function.Name}";
        if (Intrinsics.Find(path, name) is { } intrinsic)
        {
            return new IntrinsicFunction(intrinsic, []);
        }

        var body = BodyOf(ModelOf(path), function, receiver) ?? BodyOf(PackageOf(path), function, receiver);
        if (body == null)
        {
            return null;
        }

        var signature = body.Object!.Signature;
        if (function.Signature.Recv is { } recv)
        {
            // A method may have type parameters of its own, behind those of its receiver.
            ImmutableArray<GoType> ofReceiver = GoTypes.Deref(recv.Type) is NamedType { TypeArgs: { IsEmpty: false } args } ? args : [];
            ImmutableArray<GoType> own = signature.TypeParams.IsDefaultOrEmpty || typeArgs.IsEmpty ? [] : typeArgs.Items;
            return new CodeValue(own.IsEmpty
                ? CodeOf(body, signature.RecvTypeParams, ofReceiver.IsEmpty ? typeArgs : new ImmutableTypes(ofReceiver))
                : CodeOf(body, [.. signature.RecvTypeParams, .. signature.TypeParams], new ImmutableTypes([.. ofReceiver, .. own])), []);
        }

        return new CodeValue(CodeOf(body, signature.TypeParams, typeArgs), []);
    }

    // The same function may have been checked twice, with its body and without: it is found by its name.
    private static FlowFunction? BodyOf(FlowPackage? package, Func function, string? receiver)
    {
        if (package == null)
        {
            return null;
        }

        if (package.FunctionOf(function) is { } body)
        {
            return body;
        }

        var scope = package.Package.Package.Scope;
        if (receiver == null)
        {
            return scope.Lookup(function.Name) is Func other ? package.FunctionOf(other) : null;
        }

        return scope.Lookup(receiver) is TypeName { Type: NamedType type }
            && Lookup.FieldOrMethod(type, addressable: true, function.Package, function.Name).Obj is Func method
            ? package.FunctionOf(method) : null;
    }
}
