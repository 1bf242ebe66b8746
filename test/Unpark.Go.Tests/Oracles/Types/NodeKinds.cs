using System.Text;
using Unpark.Go.Syntax;

namespace Unpark.Go.Tests.Oracles;

/// <summary>The node kinds by go/ast's names.</summary>
internal static class NodeKinds
{
    // The first eight bytes tell them apart.
    private static readonly Dictionary<ulong, NodeKind> ByName = Enum.GetValues<NodeKind>()
        .ToDictionary(static kind => Head(Encoding.ASCII.GetBytes(GoName(kind))));

    public static NodeKind Of(ReadOnlySpan<byte> name) => ByName[Head(name)];

    private static string GoName(NodeKind kind) => kind switch
    {
        NodeKind.ArrayTypeExpr => "ArrayType",
        NodeKind.StructTypeExpr => "StructType",
        NodeKind.FuncTypeExpr => "FuncType",
        NodeKind.InterfaceTypeExpr => "InterfaceType",
        NodeKind.MapTypeExpr => "MapType",
        NodeKind.ChanTypeExpr => "ChanType",
        NodeKind.FileNode => "File",
        NodeKind.Field => "Field",
        NodeKind.FieldList => "-FieldList",
        _ => kind.ToString(),
    };

    private static ulong Head(ReadOnlySpan<byte> name)
    {
        ulong head = 0;
        for (var i = 0; i < name.Length && i < 8; i++)
        {
            head |= (ulong)name[i] << (i * 8);
        }

        return head;
    }
}
