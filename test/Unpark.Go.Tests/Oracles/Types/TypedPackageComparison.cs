using Unpark.Go.Constants;
using Unpark.Go.Syntax;
using Unpark.Go.Types;

namespace Unpark.Go.Tests.Oracles;

/// <summary>Compares the facts about one package with the oracle's records.</summary>
internal sealed class TypedPackageComparison
{
    private readonly string id;
    private readonly TypedPackage package;
    private readonly StringTable strings;
    private readonly Action<string> show;
    private readonly TypesTally tally = new() { Packages = 1 };
    private readonly List<string> initOrder = [];
    private readonly HashSet<Node> seenTypes = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> seenDefs = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> seenUses = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<Node> seenOthers = new(ReferenceEqualityComparer.Instance);
    private TypedFile? file;
    private NodeIndex? index;
    private bool withErrors;

    public TypedPackageComparison(string id, TypedPackage package, StringTable strings, Action<string> show)
    {
        this.id = id;
        this.package = package;
        this.strings = strings;
        this.show = show;
    }

    public void Take(ReadOnlySpan<byte> line)
    {
        var fields = new Fields(line[2..]);
        switch ((char)line[0])
        {
            case 'N':
                withErrors = fields.Int() > 0;
                tally.WithErrors = withErrors ? 1 : 0;
                break;
            case 'f':
                FinishFile();
                file = package.Files[fields.Int()];
                index = new NodeIndex(file.Tree);
                break;
            case 'E':
                CompareExpression(ref fields);
                break;
            case 'D':
                CompareObject(ref fields, true);
                break;
            case 'U':
                CompareObject(ref fields, false);
                break;
            case 'S':
                CompareSelection(ref fields);
                break;
            case 'G':
                CompareInstance(ref fields);
                break;
            case 'M':
                CompareImplicit(ref fields);
                break;
            case 'C':
                CompareScope(ref fields);
                break;
            case 'm':
                FinishFile();
                CompareMethodSet(ref fields);
                break;
            case 'O':
                FinishFile();
                initOrder.Add(System.Text.Encoding.UTF8.GetString(line[2..]).Replace('\t', ' '));
                break;
            default:
                throw new InvalidDataException($"record {(char)line[0]}");
        }
    }

    public TypesTally Finish()
    {
        FinishFile();
        foreach (var diagnostic in package.Diagnostics)
        {
            if (diagnostic.Kind == TypeDiagnosticKind.Internal || !withErrors)
            {
                tally.Failures++;
                show($"{diagnostic}");
            }
        }

        if (!withErrors)
        {
            CompareInitOrder();
        }

        return tally;
    }

    private void CompareExpression(ref Fields fields)
    {
        int pos = fields.Int(), end = fields.Int();
        var kind = NodeKinds.Of(fields.Next());
        var mode = fields.Next();
        int type = fields.Int(), value = fields.Int();
        var e = index!.Find(kind, pos, end) as Expr;
        if (e != null)
        {
            seenTypes.Add(e);
        }

        if (IsInvalid(type) && (withErrors || !mode.SequenceEqual("builtin"u8)))
        {
            return;
        }

        tally.Expressions++;
        if (e == null)
        {
            tally.DifferentExpressions++;
            Show(pos, $"no {kind} to {end}");
            return;
        }

        var ours = file!.TypeOf(e);
        var ourMode = ModeName(ours.Mode);
        if (strings.IsSame(ours.Type, type) && mode.SequenceEqual(ourMode) && strings.Of(ours.Value) == value)
        {
            tally.EqualExpressions++;
            return;
        }

        // Next to what it could not check, go/types leaves an untyped operand as it is; we may know what it becomes.
        if (withErrors && strings[type].StartsWith("untyped ", StringComparison.Ordinal) && ours.Type is BasicType)
        {
            tally.Expressions--;
            return;
        }

        // An expression of which something unknown is part is as unknown as it can be.
        if (!ours.IsKnown || ours.Type?.ToString().Contains("invalid type", StringComparison.Ordinal) == true)
        {
            tally.UnknownExpressions++;
        }
        else
        {
            tally.DifferentExpressions++;
        }

        Show(pos, $"{kind} {Excerpt(e)}: {Text(mode)} {strings[type]} {strings[value]}, "
            + $"ours {Text(ourMode)} {ours.Type} {ours.Value?.ExactString()}");
    }

    private void CompareObject(ref Fields fields, bool definition)
    {
        int pos = fields.Int(), text = fields.Int(), declaringFile = fields.Int(), offset = fields.Int();
        var ident = index!.IdentAt(pos);
        GoObject? ours = null;
        if (ident != null)
        {
            ours = definition ? file!.DefOf(ident) : file!.UseOf(ident);
            (definition ? seenDefs : seenUses).Add(ident);
        }

        if (IsInvalid(text))
        {
            return;
        }

        tally.Others++;

        if (strings.IsSame(ours, text) && OffsetOf(ours) == offset && strings.Of(ours?.File?.Path) == declaringFile)
        {
            return;
        }

        tally.DifferentOthers++;
        Show(pos, $"{(definition ? "definition" : "use")} {ident?.Name}: {strings[text]} at {strings[declaringFile]}:{offset}, "
            + $"ours {ours} at {ours?.File?.Path}:{OffsetOf(ours)}");
    }

    private static int OffsetOf(GoObject? obj) => obj?.Offset ?? -1;

    private void CompareSelection(ref Fields fields)
    {
        int pos = fields.Int(), end = fields.Int(), kind = fields.Int(), recv = fields.Int(), obj = fields.Int();
        var path = fields.Text();
        var indirect = fields.Text();
        var type = fields.Int();
        Selection? ours = null;
        if (index!.Find(NodeKind.SelectorExpr, pos, end) is SelectorExpr e)
        {
            seenOthers.Add(e);
            ours = file!.SelectionOf(e);
        }

        if (IsInvalid(recv) || IsInvalid(obj) || IsInvalid(type))
        {
            return;
        }

        tally.Others++;

        if (ours != null && (int)ours.Kind == kind && strings.IsSame(ours.Recv, recv) && strings.IsSame(ours.Obj, obj)
            && string.Join('.', ours.Index) == path && ours.Indirect == (indirect == "true") && strings.IsSame(ours.Type, type))
        {
            return;
        }

        tally.DifferentOthers++;
        Show(pos, $"selection {kind} ({strings[recv]}) {strings[obj]} {path} {indirect} {strings[type]}, ours "
            + (ours == null ? "none"
                : $"{ours.Kind} ({ours.Recv}) {ours.Obj} {string.Join('.', ours.Index)} {ours.Indirect} {ours.Type}"));
    }

    private void CompareInstance(ref Fields fields)
    {
        int pos = fields.Int(), type = fields.Int();
        var args = new List<int>();
        while (!fields.AtEnd)
        {
            args.Add(fields.Int());
        }

        Instance? ours = null;
        if (index!.IdentAt(pos) is { } ident)
        {
            seenOthers.Add(ident);
            ours = file!.InstanceOf(ident);
        }

        if (IsInvalid(type))
        {
            return;
        }

        tally.Others++;

        if (ours != null && strings.IsSame(ours.Type, type)
            && ours.TypeArgs.Length == args.Count
            && args.Index().All(arg => strings.IsSame(ours.TypeArgs[arg.Index], arg.Item)))
        {
            return;
        }

        tally.DifferentOthers++;
        Show(pos, $"instance {strings[type]} [{string.Join(", ", args.Select(a => strings[a]))}], ours {ours?.Type} "
            + $"[{(ours == null ? "" : string.Join(", ", ours.TypeArgs))}]");
    }

    private void CompareImplicit(ref Fields fields)
    {
        var kind = NodeKinds.Of(fields.Next());
        int pos = fields.Int(), end = fields.Int(), obj = fields.Int();
        if (IsInvalid(obj))
        {
            return;
        }

        tally.Others++;
        GoObject? ours = null;
        if (index!.Find(kind, pos, end) is { } node)
        {
            seenOthers.Add(node);
            ours = file!.ImplicitOf(node);
        }

        // Of a package that is not there go/types knows the last element of the path; we may know its name.
        if (!strings.IsSame(ours, obj) && ours is not PkgName { Imported.IsUnknown: true })
        {
            tally.DifferentOthers++;
            Show(pos, $"implicit of {kind}: {strings[obj]}, ours {ours}");
        }
    }

    private void CompareScope(ref Fields fields)
    {
        var kind = NodeKinds.Of(fields.Next());
        int pos = fields.Int(), end = fields.Int(), from = fields.Int(), to = fields.Int();
        var names = new List<string>();
        while (!fields.AtEnd)
        {
            names.Add(fields.Text());
        }

        tally.Others++;
        Scope? ours = null;
        if (index!.Find(kind, pos, end) is { } node)
        {
            ours = file!.ScopeOf(node);
        }

        if (withErrors && kind == NodeKind.FileNode)
        {
            return;
        }

        var ourNames = ours?.Names().Select(name => $"{name}@{ours.Lookup(name)!.Offset}") ?? [];
        if (ours == null || ours.Pos != from || ours.End != to || !ourNames.SequenceEqual(names))
        {
            tally.DifferentOthers++;
            Show(pos, $"scope of {kind}: {from}-{to} {string.Join(' ', names)}, ours "
                + (ours == null ? "none" : $"{ours.Pos}-{ours.End} {string.Join(' ', ourNames)}"));
        }
    }

    private void CompareMethodSet(ref Fields fields)
    {
        var name = fields.Text();
        var type = fields.Int();
        var texts = new List<string>();
        while (!fields.AtEnd)
        {
            texts.Add(fields.Text());
        }

        if (withErrors)
        {
            return;
        }

        tally.Others++;
        var ours = package.Package.Scope.Lookup(name)!.Type;
        if (strings[type].StartsWith('*'))
        {
            ours = new PointerType(ours);
        }

        var ourTexts = MethodSet.Of(ours).Methods
            .Select(m => $"{(int)m.Kind}/{strings.Of(m.Obj)}/{string.Join('.', m.Index)}/{(m.Indirect ? "true" : "false")}");
        if (!ourTexts.SequenceEqual(texts))
        {
            tally.DifferentOthers++;
            show($"{id}: method set of {strings[type]}:\n    {string.Join("\n    ", texts.Select(WithObject))}\n  ours\n    "
                + string.Join("\n    ", MethodSet.Of(ours).Methods));
        }
    }

    private string WithObject(string text)
    {
        var parts = text.Split('/');
        return $"{parts[0]} {strings[int.Parse(parts[1], null)]} {parts[2]} {parts[3]}";
    }

    private void CompareInitOrder()
    {
        var ours = package.InitOrder().Select(init => $"{init.Rhs.Pos} {string.Join(' ', init.Lhs.Select(v => v.Name))}");
        tally.Others += initOrder.Count;
        if (!ours.SequenceEqual(initOrder))
        {
            var differing = Math.Max(1, ours.Zip(initOrder).Count(pair => pair.First != pair.Second));
            tally.DifferentOthers += differing;
            show($"{id}: init order: {string.Join(", ", initOrder.Take(20))}, ours {string.Join(", ", ours.Take(20))}");
        }
    }

    // What go/types could not tell says nothing about us.
    private bool IsInvalid(int text) => strings[text].Contains("invalid type", StringComparison.Ordinal);

    // What we say and go/types does not.
    private void FinishFile()
    {
        if (file == null)
        {
            return;
        }

        foreach (var node in index!.All)
        {
            switch (node)
            {
                case Expr e when !withErrors && file.TypeOf(e).IsKnown && !seenTypes.Contains(e):
                    tally.DifferentExpressions++;
                    Show(e.Pos, $"{e.Kind} {Excerpt(e)}: nothing, ours {file.TypeOf(e)}");
                    break;
            }

            if (node is Ident ident && !withErrors)
            {
                if (file.DefOf(ident) is { } def && !seenDefs.Contains(ident))
                {
                    tally.DifferentOthers++;
                    Show(ident.Pos, $"definition {ident.Name}: none, ours {def}");
                }

                if (file.UseOf(ident) is { } use && !seenUses.Contains(ident))
                {
                    tally.DifferentOthers++;
                    Show(ident.Pos, $"use {ident.Name}: none, ours {use}");
                }

                if (file.InstanceOf(ident) is { } instance && !seenOthers.Contains(ident))
                {
                    tally.DifferentOthers++;
                    Show(ident.Pos, $"instance {ident.Name}: none, ours {instance.Type}");
                }
            }

            if (node is SelectorExpr selector && !withErrors && file.SelectionOf(selector) is { } selection
                && !seenOthers.Contains(selector))
            {
                tally.DifferentOthers++;
                Show(selector.Pos, $"selection: none, ours {selection}");
            }
        }

        seenTypes.Clear();
        seenDefs.Clear();
        seenUses.Clear();
        seenOthers.Clear();
        file = null;
        index = null;
    }

    private void Show(int pos, string text) =>
        show($"{file!.Tree.File.Path}:{file.Tree.File.PositionOf(Math.Max(pos, 0))}: {text}");

    private string Excerpt(Expr e)
    {
        const int Length = 60;
        return file!.Tree.File.Text(e.Pos, Math.Min(e.End, e.Pos + Length)).ReplaceLineEndings(" ");
    }

    private static string Text(ReadOnlySpan<byte> bytes) => System.Text.Encoding.UTF8.GetString(bytes);

    private static ReadOnlySpan<byte> ModeName(OperandMode mode) => mode switch
    {
        OperandMode.NoValue => "void"u8,
        OperandMode.TypeExpr => "type"u8,
        OperandMode.Builtin => "builtin"u8,
        OperandMode.Constant => "const"u8,
        OperandMode.Variable => "var"u8,
        OperandMode.MapIndex => "map"u8,
        OperandMode.CommaOk or OperandMode.CommaErr => "ok"u8,
        OperandMode.Value => "value"u8,
        _ => "?"u8,
    };
}
