using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Unpark.Cli.Terminals;

namespace Unpark.Cli.Reporting.Json;

/// <summary>How the JSON output is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(JsonReport))]
[JsonSerializable(typeof(JsonRule[]))]
[JsonSerializable(typeof(JsonBaseline))]
[JsonSerializable(typeof(JsonLeakBaseline))]
[JsonSerializable(typeof(JsonLifecycle[]))]
[JsonSerializable(typeof(JsonProfile))]
[JsonSerializable(typeof(JsonDiff))]
[JsonSerializable(typeof(JsonExploreReport))]
[JsonSerializable(typeof(JsonTraceFile))]
internal sealed partial class JsonOutput : JsonSerializerContext
{
    // <- and && are all over Go's code and messages, and nobody pastes this into HTML.
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>Writes a value to the results, with a newline behind it.</summary>
    public static void Write<T>(Terminal terminal, T value, JsonTypeInfo<T> type)
    {
        terminal.Flush();
        Write(terminal.OutputStream, value, type);
        terminal.OutputStream.Flush();
    }

    /// <summary>Writes a value to a stream, with a newline behind it.</summary>
    public static void Write<T>(Stream stream, T value, JsonTypeInfo<T> type)
    {
        using (var writer = new Utf8JsonWriter(stream, Layout))
        {
            JsonSerializer.Serialize(writer, value, type);
        }

        stream.WriteByte((byte)'\n');
    }
}
