using System.Diagnostics.CodeAnalysis;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// Checks declarations, statements and expressions: go/types' Checker as far as it concerns one thread. A package has
/// one for its declarations, used under the package's lock; every thread that checks bodies has its own.
/// </summary>
internal sealed partial class Checker
{
    private readonly PackageChecker owner;
    private readonly Package package;
    private readonly Sizes sizes;
    private readonly List<DelayedBody> delayed = [];

    // The environment of what is being checked: go/types' environment. Saved and restored as one.
    private TypedFile file;
    private DeclInfo? decl;
    private Scope scope;
    private GoVersion version;
    private ConstantValue? iota;
    private Signature? sig;
    private bool inTParamList;
    private bool hasLabel;
    private bool hasCallOrRecv;

    internal Checker(PackageChecker owner, TypedFile file)
    {
        this.owner = owner;
        this.file = file;
        package = owner.Package;
        sizes = owner.Source.Sizes;
        scope = file.Scope;
    }

    /// <summary>Checks the type and value of a package-level constant or variable, or the signature of a function.</summary>
    internal void CheckDeclaration(GoObject obj, DeclInfo info)
    {
        var saved = Enter(info);
        var bottom = delayed.Count;
        try
        {
            switch (obj)
            {
                case Const constant:
                    PackageConst(constant, info);
                    break;
                case Var variable:
                    PackageVar(variable, info);
                    break;
                case Func func:
                    FuncDecl(func, info);
                    break;
                case TypeName { TypeOrNull: AliasType alias }:
                    AliasDecl(alias, info.TypeSpec!);
                    break;
                case TypeName { TypeOrNull: NamedType named }:
                    NamedDecl(named, info.TypeSpec!);
                    break;
            }
        }
        finally
        {
            KeepBodies(info, bottom);
            Restore(saved);
        }
    }

    /// <summary>
    /// Checks what of a declaration no other declaration depends on: the body of a function, the initializer of a variable
    /// whose type is declared, and the function literals of an initializer.
    /// </summary>
    internal void CheckBody(DeclInfo info)
    {
        var saved = Enter(info);
        try
        {
            if (info.FuncDecl is { Body: { } body } && info.FuncSignature != null)
            {
                FuncBody(info, info.FuncScope!, info.FuncSignature, body, null);
            }
            else if (info.HasPendingInit)
            {
                info.HasPendingInit = false;
                PackageVarInit(info);
            }

            if (info.Bodies is { } bodies)
            {
                info.Bodies = null;
                delayed.AddRange(bodies);
            }

            ProcessDelayed(0);
        }
        finally
        {
            delayed.Clear();
            Restore(saved);
        }
    }

    /// <summary>The object a name stands for where the checker is, or null.</summary>
    private GoObject? Lookup(string name)
    {
        for (var s = scope; s != null; s = s.Parent)
        {
            if (s.Lookup(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// True if the language version of the file has what came with a version; without a version everything is allowed.
    /// </summary>
    private bool AllowVersion(GoVersion wanted) => version.Allows(wanted);

    /// <summary>Notes that something could not be made sense of.</summary>
    private void Report(int offset, string message) => owner.Report(file, offset, TypeDiagnosticKind.Error, message);

    /// <summary>
    /// Has the body of a function literal checked when the statement it is in is done with, but before what that
    /// statement declares is in scope; on package level, with the bodies of functions.
    /// </summary>
    private void LaterFuncBody(FuncLit literal, Signature signature)
    {
        var funcScope = lastFuncScope!;
        funcScope.Pos = literal.Pos;
        funcScope.End = literal.End;
        delayed.Add(new DelayedBody(literal, signature, funcScope, decl, iota, version));
    }

    private void ProcessDelayed(int bottom)
    {
        if (delayed.Count == bottom)
        {
            return;
        }

        var savedVersion = version;
        for (var i = bottom; i < delayed.Count; i++)
        {
            var action = delayed[i];
            version = action.Version;
            FuncBody(action.Decl, action.Scope, action.Signature, action.Literal.Body, action.Iota);
        }

        delayed.RemoveRange(bottom, delayed.Count - bottom);
        version = savedVersion;
    }

    private void KeepBodies(DeclInfo info, int bottom)
    {
        if (delayed.Count == bottom)
        {
            return;
        }

        // A declaration is checked while another one is: its literals are its own.
        (info.Bodies ??= []).AddRange(delayed.Skip(bottom));
        delayed.RemoveRange(bottom, delayed.Count - bottom);
    }

    /// <summary>Notes that the initialization of the declaration being checked depends on an object.</summary>
    private void AddDeclDep(GoObject to)
    {
        if (decl != null && to.Order > 0 && ReferenceEquals(to.Package, package))
        {
            decl.AddDependency(to);
        }
    }

    private Environment Enter(DeclInfo info)
    {
        var saved = Save();
        file = info.File;
        decl = info.IsDependent ? info : null;
        scope = info.File.Scope;
        version = info.File.Version;
        iota = null;
        sig = null;
        inTParamList = false;
        hasLabel = false;
        hasCallOrRecv = false;
        return saved;
    }

    private Environment Save() =>
        new(file, decl, scope, version, iota, sig, inTParamList, hasLabel, hasCallOrRecv);

    private void Restore(in Environment saved)
    {
        file = saved.File;
        decl = saved.Decl;
        scope = saved.Scope;
        version = saved.Version;
        iota = saved.Iota;
        sig = saved.Signature;
        inTParamList = saved.InTypeParams;
        hasLabel = saved.HasLabel;
        hasCallOrRecv = saved.HasCallOrRecv;
    }

    [SuppressMessage("Performance", "CA1815", Justification = "Never compared.")]
    private readonly struct Environment(TypedFile file, DeclInfo? decl, Scope scope, GoVersion version,
        ConstantValue? iota, Signature? signature, bool inTypeParams, bool hasLabel, bool hasCallOrRecv)
    {
        public readonly TypedFile File = file;
        public readonly DeclInfo? Decl = decl;
        public readonly Scope Scope = scope;
        public readonly GoVersion Version = version;
        public readonly ConstantValue? Iota = iota;
        public readonly Signature? Signature = signature;
        public readonly bool InTypeParams = inTypeParams;
        public readonly bool HasLabel = hasLabel;
        public readonly bool HasCallOrRecv = hasCallOrRecv;
    }
}
