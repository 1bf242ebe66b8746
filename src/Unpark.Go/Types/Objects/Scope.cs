using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Unpark.Go.Types;

/// <summary>
/// A scope: names and what they stand for, inside of another scope (Go specification, "Declarations and scope").
/// It is filled by one thread and may then be read by many.
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "A scope is not a collection.")]
public sealed class Scope
{
    private const int MaxLinear = 8;

    private readonly string comment;
    private GoObject[] items = [];
    private int count;
    private Dictionary<string, GoObject>? byName;
    private Scope? lastChild;
    private Scope? previousSibling;

    internal Scope(Scope? parent, int pos, int end, string comment)
    {
        Parent = parent;
        Pos = pos;
        End = end;
        this.comment = comment;
        if (parent is { Parent: not null })
        {
            // The universe does not know its children: it would keep all packages alive.
            parent.AddChild(this);
        }
    }

    /// <summary>The scope around this one; null for the universe.</summary>
    public Scope? Parent { get; }

    /// <summary>
    /// Where the scope begins, as an offset into its file; <see cref="Syntax.Node.NoPos"/> for packages.
    /// </summary>
    public int Pos { get; internal set; }

    /// <summary>
    /// Where the scope ends, as an offset into its file; <see cref="Syntax.Node.NoPos"/> for packages.
    /// </summary>
    public int End { get; internal set; }

    /// <summary>True for the scope of a function's parameters and body.</summary>
    public bool IsFunction { get; internal set; }

    /// <summary>How many names are declared in the scope.</summary>
    public int Count => count;

    /// <summary>The scopes inside of this one as far as they are known, in the order they were made.</summary>
    public ImmutableArray<Scope> Children
    {
        get
        {
            var count = 0;
            var last = Volatile.Read(ref lastChild);
            for (var child = last; child != null; child = child.previousSibling)
            {
                count++;
            }

            var children = new Scope[count];
            for (var child = last; child != null; child = child.previousSibling)
            {
                children[--count] = child;
            }

            return ImmutableCollectionsMarshal.AsImmutableArray(children);
        }
    }

    /// <summary>The objects of the scope, in the order they were declared.</summary>
    public ReadOnlySpan<GoObject> Objects => items.AsSpan(0, count);

    /// <summary>The names in the scope, sorted by their bytes.</summary>
    public ImmutableArray<string> Names()
    {
        var names = new string[count];
        for (var i = 0; i < names.Length; i++)
        {
            names[i] = items[i].Name;
        }

        Array.Sort(names, Utf8Order.Compare);
        return ImmutableArray.Create(names);
    }

    /// <summary>The object with a name in this scope, those around it not considered; or null.</summary>
    public GoObject? Lookup(string name)
    {
        if (byName is { } map)
        {
            return map.GetValueOrDefault(name);
        }

        for (var i = 0; i < count; i++)
        {
            var item = items[i];
            if (item.Name == name)
            {
                return item;
            }
        }

        return null;
    }

    /// <summary>The object a name stands for in this scope or one around it, and the scope it is in; or null.</summary>
    public GoObject? LookupParent(string name, out Scope? scope)
    {
        for (scope = this; scope != null; scope = scope.Parent)
        {
            if (scope.Lookup(name) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// The object a name stands for at a place of the file, in this scope or one around it, and the scope it is in; or
    /// null. A local object is found behind its declaration only.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="offset">An offset into the file, or <see cref="Syntax.Node.NoPos"/> for any place.</param>
    /// <param name="scope">The scope the object is in.</param>
    public GoObject? LookupParent(string name, int offset, out Scope? scope)
    {
        for (scope = this; scope != null; scope = scope.Parent)
        {
            if (scope.Lookup(name) is { } found && (offset < 0 || found.ScopePos <= offset))
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>
    /// The innermost scope inside of this one around an offset of the file; this one if there is none.
    /// </summary>
    public Scope Innermost(int offset)
    {
        var scope = this;
        while (true)
        {
            Scope? inner = null;
            for (var child = Volatile.Read(ref scope.lastChild); child != null; child = child.previousSibling)
            {
                if (child.Pos <= offset && offset < child.End)
                {
                    inner = child;
                }
            }

            if (inner == null)
            {
                return scope;
            }

            scope = inner;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => comment + " scope";

    /// <summary>
    /// Declares an object and becomes its parent if it has none. If the name is declared already, that object is
    /// returned and nothing changes; otherwise null.
    /// </summary>
    internal GoObject? Insert(GoObject obj)
    {
        var name = obj.Name;
        if (Lookup(name) is { } other)
        {
            return other;
        }

        if (count == items.Length)
        {
            Array.Resize(ref items, count == 0 ? 2 : count * 2);
        }

        items[count++] = obj;
        if (byName != null)
        {
            byName.Add(name, obj);
        }
        else if (count > MaxLinear)
        {
            var map = new Dictionary<string, GoObject>(items.Length);
            for (var i = 0; i < count; i++)
            {
                map.Add(items[i].Name, items[i]);
            }

            byName = map;
        }

        obj.Parent ??= this;
        return null;
    }

    /// <summary>Lets go of the scopes inside of this one.</summary>
    internal void ForgetChildren() => Volatile.Write(ref lastChild, null);

    // The package's resolver and a thread that looks at its scopes may meet here.
    private void AddChild(Scope child)
    {
        Scope? last;
        do
        {
            last = Volatile.Read(ref lastChild);
            child.previousSibling = last;
        }
        while (Interlocked.CompareExchange(ref lastChild, child, last) != last);
    }
}
