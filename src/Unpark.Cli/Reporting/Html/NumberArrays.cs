using System.Text.Json;

namespace Unpark.Cli.Reporting.Html;

/// <summary>Writes arrays of numbers, of which a page's data consists.</summary>
internal static class NumberArrays
{
    /// <summary>Writes a member that is an array of numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WritePropertyName(name);
        json.WriteNumbers(numbers);
    }

    /// <summary>Writes an array of numbers.</summary>
    public static void WriteNumbers(this Utf8JsonWriter json, IEnumerable<long> numbers)
    {
        json.WriteStartArray();
        foreach (var number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a member that is an array of arrays of numbers.</summary>
    public static void WriteNumberLists(this Utf8JsonWriter json, string name, IEnumerable<IEnumerable<long>> lists)
    {
        json.WriteStartArray(name);
        foreach (var list in lists)
        {
            json.WriteNumbers(list);
        }

        json.WriteEndArray();
    }
}
