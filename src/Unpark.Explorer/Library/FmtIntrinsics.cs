namespace Unpark.Explorer;

/// <summary>Package fmt, as far as it prints values.</summary>
internal static class FmtIntrinsics
{
    public static IEnumerable<Intrinsic> All { get; } =
    [
        new("fmt.Print", c => Print(c, Formatting.Print(c.Machine, Items(c, 0), false)), null),
        new("fmt.Println", c => Print(c, Formatting.Print(c.Machine, Items(c, 0), true)), null),
        new("fmt.Printf", c => Print(c, Formatting.Format(c.Machine, c[0], Items(c, 1))), null),
        new("fmt.Sprint", c => Text(Formatting.Print(c.Machine, Items(c, 0), false)), null),
        new("fmt.Sprintln", c => Text(Formatting.Print(c.Machine, Items(c, 0), true)), null),
        new("fmt.Sprintf", c => Text(Formatting.Format(c.Machine, c[0], Items(c, 1))), null),
    ];

    private static Value[] Items(IntrinsicCall call, int argument) => call.Machine.ItemsOf(call[argument]);

    private static Value Text(string? text) => text == null ? Value.OfObject(new UnknownValue("text", 0)) : Value.Of(text);

    private static Value Print(IntrinsicCall call, string? text)
    {
        call.Machine.Print(text ?? "?");
        return Value.OfObject(new[] { Value.Of((long)(text?.Length ?? 0)), default });
    }
}
