namespace Unpark.Cli.Running;

/// <summary>What ends a program.</summary>
internal enum ProgramEnd
{
    /// <summary>It ends by itself.</summary>
    Itself,

    /// <summary>Ctrl-C, which comes to all processes at the terminal.</summary>
    Terminal,

    /// <summary>The signal that it is told to end by.</summary>
    Signal,

    /// <summary>SIGQUIT, at which it prints its stacks.</summary>
    Quit,
}
