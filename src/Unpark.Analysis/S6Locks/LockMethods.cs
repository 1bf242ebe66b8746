using Unpark.Flow;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Analysis.S6Locks;

/// <summary>Recognises the methods of locks.</summary>
internal static class LockMethods
{
    /// <summary>True for the names of methods of locks: a quick test before the types are asked.</summary>
    public static bool IsName(string name) =>
        name is "Lock" or "RLock" or "TryLock" or "TryRLock" or "Unlock" or "RUnlock";

    /// <summary>
    /// The method that a selector names, if it is one of a lock: of sync.Mutex, sync.RWMutex, sync.Locker, or of another
    /// type that has both Lock and Unlock with the same parameters. A method whose body is in the package is not
    /// counted: what it does is seen there.
    /// </summary>
    public static LockMethod? Of(FlowPackage package, TypedFile file, SelectorExpr selector)
    {
        var name = selector.Sel.Name;
        if (!IsName(name))
        {
            return null;
        }

        switch (file.UseOf(selector.Sel))
        {
            case Func { IsMethod: true, Package.Path: "sync" } method
                when Callees.ReceiverName(method) is "Mutex" or "RWMutex" or "Locker":
                return ByName(name, true);
            case Func { IsMethod: true } method:
                return package.FunctionOf(method) == null ? ByPair(file, selector, method) : null;
            case UnknownObject { Owner.Name: "Mutex" or "RWMutex" }:
                return ByName(name, false);
            default:
                return null;
        }
    }

    /// <summary>The method as one of a lock that is only known by having both halves; or null.</summary>
    public static LockMethod? ByPair(TypedFile file, SelectorExpr selector, Func method)
    {
        var partner = method.Name switch
        {
            "Lock" => "Unlock",
            "Unlock" => "Lock",
            "RLock" => "RUnlock",
            "RUnlock" => "RLock",
            _ => null,
        };
        if (partner == null || method.Signature.Results.Length != 0 || file.TypeOf(selector.X).Type is not { } type
            || Lookup.FieldOrMethod(type, true, method.Package, partner).Obj is not Func other
            || other.Signature.Results.Length != 0 || method.Signature.Variadic)
        {
            return null;
        }

        var mine = method.Signature.Params.Vars;
        var its = other.Signature.Params.Vars;
        if (mine.Length != its.Length)
        {
            return null;
        }

        for (var i = 0; i < mine.Length; i++)
        {
            if (!TypeRelations.Identical(mine[i].Type, its[i].Type))
            {
                return null;
            }
        }

        return ByName(method.Name, false);
    }

    private static LockMethod? ByName(string name, bool isStandard) => name switch
    {
        "Lock" => new LockMethod(LockAction.Acquire, false, isStandard),
        "RLock" => new LockMethod(LockAction.Acquire, true, isStandard),
        "TryLock" => new LockMethod(LockAction.TryAcquire, false, isStandard),
        "TryRLock" => new LockMethod(LockAction.TryAcquire, true, isStandard),
        "Unlock" => new LockMethod(LockAction.Release, false, isStandard),
        "RUnlock" => new LockMethod(LockAction.Release, true, isStandard),
        _ => null,
    };
}
