namespace Unpark.Analysis.S5Http;

/// <summary>From where a server is reached.</summary>
internal enum Reach : byte
{
    /// <summary>From a socket in the file system: its clients are programs that may open it.</summary>
    Socket,

    /// <summary>From the machine itself.</summary>
    Loopback,

    /// <summary>From anywhere, as far as is known.</summary>
    Network,
}
