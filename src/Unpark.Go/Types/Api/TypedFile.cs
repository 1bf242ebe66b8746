using System.Collections.Immutable;
using Unpark.Go.Constants;
using Unpark.Go.Syntax;

namespace Unpark.Go.Types;

/// <summary>
/// What the type check says of one file of a package: everything that go/types' Info holds. Facts about declarations are
/// there once these are resolved, and those about bodies after <see cref="TypedPackage.CheckBodies"/>; what is asked
/// before gives nothing. All lookups are O(1). Safe to use from many threads.
/// </summary>
public sealed class TypedFile
{
    private readonly List<KeyValuePair<Node, Scope>> scopes = [];
    private readonly List<KeyValuePair<Node, GoObject>> implicits = [];
    private readonly List<KeyValuePair<Ident, Instance>> instances = [];
    private Dictionary<Node, Scope>? scopeOf;
    private Dictionary<Node, GoObject>? implicitOf;
    private Dictionary<Ident, Instance>? instanceOf;
    private Facts? facts;

    internal TypedFile(TypedPackage package, SyntaxTree tree, Scope scope, GoVersion version)
    {
        Package = package;
        Tree = tree;
        Scope = scope;
        Version = version;
        scopes.Add(new(tree.Root, scope));
    }

    /// <summary>The syntax tree; other packages may have the same one, with other facts about it.</summary>
    public SyntaxTree Tree { get; }

    /// <summary>The package.</summary>
    public TypedPackage Package { get; }

    /// <summary>The scope of the file, in which its imports are declared.</summary>
    public Scope Scope { get; }

    /// <summary>The language version of the file; no version allows everything.</summary>
    public GoVersion Version { get; }

    /// <summary>Packages that are not there and are imported with a dot: any undeclared name may be theirs.</summary>
    internal ImmutableArray<Package> UnknownDotImports { get; set; } = [];

    /// <summary>What an expression or type expression denotes, its type, and its value if it is a constant.</summary>
    public TypeAndValue TypeOf(Expr e)
    {
        if (Volatile.Read(ref facts) is not { } known || known.Types[e.Id] is not { } type)
        {
            return default;
        }

        var mode = (OperandMode)(known.Bits[e.Id] & Facts.Mode);
        ConstantValue? value = null;
        if (mode == OperandMode.Constant)
        {
            value = known.Data[e.Id] switch
            {
                ConstantValue constant => constant,
                ConstUse use => use.Value,
                Const constant => constant.Value,
                _ => null,
            };
        }

        return new TypeAndValue(mode, type, value);
    }

    /// <summary>The object that an identifier defines or denotes; or null.</summary>
    public GoObject? ObjectOf(Ident id) => DefOf(id) ?? UseOf(id);

    /// <summary>
    /// The object that an identifier defines; null if it defines none, as in the package clause, for <c>_</c> in an
    /// assignment, and for the variable of a type switch, which every clause defines anew (see <see cref="ImplicitOf"/>).
    /// </summary>
    public GoObject? DefOf(Ident id)
    {
        if (Volatile.Read(ref facts) is not { } known)
        {
            return null;
        }

        return known.Data[id.Id] switch
        {
            DefUse both => both.Def,
            GoObject obj when (known.Bits[id.Id] & Facts.IsDef) != 0 => obj,
            _ => null,
        };
    }

    /// <summary>
    /// The object that an identifier denotes; null if it denotes none. The name of an embedded field denotes the type and
    /// defines the field.
    /// </summary>
    public GoObject? UseOf(Ident id)
    {
        if (Volatile.Read(ref facts) is not { } known)
        {
            return null;
        }

        return known.Data[id.Id] switch
        {
            GoObject obj when (known.Bits[id.Id] & Facts.IsDef) == 0 => obj,
            ConstUse use => use.Object,
            DefUse both => both.Use,
            _ => null,
        };
    }

    /// <summary>The field or method a selector selects; null for a qualified identifier such as <c>fmt.Println</c>.</summary>
    public Selection? SelectionOf(SelectorExpr e) =>
        Volatile.Read(ref facts) is { } known ? known.Data[e.Id] as Selection : null;

    /// <summary>What a generic type or function is instantiated with, by the identifier that denotes it; or null.</summary>
    public Instance? InstanceOf(Ident id)
    {
        lock (instances)
        {
            return (instanceOf ??= Index(instances)).GetValueOrDefault(id);
        }
    }

    /// <summary>
    /// The object that a node declares without an identifier: the package name of an import, the variable of a clause in a
    /// type switch, a parameter or receiver without a name.
    /// </summary>
    public GoObject? ImplicitOf(Node node)
    {
        lock (implicits)
        {
            return (implicitOf ??= Index(implicits)).GetValueOrDefault(node);
        }
    }

    /// <summary>
    /// The scope that a node opens: a file, a function type (with the function's body), a type declaration with type
    /// parameters, a block, a clause, or an if, for, range, switch statement.
    /// </summary>
    public Scope? ScopeOf(Node node)
    {
        lock (scopes)
        {
            return (scopeOf ??= Index(scopes)).GetValueOrDefault(node);
        }
    }

    internal void RecordTypeAndValue(Expr e, OperandMode mode, GoType type, ConstantValue? value, bool untyped)
    {
        var known = Volatile.Read(ref facts) ?? MakeFacts();
        var id = e.Id;
        ref var bits = ref known.Bits[id];
        if (mode == OperandMode.Unknown && (bits & Facts.Mode) != 0)
        {
            // As with go/types, what was known before stays.
            return;
        }

        bits = (byte)((bits & Facts.IsDef) | (byte)mode | (untyped ? Facts.Untyped : 0));
        known.Types[id] = type;
        if (value == null)
        {
            if (e is not (Ident or SelectorExpr) && known.Data[id] != null)
            {
                known.Data[id] = null;
            }

            return;
        }

        ref var data = ref known.Data[id];
        if (e is Ident)
        {
            var obj = data switch
            {
                ConstUse use => use.Object,
                DefUse both => both.Use,
                _ => data as GoObject,
            };
            data = obj is Const constant && ReferenceEquals(constant.Value, value) ? constant : new ConstUse(obj, value);
        }
        else
        {
            data = value;
        }
    }

    internal bool TryGetUntyped(Expr e, out UntypedExpr untyped)
    {
        if (Volatile.Read(ref facts) is { } known && (known.Bits[e.Id] & Facts.Untyped) != 0)
        {
            var bits = known.Bits[e.Id];
            untyped = new UntypedExpr((OperandMode)(bits & Facts.Mode), TypeOf(e).Value, (bits & Facts.ShiftOperand) != 0);
            return true;
        }

        untyped = default;
        return false;
    }

    internal void MarkShiftOperand(Expr e)
    {
        if (Volatile.Read(ref facts) is { } known && (known.Bits[e.Id] & Facts.Untyped) != 0)
        {
            known.Bits[e.Id] |= Facts.ShiftOperand;
        }
    }

    internal void UpdateUntypedType(Expr e, GoType type) => facts!.Types[e.Id] = type;

    internal void ForgetUntyped(Expr e) => facts!.Bits[e.Id] &= unchecked((byte)~(Facts.Untyped | Facts.ShiftOperand));

    internal void RecordCommaOk(Expr e, TupleType type) => facts!.Types[e.Id] = type;

    internal void RecordDef(Ident id, GoObject? obj)
    {
        if (obj == null)
        {
            return;
        }

        var known = Volatile.Read(ref facts) ?? MakeFacts();
        ref var data = ref known.Data[id.Id];
        ref var bits = ref known.Bits[id.Id];
        if (data is GoObject use && (bits & Facts.IsDef) == 0)
        {
            data = new DefUse(obj, use);
            return;
        }

        if (data is DefUse both)
        {
            data = new DefUse(obj, both.Use);
            return;
        }

        data = obj;
        bits |= Facts.IsDef;
    }

    internal void RecordUse(Ident id, GoObject obj)
    {
        var known = Volatile.Read(ref facts) ?? MakeFacts();
        ref var data = ref known.Data[id.Id];
        if ((known.Bits[id.Id] & Facts.IsDef) != 0)
        {
            // Only in a program that is wrong is a constant defined by the name of a field.
            data = (data is ConstUse constant ? constant.Object : data as GoObject) is { } def
                ? new DefUse(def, obj)
                : obj;
            known.Bits[id.Id] &= unchecked((byte)~Facts.IsDef);
        }
        else
        {
            data = data is DefUse both ? new DefUse(both.Def, obj) : obj;
        }
    }

    internal void RecordSelection(SelectorExpr e, Selection selection) =>
        (Volatile.Read(ref facts) ?? MakeFacts()).Data[e.Id] = selection;

    internal void RecordImplicit(Node node, GoObject obj)
    {
        lock (implicits)
        {
            implicits.Add(new(node, obj));
            implicitOf = null;
        }
    }

    internal void RecordScope(Node node, Scope scope)
    {
        lock (scopes)
        {
            scopes.Add(new(node, scope));
            scopeOf = null;
        }
    }

    internal void RecordInstance(Ident id, Instance instance)
    {
        lock (instances)
        {
            instances.Add(new(id, instance));
            instanceOf = null;
        }
    }

    /// <summary>Forgets all facts but those about the file itself.</summary>
    internal void Drop()
    {
        Volatile.Write(ref facts, null);
        lock (scopes)
        {
            foreach (var (_, scope) in scopes)
            {
                scope.ForgetChildren();
            }

            scopes.RemoveRange(1, scopes.Count - 1);
            scopes.TrimExcess();
            scopeOf = null;
        }

        lock (implicits)
        {
            implicits.Clear();
            implicits.TrimExcess();
            implicitOf = null;
        }

        lock (instances)
        {
            instances.Clear();
            instances.TrimExcess();
            instanceOf = null;
        }
    }

    private static Dictionary<TKey, TValue> Index<TKey, TValue>(List<KeyValuePair<TKey, TValue>> list)
        where TKey : Node
    {
        var index = new Dictionary<TKey, TValue>(list.Count, ReferenceEqualityComparer.Instance);
        foreach (var (key, value) in list)
        {
            index[key] = value; // what is checked twice is told by the last time
        }

        return index;
    }

    private Facts MakeFacts()
    {
        var made = new Facts(Tree.ExprCount);
        return Interlocked.CompareExchange(ref facts, made, null) ?? made;
    }

    /// <summary>
    /// The facts about expressions, by <see cref="Expr.Id"/>. Threads that check different bodies write to different
    /// places.
    /// </summary>
    private sealed class Facts(int count)
    {
        public const byte Mode = 0x0F;
        public const byte Untyped = 0x10;
        public const byte ShiftOperand = 0x20;
        public const byte IsDef = 0x40;

        public readonly GoType?[] Types = new GoType?[count];

        // Of an identifier the object; of a selector the selection; of a constant the value.
        public readonly object?[] Data = new object?[count];
        public readonly byte[] Bits = new byte[count];
    }

    private sealed record ConstUse(GoObject? Object, ConstantValue Value);

    private sealed record DefUse(GoObject Def, GoObject Use);
}
