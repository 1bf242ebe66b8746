using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <content>Collecting what the files of a package declare and import. Source: go/types resolver.go.</content>
internal sealed partial class PackageChecker
{
    private const string IllegalInPaths = "!\"#$%&'()*,:;<=>?[\\]^{|}`\uFFFD";

    private readonly Dictionary<string, Package> importedByPath = [];
    private ImmutableArray<TypedFile> files = [];
    private bool collecting;

    private void CollectObjects()
    {
        collecting = true;
        var trees = Source.Trees;
        var typedFiles = ImmutableArray.CreateBuilder<TypedFile>(trees.Length);
        var moduleVersion = GoVersion.Parse(Source.GoVersion);
        foreach (var tree in trees)
        {
            var name = tree.Root.Name.Name;
            if (name == Source.Name || (name == "_" && trees.Length == 1))
            {
                var scope = new Scope(Package.DeclaredScope, 0, tree.File.Length, "file");
                typedFiles.Add(new TypedFile(Typed, tree, scope, VersionOf(tree, moduleVersion)));
            }
        }

        files = typedFiles.DrainToImmutable();
        var methods = new List<MethodDeclaration>();
        var imports = ImmutableArray.CreateBuilder<Package>();
        foreach (var file in files)
        {
            foreach (var decl in file.Tree.Root.Decls)
            {
                switch (decl)
                {
                    case GenDecl gen:
                        CollectSpecs(file, gen, imports);
                        break;
                    case FuncDecl func:
                        CollectFunc(file, func, methods);
                        break;
                }
            }
        }

        foreach (var method in methods)
        {
            if (ResolveBaseTypeName(method.Pointer, method.Base) is var (pointer, name) && name != null)
            {
                method.Func.HasPointerReceiver = pointer;
                ((NamedType)name.TypeOrNull!).AddMethod(method.Func);
            }
        }

        Package.Imports = imports.DrainToImmutable();
        collecting = false;
    }

    // A go:build line may set the version of its file, but no lower than the first that knows such lines.
    private static GoVersion VersionOf(SyntaxTree tree, GoVersion moduleVersion)
    {
        var fileVersion = GoVersion.Parse(tree.Root.GoVersion);
        return fileVersion.IsValid
            ? new GoVersion(Math.Max(fileVersion.Minor, GoVersion.FileVersions.Minor))
            : moduleVersion;
    }

    private void CollectSpecs(TypedFile file, GenDecl gen, ImmutableArray<Package>.Builder imports)
    {
        ValueSpec? last = null;
        for (var i = 0; i < gen.Specs.Length; i++)
        {
            switch (gen.Specs[i])
            {
                case ImportSpec spec:
                    CollectImport(file, spec, imports);
                    break;
                case ValueSpec spec when gen.Tok == TokenKind.Const:
                    var inherited = spec.Type == null && spec.Values.Length == 0;
                    if (!inherited)
                    {
                        last = spec;
                    }

                    CollectConsts(file, spec, last, i, inherited);
                    break;
                case ValueSpec spec:
                    CollectVars(file, spec);
                    break;
                case TypeSpec spec:
                    CollectType(file, spec);
                    break;
            }
        }
    }

    private void CollectConsts(TypedFile file, ValueSpec spec, ValueSpec? source, int iota, bool inherited)
    {
        for (var i = 0; i < spec.Names.Length; i++)
        {
            var name = spec.Names[i];
            var obj = new Const(Package, name.Name, file.Tree.File, name.Pos, null, null);
            DeclarePackageObject(file, name, obj, new DeclInfo(file)
            {
                Type = source?.Type,
                Init = source != null && i < source.Values.Length ? source.Values[i] : null,
                Inherited = inherited,
                Iota = iota,
            });
        }
    }

    private void CollectVars(TypedFile file, ValueSpec spec)
    {
        var lhs = new Var[spec.Names.Length];
        DeclInfo? shared = null;
        if (spec.Values.Length == 1)
        {
            // One value gives several variables theirs: they are one declaration.
            shared = new DeclInfo(file) { Lhs = lhs, Type = spec.Type, Init = spec.Values[0] };
        }

        for (var i = 0; i < lhs.Length; i++)
        {
            var name = spec.Names[i];
            lhs[i] = new Var(VarKind.Package, Package, name.Name, file.Tree.File, name.Pos, null);
            DeclarePackageObject(file, name, lhs[i], shared ?? new DeclInfo(file)
            {
                Type = spec.Type,
                Init = i < spec.Values.Length ? spec.Values[i] : null,
            });
        }
    }

    private void CollectType(TypedFile file, TypeSpec spec)
    {
        var obj = new TypeName(Package, spec.Name.Name, file.Tree.File, spec.Name.Pos, null);
        var generic = spec.TypeParams is { NumFields: > 0 };
        _ = spec.IsAlias ? (GoType)new AliasType(obj, null, generic) : new NamedType(obj, generic);
        DeclarePackageObject(file, spec.Name, obj, new DeclInfo(file) { TypeSpec = spec });
    }

    private void CollectFunc(TypedFile file, FuncDecl decl, List<MethodDeclaration> methods)
    {
        var name = decl.Name.Name;
        var obj = new Func(Package, name, file.Tree.File, decl.Name.Pos, null);
        var info = new DeclInfo(file) { FuncDecl = decl };
        if (decl.Recv is not { List.Length: > 0 })
        {
            if (name == "init")
            {
                // It cannot be referred to.
                obj.Parent = Package.DeclaredScope;
                file.RecordDef(decl.Name, obj);
            }
            else
            {
                Declare(file, decl.Name, obj);
            }
        }
        else
        {
            if (decl.Recv.List[0].Type is { } recvType)
            {
                var (pointer, baseType, _) = Checker.UnpackRecv(recvType);
                if (baseType is Ident baseName && !decl.Name.IsBlank)
                {
                    methods.Add(new MethodDeclaration(obj, pointer, baseName));
                }
            }

            file.RecordDef(decl.Name, obj);
        }

        AddObject(obj, info);
    }

    private void DeclarePackageObject(TypedFile file, Ident ident, GoObject obj, DeclInfo info)
    {
        if (ident.Name == "init" || (ident.Name == "main" && Package.Name == "main"))
        {
            Report(file, ident.Pos, TypeDiagnosticKind.Error, $"cannot declare {ident.Name} - must be func");
            return;
        }

        Declare(file, ident, obj);
        AddObject(obj, info);
    }

    private void Declare(TypedFile file, Ident ident, GoObject obj)
    {
        if (!ident.IsBlank && Package.DeclaredScope.Insert(obj) != null)
        {
            Report(file, ident.Pos, TypeDiagnosticKind.Error, $"{ident.Name} redeclared in this block");
            return;
        }

        file.RecordDef(ident, obj);
    }

    private void AddObject(GoObject obj, DeclInfo info)
    {
        declarations.Add(obj, info);
        objects.Add(obj);
        obj.Order = objects.Count;
    }

    private void CollectImport(TypedFile file, ImportSpec spec, ImmutableArray<Package>.Builder imports)
    {
        var path = ImportPath(spec);
        if (path == null)
        {
            Report(file, spec.Pos, TypeDiagnosticKind.Error, "invalid import path");
            return;
        }

        var imported = Import(file, spec, path);
        if (!imports.Contains(imported))
        {
            imports.Add(imported);
        }

        var name = spec.Name?.Name ?? NameOfImport(file, imported);
        var obj = new PkgName(Package, name, file.Tree.File, spec.Pos, imported);
        if (spec.Name != null)
        {
            file.RecordDef(spec.Name, obj);
        }
        else
        {
            file.RecordImplicit(spec, obj);
        }

        switch (name)
        {
            case "." when imported.IsUnknown:
                file.UnknownDotImports = file.UnknownDotImports.Add(imported);
                break;
            case ".":
                foreach (var other in imported.Scope.Objects)
                {
                    if (other.Exported)
                    {
                        file.Scope.Insert(other);
                    }
                }

                break;
            case "_":
                break;
            default:
                file.Scope.Insert(obj);
                break;
        }
    }

    private static string? ImportPath(ImportSpec spec)
    {
        if (ConstantValue.MakeFromLiteral(spec.Path.Value, TokenKind.String) is not { Kind: ConstantKind.String } value)
        {
            return null;
        }

        var path = ConstantValue.StringVal(value);
        foreach (var rune in path.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune)
                || (rune.IsBmp && IllegalInPaths.Contains((char)rune.Value))
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse)
            {
                return null;
            }
        }

        return path.Length == 0 ? null : path;
    }

    private Package Import(TypedFile file, ImportSpec spec, string path)
    {
        if (importedByPath.TryGetValue(path, out var known))
        {
            return known;
        }

        Package? imported = null;
        switch (path)
        {
            case "unsafe":
                imported = Universe.Unsafe;
                break;
            case "C":
                imported = new Package("C", "C", isUnknown: true);
                break;
            default:
                imported = Source.Resolver.Resolve(path);
                break;
        }

        if (imported == null)
        {
            Report(file, spec.Path.Pos, TypeDiagnosticKind.MissingImport, $"could not import {path}");
            imported = new Package(path, ImportNames.Guess(path), isUnknown: true);
        }

        importedByPath.Add(path, imported);
        return imported;
    }

    // What a package is called that is not there can be told from how the file refers to it, if at all.
    private static string NameOfImport(TypedFile file, Package imported) =>
        imported.IsUnknown && imported.Path != "C"
            ? ImportNames.GuessFor(imported.Path, file.Tree.Root)
            : imported.Name;

    /// <summary>
    /// The defined type that a receiver's base type name denotes in the end, aliases followed, and whether the receiver is
    /// a pointer to it. Source: go/types resolver.go, resolveBaseTypeName.
    /// </summary>
    private (bool Pointer, TypeName? Name) ResolveBaseTypeName(bool pointer, Ident? name)
    {
        HashSet<TypeName>? seen = null;
        while (name != null)
        {
            if (Package.DeclaredScope.Lookup(name.Name) is not TypeName typeName
                || seen?.Contains(typeName) == true
                || !declarations.TryGetValue(typeName, out var info))
            {
                break;
            }

            var spec = info.TypeSpec!;
            if (!spec.IsAlias)
            {
                return (pointer, typeName);
            }

            if (spec.TypeParams != null)
            {
                break;
            }

            (seen ??= []).Add(typeName);
            var type = Checker.Unparen(spec.Type);
            if (type is StarExpr star)
            {
                if (pointer)
                {
                    break;
                }

                pointer = true;
                type = Checker.Unparen(star.X);
            }

            name = type as Ident;
        }

        return (false, null);
    }

    private readonly record struct MethodDeclaration(Func Func, bool Pointer, Ident Base);
}
