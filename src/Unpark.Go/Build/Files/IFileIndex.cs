using Unpark.Go.Syntax;

namespace Unpark.Go.Build;

/// <summary>
/// What is known of files from before, so that they need not be read to learn which packages there are. Used from many
/// threads.
/// </summary>
public interface IFileIndex
{
    /// <summary>The top of a file, or null if the file has to be read.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="stamp">The stamp it has now; what is known of it under another is of no use.</param>
    GoFileHeader? HeaderOf(string path, FileStamp stamp);

    /// <summary>Told of every file that was read, each time it is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stamp">The stamp it had before and after; null if these differ, or are too young to say anything.</param>
    void Add(SourceFile file, FileStamp? stamp);
}
