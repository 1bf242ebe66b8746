using System.IO.Compression;
using System.Text;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Build;

/// <summary>
/// Makes the snapshot of the standard library. What users can import is kept with all its exported declarations, and of
/// the rest whatever these need: types of unexported fields, constants in array lengths, packages below internal.
/// Files keep their names and build constraints, so that the snapshot serves all platforms.
/// </summary>
internal sealed class ApiSnapshotWriter
{
    // Large blocks pack better; small ones are unpacked sooner.
    private const int BlockSize = 1 << 18;

    private readonly string source;
    private readonly DiskFiles files = new();
    private readonly string goRoot;
    private readonly List<BuildContext> contexts = [];
    private readonly Dictionary<string, SnapshotPackage> packages = new(StringComparer.Ordinal);
    private readonly Queue<(SnapshotPackage Package, string Name)> queue = new();
    private readonly Dictionary<int, GoProgram> programs = [];
    private readonly Dictionary<ValueSpec, List<(string Name, GoType Type)>> inferred = [];

    private ApiSnapshotWriter(string goRoot)
    {
        this.goRoot = goRoot;
        source = Path.Combine(goRoot, "src");
        ReadPlatforms();
    }

    public static byte[] Write(string goRoot, CancellationToken cancellation)
    {
        var writer = new ApiSnapshotWriter(goRoot);
        writer.ReadPackages("", cancellation);
        writer.KeepExported();
        writer.Close(cancellation);
        return writer.Pack();
    }

    private static bool IsExported(string name) =>
        name.Length > 0 && (char.IsAsciiLetterUpper(name[0]) || (name[0] >= 0x80 && char.IsUpper(name, 0)));

    // What lies in or below an internal folder, commands and vendored packages cannot be imported by users.
    private static bool IsImportable(string path) =>
        !("/" + path + "/").Contains("/internal/", StringComparison.Ordinal)
        && !ImportPaths.HasPrefix(path, "vendor") && !ImportPaths.HasPrefix(path, "cmd") && path != "builtin";

    // All that Go runs on, with and without cgo; the ones tried first are those most files are for.
    private void ReadPlatforms()
    {
        var path = Path.Combine(source, "internal", "platform", "zosarch.go");
        if (files.Read(path, out var error) is not { } file)
        {
            throw new IOException($"{path}: {error}: the source of the standard library is needed");
        }

        var text = file.Text(0, file.Length);
        var start = text.IndexOf("var List", StringComparison.Ordinal);
        var platforms = new List<(string OS, string Arch)> { ("linux", "amd64") };
        foreach (var line in text[start..text.IndexOf("\n}", start, StringComparison.Ordinal)].Split('\n'))
        {
            if (line.Split('"') is [_, var os, _, var arch, _] && !platforms.Contains((os, arch)))
            {
                platforms.Add((os, arch));
            }
        }

        foreach (var (os, arch) in platforms)
        {
            foreach (var cgo in new[] { true, false })
            {
                contexts.Add(BuildContext.Create(
                    new BuildOptions
                    {
                        Dir = source,
                        GoOS = os,
                        GoArch = arch,
                        CgoEnabled = cgo,
                        GoRoot = goRoot,
                        Environment = new Dictionary<string, string> { ["GOENV"] = "off", ["GO111MODULE"] = "off" },
                    },
                    files));
            }
        }
    }

    private void ReadPackages(string path, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var folder = path.Length == 0 ? source : Path.Combine(source, ImportPaths.ToFile(path));
        if (files.List(folder) is not { } listing)
        {
            return;
        }

        if (path.Length > 0 && listing.HasGoFiles)
        {
            ReadPackage(path, folder, listing);
        }

        foreach (var child in listing.Folders)
        {
            if (child != "testdata" && child[0] is not ('.' or '_') && !(path.Length == 0 && child == "cmd"))
            {
                ReadPackages(path.Length == 0 ? child : path + "/" + child, cancellation);
            }
        }
    }

    private void ReadPackage(string path, string folder, FolderListing listing)
    {
        var package = new SnapshotPackage(path);
        foreach (var name in listing.Files)
        {
            if (!name.EndsWith(".go", StringComparison.Ordinal) || name.EndsWith("_test.go", StringComparison.Ordinal)
                || name[0] is '.' or '_' || files.Read(Path.Combine(folder, name), out _) is not { } file)
            {
                continue;
            }

            var header = GoFileHeader.Of(file);
            if (ContextOf(name, header) < 0 || header.PackageName is "" or "documentation" or "main")
            {
                continue;
            }

            var tree = SyntaxTree.Parse(file, new ParseOptions { SkipFunctionBodies = true, SkipComments = true });
            package.Name = header.PackageName;
            var snapshotFile = new SnapshotFile(package, name, tree, header);
            package.Files.Add(snapshotFile);
            Index(package, snapshotFile);
        }

        if (package.Files.Count > 0)
        {
            packages.Add(path, package);
        }
    }

    // The number of the first context that a file is in, or -1.
    private int ContextOf(string name, GoFileHeader header)
    {
        for (var i = 0; i < contexts.Count; i++)
        {
            if (contexts[i].MatchFileName(name) && header.Matches(contexts[i].IsTagSet)
                && (contexts[i].CgoEnabled || !header.ImportsC))
            {
                return i;
            }
        }

        return -1;
    }

    private static void Index(SnapshotPackage package, SnapshotFile file)
    {
        foreach (var decl in file.Tree.Root.Decls)
        {
            if (decl is FuncDecl func)
            {
                if (func.Recv == null)
                {
                    Add(func.Name.Name, func, null);
                }
                else if (func.Recv.List is [var receiver] && BaseName(receiver.Type) is { } baseName)
                {
                    if (!package.Methods.TryGetValue(baseName, out var methods))
                    {
                        package.Methods.Add(baseName, methods = []);
                    }

                    methods.Add((file, func));
                }
            }
            else if (decl is GenDecl gen && gen.Tok != TokenKind.Import)
            {
                foreach (var spec in gen.Specs)
                {
                    if (spec is TypeSpec type)
                    {
                        Add(type.Name.Name, gen, spec);
                        new HiddenMethodCollector(package.HiddenMethods).Visit(type.Type);
                    }
                    else if (spec is ValueSpec value)
                    {
                        foreach (var name in value.Names)
                        {
                            Add(name.Name, gen, spec);
                        }
                    }
                }
            }
        }

        void Add(string name, Decl decl, Spec? spec)
        {
            if (!package.Declarations.TryGetValue(name, out var places))
            {
                package.Declarations.Add(name, places = []);
            }

            places.Add((file, decl, spec));
        }
    }

    private static string? BaseName(Expr? type)
    {
        while (true)
        {
            switch (type)
            {
                case Ident ident:
                    return ident.Name;
                case StarExpr star:
                    type = star.X;
                    break;
                case ParenExpr paren:
                    type = paren.X;
                    break;
                case IndexExpr index:
                    type = index.X;
                    break;
                case IndexListExpr list:
                    type = list.X;
                    break;
                default:
                    return null;
            }
        }
    }

    private void KeepExported()
    {
        foreach (var package in packages.Values)
        {
            foreach (var file in package.Files)
            {
                ResolveImports(file);
            }
        }

        foreach (var package in packages.Values)
        {
            if (IsImportable(package.Path) && package.Name != "main")
            {
                foreach (var name in package.Declarations.Keys)
                {
                    if (IsExported(name))
                    {
                        Need(package, name);
                    }
                }
            }
        }
    }

    private void ResolveImports(SnapshotFile file)
    {
        foreach (var import in file.Tree.Root.Imports)
        {
            var path = import.Path.Value.Trim('"', '`');
            var name = import.Name?.Name ?? PackageOf(path)?.Name ?? path[(path.LastIndexOf('/') + 1)..];
            if (name == ".")
            {
                file.DotImports.Add(path);
            }
            else if (name != "_")
            {
                file.Imports[name] = path;
            }
        }
    }

    private SnapshotPackage? PackageOf(string path) =>
        packages.GetValueOrDefault(ImportPaths.IsStandard(path) ? path : "vendor/" + path);

    private void Need(SnapshotPackage package, string name)
    {
        if (name != "_" && package.Declarations.ContainsKey(name) && package.Needed.Add(name))
        {
            queue.Enqueue((package, name));
        }
    }

    private void Close(CancellationToken cancellation)
    {
        while (queue.TryDequeue(out var next))
        {
            cancellation.ThrowIfCancellationRequested();
            var (package, name) = next;
            foreach (var (file, decl, spec) in package.Declarations[name])
            {
                switch (spec)
                {
                    case null:
                        Follow(file, ((FuncDecl)decl).Type);
                        break;
                    case TypeSpec type:
                        Follow(file, type.TypeParams);
                        Follow(file, type.Type);
                        break;
                    case ValueSpec value when ((GenDecl)decl).Tok == TokenKind.Const:
                        FollowConst(package, file, (GenDecl)decl, value);
                        break;
                    case ValueSpec value:
                        FollowVar(package, file, value);
                        break;
                }
            }

            foreach (var (file, method) in package.Methods.GetValueOrDefault(name) ?? [])
            {
                if (KeepsMethod(package, method))
                {
                    Follow(file, method.Recv);
                    Follow(file, method.Type);
                }
            }
        }
    }

    private static bool KeepsMethod(SnapshotPackage package, FuncDecl method) =>
        IsExported(method.Name.Name) || package.HiddenMethods.Contains(method.Name.Name);

    private void Follow(SnapshotFile file, Node? node)
    {
        if (node != null)
        {
            new ReferenceCollector(this, file, usedImports: null).Visit(node);
        }
    }

    // A group that counts with iota, or repeats an expression, is kept as a whole: each line depends on its place.
    private void FollowConst(SnapshotPackage package, SnapshotFile file, GenDecl group, ValueSpec spec)
    {
        if (!IsPositional(group))
        {
            Follow(file, spec.Type);
            foreach (var value in spec.Values)
            {
                Follow(file, value);
            }

            foreach (var name in spec.Names)
            {
                Need(package, name.Name);
            }

            return;
        }

        foreach (var member in group.Specs)
        {
            foreach (var name in ((ValueSpec)member).Names)
            {
                Need(package, name.Name);
            }

            Follow(file, ((ValueSpec)member).Type);
            foreach (var value in ((ValueSpec)member).Values)
            {
                Follow(file, value);
            }
        }
    }

    private static bool IsPositional(GenDecl group)
    {
        foreach (var spec in group.Specs)
        {
            if (((ValueSpec)spec).Values.IsEmpty)
            {
                return true;
            }

            var iota = new NameFinder("iota");
            foreach (var value in ((ValueSpec)spec).Values)
            {
                iota.Visit(value);
            }

            if (iota.Found)
            {
                return true;
            }
        }

        return false;
    }

    private void FollowVar(SnapshotPackage package, SnapshotFile file, ValueSpec spec)
    {
        if (spec.Type != null)
        {
            Follow(file, spec.Type);
            return;
        }

        if (inferred.ContainsKey(spec))
        {
            return;
        }

        var types = new List<(string, GoType)>();
        inferred.Add(spec, types);
        var scope = ProgramOf(ContextOf(file.Name, file.Header)).Find(package.Path)!.Typed.Package.Scope;
        foreach (var name in spec.Names)
        {
            if (name.Name != "_" && scope.Lookup(name.Name) is { Type: not UnknownType } variable)
            {
                types.Add((name.Name, variable.Type));
                NeedNames(variable.Type);
            }
        }
    }

    // The names in a written type, as package.name; what is no declaration of that package is passed over by Need.
    private void NeedNames(GoType type)
    {
        var text = TypeWriter.Write(type, package => "\u0001" + package.Path + "\u0002");
        for (var at = text.IndexOf('\u0001', StringComparison.Ordinal); at >= 0; at = text.IndexOf('\u0001', at + 1))
        {
            var end = text.IndexOf('\u0002', at);
            var name = end + 2;
            while (name < text.Length && (char.IsLetterOrDigit(text[name]) || text[name] == '_'))
            {
                name++;
            }

            if (packages.TryGetValue(text[(at + 1)..end], out var package))
            {
                Need(package, text[(end + 2)..name]);
            }
        }
    }

    private GoProgram ProgramOf(int context)
    {
        if (!programs.TryGetValue(context, out var program))
        {
            program = GoProgram.Load(new LoadOptions
            {
                Patterns = ["errors"],
                Files = files,
                Parallelism = 1,
                Build = new BuildOptions
                {
                    Dir = source,
                    GoOS = contexts[context].GoOS,
                    GoArch = contexts[context].GoArch,
                    CgoEnabled = contexts[context].CgoEnabled,
                    GoRoot = goRoot,
                    Environment = new Dictionary<string, string> { ["GOENV"] = "off", ["GO111MODULE"] = "off" },
                },
            });
            programs.Add(context, program);
        }

        return program;
    }

    private byte[] Pack()
    {
        var blocks = new List<byte[]>();
        var index = new MemoryStream();
        var block = new MemoryStream();
        using var indexWriter = new BinaryWriter(index, Encoding.UTF8);
        var written = packages.Values.OrderBy(package => package.Path, StringComparer.Ordinal)
            .Select(package => (Package: package, Files: TextsOf(package)))
            .Where(package => package.Files.Count > 0).ToList();
        indexWriter.Write(written.Count + 1);
        indexWriter.Write("");
        indexWriter.Write(1);
        var version = GoRootFinder.ReadVersion(goRoot, files);
        WriteFile("VERSION", version + "\n");
        foreach (var (package, texts) in written)
        {
            indexWriter.Write("src/" + package.Path);
            indexWriter.Write(texts.Count);
            foreach (var (name, text) in texts)
            {
                WriteFile(name, text);
            }

            if (block.Length >= BlockSize)
            {
                EndBlock();
            }
        }

        EndBlock();
        indexWriter.Flush();
        blocks.Insert(0, index.ToArray());
        return Join(version, blocks);

        void WriteFile(string name, string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            indexWriter.Write(name);
            indexWriter.Write(blocks.Count + 1);
            indexWriter.Write((int)block.Length);
            indexWriter.Write(bytes.Length);
            block.Write(bytes);
        }

        void EndBlock()
        {
            if (block.Length > 0)
            {
                blocks.Add(block.ToArray());
                block.SetLength(0);
            }
        }
    }

    private static byte[] Join(string version, List<byte[]> blocks)
    {
        var packed = blocks.ConvertAll(raw =>
        {
            var target = new byte[BrotliEncoder.GetMaxCompressedLength(raw.Length)];
            BrotliEncoder.TryCompress(raw, target, out var length, quality: 11, window: 24);
            return target.AsMemory(0, length);
        });
        var output = new MemoryStream();
        using var writer = new BinaryWriter(output, Encoding.UTF8);
        writer.Write(ApiSnapshot.Magic);
        writer.Write(version);
        writer.Write(blocks.Count);
        for (var i = 0; i < blocks.Count; i++)
        {
            writer.Write(packed[i].Length);
            writer.Write(blocks[i].Length);
        }

        foreach (var block in packed)
        {
            writer.Write(block.Span);
        }

        writer.Flush();
        return output.ToArray();
    }

    // The files of which something is kept. A package that users can import must be there on all platforms it is for,
    // even if there is nothing in it but effects: then an empty file stands for it.
    private List<(string Name, string Text)> TextsOf(SnapshotPackage package)
    {
        var texts = package.Files.ConvertAll(TextOf);
        if (IsImportable(package.Path))
        {
            foreach (var context in contexts)
            {
                var stand = -1;
                for (var i = 0; i < texts.Count; i++)
                {
                    var file = package.Files[i];
                    if (context.MatchFileName(file.Name) && file.Header.Matches(context.IsTagSet)
                        && (context.CgoEnabled || !file.Header.ImportsC))
                    {
                        stand = i;
                        if (texts[i].Length > 0)
                        {
                            break;
                        }
                    }
                }

                if (stand >= 0 && texts[stand].Length == 0)
                {
                    texts[stand] = Start(package.Files[stand]).ToString();
                }
            }
        }

        var kept = new List<(string, string)>();
        for (var i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length > 0)
            {
                kept.Add((package.Files[i].Name, texts[i]));
            }
        }

        return kept;
    }

    private static StringBuilder Start(SnapshotFile file)
    {
        var text = new StringBuilder();
        if (file.Header.GoBuild is { } constraint)
        {
            text.Append("//go:build ").Append(constraint).Append("\n\n");
        }

        return text.Append("package ").Append(file.Package.Name).Append('\n');
    }

    // The file with what is kept of it, or an empty text if nothing is.
    private string TextOf(SnapshotFile file)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var collector = new ReferenceCollector(this, file, used);
        var body = new StringBuilder();
        var extraImports = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var decl in file.Tree.Root.Decls)
        {
            if (decl is FuncDecl func)
            {
                WriteFunc(file, func, body, collector);
            }
            else if (decl is GenDecl { Tok: not TokenKind.Import } gen)
            {
                WriteGen(file, gen, body, collector, extraImports);
            }
        }

        if (body.Length == 0)
        {
            return "";
        }

        var text = Start(file);
        foreach (var import in file.Tree.Root.Imports)
        {
            var path = import.Path.Value.Trim('"', '`');
            var name = import.Name?.Name;
            if (name == "." || used.Contains(name ?? PackageOf(path)?.Name ?? path[(path.LastIndexOf('/') + 1)..]))
            {
                text.Append("import ").Append(name).Append(name == null ? "" : " ").Append(import.Path.Value)
                    .Append('\n');
            }
        }

        foreach (var (path, name) in extraImports)
        {
            text.Append("import ").Append(name).Append(" \"").Append(path).Append("\"\n");
        }

        return text.Append(body).ToString();
    }

    private static void WriteFunc(SnapshotFile file, FuncDecl func, StringBuilder body, ReferenceCollector collector)
    {
        var package = file.Package;
        var keep = func.Recv == null
            ? package.Needed.Contains(func.Name.Name) && func.Name.Name is not ("init" or "main" or "_")
            : func.Recv.List is [var receiver] && BaseName(receiver.Type) is { } name
                && package.Needed.Contains(name) && KeepsMethod(package, func);
        if (keep)
        {
            collector.Visit(func.Recv);
            collector.Visit(func.Type);
            body.Append(Slice(file, func.Pos, func.Type.End)).Append('\n');
        }
    }

    private void WriteGen(
        SnapshotFile file, GenDecl gen, StringBuilder body, ReferenceCollector collector,
        SortedDictionary<string, string> extraImports)
    {
        var package = file.Package;
        if (gen.Tok == TokenKind.Const && IsPositional(gen))
        {
            if (gen.Specs.Any(spec => ((ValueSpec)spec).Names.Any(name => package.Needed.Contains(name.Name))))
            {
                foreach (var spec in gen.Specs)
                {
                    collector.Visit(spec);
                }

                body.Append(Slice(file, gen.Pos, gen.End)).Append('\n');
            }

            return;
        }

        foreach (var spec in gen.Specs)
        {
            switch (spec)
            {
                case TypeSpec type when package.Needed.Contains(type.Name.Name):
                    collector.Visit(type);
                    body.Append("type ").Append(Slice(file, type.Pos, type.End)).Append('\n');
                    break;
                case ValueSpec value when value.Names.Any(name => package.Needed.Contains(name.Name)):
                    if (gen.Tok == TokenKind.Const)
                    {
                        collector.Visit(value);
                        body.Append("const ").Append(Slice(file, value.Pos, value.End)).Append('\n');
                    }
                    else if (value.Type != null)
                    {
                        collector.Visit(value.Type);
                        body.Append("var ").Append(Slice(file, value.Pos, value.Type.End)).Append('\n');
                    }
                    else
                    {
                        WriteInferred(file, value, body, collector, extraImports);
                    }

                    break;
            }
        }
    }

    private void WriteInferred(
        SnapshotFile file, ValueSpec value, StringBuilder body, ReferenceCollector collector,
        SortedDictionary<string, string> extraImports)
    {
        foreach (var (name, type) in inferred.GetValueOrDefault(value) ?? [])
        {
            if (!file.Package.Needed.Contains(name))
            {
                continue;
            }

            var text = TypeWriter.Write(type, Qualify);
            if (text.Contains("unsafe.Pointer", StringComparison.Ordinal))
            {
                Qualify(Universe.Unsafe);
            }

            body.Append("var ").Append(name).Append(' ').Append(text).Append('\n');
        }

        string Qualify(Package package)
        {
            if (package.Path == file.Package.Path)
            {
                return "";
            }

            var path = package.Path.StartsWith("vendor/", StringComparison.Ordinal)
                ? package.Path["vendor/".Length..]
                : package.Path;
            foreach (var (name, imported) in file.Imports)
            {
                if (imported == path)
                {
                    collector.Use(name);
                    return name;
                }
            }

            if (!extraImports.TryGetValue(path, out var given))
            {
                given = path == "unsafe" ? path
                    : "import_" + path.Replace('/', '_').Replace('.', '_').Replace('-', '_');
                extraImports.Add(path, given);
            }

            return given;
        }
    }

    private static string Slice(SnapshotFile file, int from, int to) =>
        DeclarationText.Compact(file.Tree.File.Content[from..to]);

    // Follows the names in declarations: to declarations of the same package, and through imports to those of others.
    private sealed class ReferenceCollector(ApiSnapshotWriter writer, SnapshotFile file, HashSet<string>? usedImports)
        : SyntaxVisitor
    {
        public void Use(string import) => usedImports?.Add(import);

        public override void VisitIdent(Ident node)
        {
            writer.Need(file.Package, node.Name);
            foreach (var path in file.DotImports)
            {
                if (writer.PackageOf(path) is { } package)
                {
                    writer.Need(package, node.Name);
                }
            }
        }

        public override void VisitSelectorExpr(SelectorExpr node)
        {
            if (node.X is Ident qualifier && file.Imports.TryGetValue(qualifier.Name, out var path))
            {
                usedImports?.Add(qualifier.Name);
                if (writer.PackageOf(path) is { } package)
                {
                    writer.Need(package, node.Sel.Name);
                }

                return;
            }

            Visit(node.X);
        }
    }

    private sealed class HiddenMethodCollector(HashSet<string> names) : SyntaxVisitor
    {
        public override void VisitInterfaceTypeExpr(InterfaceTypeExpr node)
        {
            foreach (var field in node.Methods.List)
            {
                foreach (var name in field.Names)
                {
                    if (!IsExported(name.Name))
                    {
                        names.Add(name.Name);
                    }
                }
            }

            base.VisitInterfaceTypeExpr(node);
        }
    }

    private sealed class NameFinder(string name) : SyntaxVisitor
    {
        public bool Found { get; private set; }

        public override void VisitIdent(Ident node) => Found |= node.Name == name;
    }
}
