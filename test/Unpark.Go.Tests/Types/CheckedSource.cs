using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Types;

/// <summary>
/// A type-checked source of one file, whose expressions are asked for by how they are written: the first one with that
/// text, or a later one by number. Imports are given as sources; others are unknown, but for unsafe.
/// </summary>
internal sealed class CheckedSource
{
    private readonly TypedPackage package;
    private readonly TypedFile file;
    private readonly List<Expr> exprs = [];

    private CheckedSource(string source, ImmutableDictionary<string, string> imports)
    {
        package = TypedPackage.Create(new PackageSource("p", [Parse("p.go", source)], new Resolver(imports)));
        package.CheckBodies();
        file = package.Files[0];
        new Collector(exprs).Visit(file.Tree.Root);
    }

    /// <summary>What is wrong with the source; that imports are not there is not counted.</summary>
    public ImmutableArray<TypeDiagnostic> Diagnostics =>
        package.Diagnostics.RemoveAll(static d => d.Kind == TypeDiagnosticKind.MissingImport);

    public Package Package => package.Package;

    public int SyntaxErrors => file.Tree.Diagnostics.Length;

    public string this[string text, int occurrence = 0] => Describe(All(text)[occurrence]);

    public static CheckedSource Of(string source, params (string Path, string Source)[] imports) =>
        new(source, imports.ToImmutableDictionary(i => i.Path, i => i.Source));

    public static CheckedSource InFunc(string statements) => Of($"package p\nfunc _() {{\n{statements}\n}}\n");

    public bool Has(string text) => All(text).Count > 0;

    /// <summary>An expression in the last declaration of the file.</summary>
    public string InLastDeclaration(string text)
    {
        var from = file.Tree.Root.Decls[^1].Pos;
        return Describe(All(text).First(e => e.Pos >= from));
    }

    public string Selection(string text)
    {
        var selection = file.SelectionOf((SelectorExpr)All(text)[0])!;
        return $"{selection.Kind} [{string.Join(' ', selection.Index)}]" + (selection.Indirect ? " indirect" : "");
    }

    public string? UseOf(string name)
    {
        var ident = (Ident)All(name)[0];
        return file.UseOf(ident) switch
        {
            UnknownObject { Owner: { } owner } unknown => $"{owner.ImportPath}.{owner.Name}.{unknown.Name}",
            UnknownObject unknown => unknown.ImportPath + "." + unknown.Name,
            var other => other?.ToString(),
        };
    }

    /// <summary>The last instance of a name: type arguments and type.</summary>
    public string? LastInstance(string name)
    {
        for (var i = exprs.Count - 1; i >= 0; i--)
        {
            if (exprs[i] is Ident ident && ident.Name == name && file.InstanceOf(ident) is { } instance)
            {
                return $"[{string.Join(' ', instance.TypeArgs.Select(Write))}] {Write(instance.Type)}";
            }
        }

        return null;
    }

    private static string Write(GoType type) => TypeWriter.Write(type, static p => p.Path == "p" ? "" : p.Path);

    private static SyntaxTree Parse(string path, string source) =>
        SyntaxTree.Parse(new SourceFile(path, Encoding.UTF8.GetBytes(source)));

    private List<Expr> All(string text) => exprs.FindAll(e => file.Tree.File.Text(e.Pos, e.End) == text);

    private string Describe(Expr e)
    {
        var (mode, type, value) = file.TypeOf(e);
        var isUnknown = type is null or UnknownType;
        switch (mode)
        {
            case OperandMode.Unknown:
                return type is UnknownType { Name: not null } ? "unknown " + Write(type) : "unknown";
            case OperandMode.Builtin:
                return isUnknown ? "builtin" : "builtin " + Write(type!);
            case OperandMode.TypeExpr:
                return "type " + Write(type!);
            case OperandMode.Constant:
                return $"constant {Write(type!)} = {value}";
            default:
                return mode.ToString().ToLower(CultureInfo.InvariantCulture) + " " + Write(type!);
        }
    }

    private sealed class Resolver(ImmutableDictionary<string, string> sources) : IImportResolver
    {
        private readonly Dictionary<string, TypedPackage> packages = [];

        public Package? Resolve(string importPath)
        {
            if (!sources.TryGetValue(importPath, out var source))
            {
                return null;
            }

            if (!packages.TryGetValue(importPath, out var package))
            {
                package = TypedPackage.Create(new PackageSource(importPath, [Parse(importPath + ".go", source)], this));
                packages.Add(importPath, package);
            }

            return package.Package;
        }
    }

    private sealed class Collector(List<Expr> exprs) : SyntaxVisitor
    {
        protected override void VisitNode(Node node)
        {
            if (node is Expr e)
            {
                exprs.Add(e);
            }

            base.VisitNode(node);
        }
    }
}
