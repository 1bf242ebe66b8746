using System.Collections.Immutable;
using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Finds in the source of a package what its exported functions do with the functions they are given.</summary>
public sealed class LibraryCallInference
{
    private readonly FlowPackage package;
    private readonly PackageActs acts;

    private LibraryCallInference(FlowPackage package)
    {
        this.package = package;
        acts = new PackageActs(new PackageLocks(package), null);
    }

    /// <summary>What the exported functions and methods of a package do, by <see cref="KeyOf"/>; those that do nothing are left out.</summary>
    public static ImmutableDictionary<string, LibraryCall> Of(TypedPackage package, CancellationToken cancellation = default)
    {
        var inference = new LibraryCallInference(new FlowPackage(package));
        var found = ImmutableDictionary.CreateBuilder<string, LibraryCall>(StringComparer.Ordinal);
        foreach (var function in inference.package.Functions)
        {
            cancellation.ThrowIfCancellationRequested();
            if (function.Object is { Exported: true } exported && inference.Infer(function, exported) is { } call)
            {
                found.TryAdd(KeyOf(exported), call);
            }
        }

        inference.Interfaces(found);
        return found.ToImmutable();
    }

    /// <summary>The name of a function or method in its package: <c>F</c>, <c>T.M</c>.</summary>
    public static string KeyOf(Func function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Callees.ReceiverName(function) is { } type ? $"{type}.{function.Name}" : function.Name;
    }

    private LibraryCall? Infer(FlowFunction function, Func exported)
    {
        var takes = exported.Signature.Params.Vars.Any(v => v.Type.Underlying is Signature);
        var mayWait = exported.IsMethod && LifecycleNames(exported.Name);
        if (!takes && !mayWait)
        {
            return null;
        }

        var chains = acts.ChainsOf(function);
        var runs = ImmutableArray.CreateBuilder<int>();
        var keeps = ImmutableArray.CreateBuilder<int>();
        var index = 0;
        foreach (var name in function.Type.Params.List.SelectMany(f => f.Names))
        {
            if (function.File.DefOf(name) is Var { Type.Underlying: Signature } parameter)
            {
                if (chains.Any(c => c is { Last.Kind: LockActKind.Callback, Path.Steps.IsEmpty: true } && c.Path.Root == parameter))
                {
                    runs.Add(index);
                }
                else if (IsKept(function, parameter))
                {
                    keeps.Add(index);
                }
            }

            index++;
        }

        var waits = mayWait && function.Syntax is FuncDecl { Recv.List: [{ Names: [var self] }] } && chains.Any(c => c is
        {
            Last: { Kind: LockActKind.Wait or LockActKind.Receive or LockActKind.CondWait, IsAlternative: false },
            Path: { Steps.IsEmpty: false },
        } && c.Path.Root == function.File.DefOf(self));
        return runs.Count + keeps.Count > 0 || waits ? new LibraryCall(runs.ToImmutable(), keeps.ToImmutable(), waits) : null;
    }

    private static bool LifecycleNames(string name) =>
        S4Libraries.LifecycleInference.IsEnd(name) || name.StartsWith("Wait", StringComparison.Ordinal);

    // A literal that calls it is for later too. Anything but calling it or comparing it with nil keeps it for later.
    private static bool IsKept(FlowFunction function, Var parameter) => NodeSearch.All<Ident>(function.Body).Any(ident =>
        function.File.UseOf(ident) == parameter && function.Parents.Of(ident) switch
        {
            CallExpr call when call.Fun == ident => NodeSearch.Any(function.Body,
                n => n is FuncLit && n.Pos <= ident.Pos && ident.End <= n.End),
            CallExpr call => Callees.Of(function.File, call) is Builtin { Name: "append" },
            BinaryExpr => false,
            _ => true,
        });

    // What all types that implement an interface of the package do, its methods do.
    private void Interfaces(ImmutableDictionary<string, LibraryCall>.Builder found)
    {
        var types = package.Package.Package.Scope.Objects.ToArray().OfType<TypeName>().Select(t => t.Type).OfType<NamedType>()
            .Where(t => !t.IsGeneric && !PackageActs.IsOfTests(t.Obj)).ToList();
        foreach (var type in types)
        {
            if (type is not { Obj.Exported: true, Underlying: InterfaceType { IsEmpty: false } iface })
            {
                continue;
            }

            var implementing = types.FindAll(t => t.Underlying is not InterfaceType && TypeRelations.Implements(new PointerType(t), iface));
            foreach (var method in iface.ExplicitMethods)
            {
                var calls = implementing.ConvertAll(t => found.GetValueOrDefault($"{t.Obj.Name}.{method.Name}"));
                if (calls.Count > 0 && calls.TrueForAll(c => c != null))
                {
                    found.TryAdd($"{type.Obj.Name}.{method.Name}", new LibraryCall(
                        calls.Select(c => c!.Runs.AsEnumerable()).Aggregate((x, y) => x.Intersect(y)).ToImmutableArray(),
                        calls.Select(c => c!.Keeps.AsEnumerable()).Aggregate((x, y) => x.Intersect(y)).ToImmutableArray(),
                        calls.TrueForAll(c => c!.Waits)));
                }
            }
        }
    }
}
