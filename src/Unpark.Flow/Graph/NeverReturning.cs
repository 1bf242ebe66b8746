namespace Unpark.Flow;

/// <summary>The functions of the standard library that never return.</summary>
public static class NeverReturning
{
    /// <summary>How calling a package-level function of the standard library ends.</summary>
    /// <param name="importPath">The package.</param>
    /// <param name="name">The function.</param>
    public static CallEnding EndingOf(string importPath, string name) => (importPath, name) switch
    {
        ("os", "Exit") or ("syscall", "Exit") => CallEnding.EndsProcess,
        ("log", "Fatal" or "Fatalf" or "Fatalln") => CallEnding.EndsProcess,
        ("log", "Panic" or "Panicf" or "Panicln") => CallEnding.Panics,
        ("runtime", "Goexit") => CallEnding.EndsGoroutine,
        _ => CallEnding.Returns,
    };

    /// <summary>How calling a method of a type of the standard library ends.</summary>
    /// <param name="importPath">The package that declares the method.</param>
    /// <param name="type">The type that declares the method.</param>
    /// <param name="name">The method.</param>
    public static CallEnding EndingOf(string importPath, string type, string name) => (importPath, type, name) switch
    {
        ("testing", "common" or "TB" or "T" or "B" or "F", "Fatal" or "Fatalf" or "FailNow" or "Skip" or "Skipf" or "SkipNow")
            => CallEnding.EndsGoroutine,
        ("log", "Logger", "Fatal" or "Fatalf" or "Fatalln") => CallEnding.EndsProcess,
        ("log", "Logger", "Panic" or "Panicf" or "Panicln") => CallEnding.Panics,
        _ => CallEnding.Returns,
    };
}
