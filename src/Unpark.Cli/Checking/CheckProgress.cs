namespace Unpark.Cli.Checking;

/// <summary>Told, from any thread, that so many of so many packages are done.</summary>
internal delegate void CheckProgress(string doing, int done, int total);
