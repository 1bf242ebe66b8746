namespace Unpark.Explorer;

/// <summary>What models of packages that have to do with the world outside are written with.</summary>
internal static class ModelIntrinsics
{
    private static readonly string[] Packages = ["os/exec", "database/sql", "net/http", "net/http/httptest"];

    public static IEnumerable<Intrinsic> All { get; } =
    [
        .. Packages.SelectMany(Of),
        new("net/http.hijacked", c => c.Unknown(), null),
        .. new[] { "startLocal", "stopLocal", "leaveLocal" }.Select(n => new Intrinsic($"net/http/httptest.{n}", c => c.Machine.EnterModel(c, "net/http", n), null)),
    ];

    private static IEnumerable<Intrinsic> Of(string path) =>
    [
        new($"{path}.atomically", null, OperationKind.Atomic),
        new($"{path}.closeNow", CloseNow, null),
        new($"{path}.chance", c => c.Unknown(), null),
        new($"{path}.failure", c => c.Unknown(), null),
        new($"{path}.text", c => c.Unknown(), null),
        new($"{path}.str", c => c.Unknown(), null),
        new($"{path}.number", c => c.Unknown(), null),
        new($"{path}.expose", Expose, null),
        new($"{path}.known", Known, null),
        new($"{path}.forget", Forget, null),
        new($"{path}.limit", Limit, null),
    ];

    private static Value CloseNow(IntrinsicCall call)
    {
        call.Machine.CloseNow(call[0]);
        return default;
    }

    // Whether anything is known of what an interface value holds.
    private static Value Known(IntrinsicCall call) =>
        Value.Of(!call[0].IsUnknown && call[0].Reference is not InterfaceValue { Value.IsUnknown: true });

    // What a pointer in an interface value points to is not known from here on.
    private static Value Forget(IntrinsicCall call)
    {
        if (call[0].Reference is InterfaceValue { Type: { Shape: Go.Types.PointerType } type, Value: { IsZero: false } place })
        {
            call.Machine.Store(place, call.Machine.UnknownOf(type.Elem, "read"), type.Elem);
        }

        return default;
    }

    private static Value Expose(IntrinsicCall call)
    {
        call.Machine.Expose(call[0]);
        return default;
    }

    // There is more that can happen than is looked at.
    private static Value Limit(IntrinsicCall call)
    {
        call.Machine.NoteLimit(call[0].Text.ToString());
        return default;
    }
}
