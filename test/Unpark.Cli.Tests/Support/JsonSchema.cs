using System.Text.Json;
using System.Text.RegularExpressions;

namespace Unpark.Cli.Tests.Support;

/// <summary>
/// Holds a JSON value to a JSON schema. A keyword it does not know makes it fail, so that nothing goes unchecked.
/// </summary>
internal sealed class JsonSchema
{
    private readonly JsonElement root;

    public JsonSchema(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        root = document.RootElement.Clone();
    }

    /// <summary>What is wrong, each with its place.</summary>
    public List<string> Validate(JsonElement value)
    {
        var problems = new List<string>();
        Validate(value, root, "$", problems);
        return problems;
    }

    private void Validate(JsonElement value, JsonElement schema, string at, List<string> problems)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            switch (keyword.Name)
            {
                case "$schema" or "title" or "description" or "default" or "definitions":
                    break;
                case "format":
                    // uri and uri-reference; dates are not written.
                    Check(Uri.TryCreate(value.GetString(), rule.GetString() == "uri" ? UriKind.Absolute : UriKind.RelativeOrAbsolute, out _));
                    break;
                case "$ref":
                    Validate(value, Resolve(rule.GetString()!), at, problems);
                    break;
                case "type":
                    Check((rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray().ToArray() : [rule]).Any(t => IsOf(value, t.GetString()!)));
                    break;
                case "enum":
                    Check(rule.EnumerateArray().Any(e => JsonElement.DeepEquals(e, value)));
                    break;
                case "pattern":
                    Check(value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!));
                    break;
                case "minimum":
                    Check(value.ValueKind != JsonValueKind.Number || value.GetDouble() >= rule.GetDouble());
                    break;
                case "maximum":
                    Check(value.ValueKind != JsonValueKind.Number || value.GetDouble() <= rule.GetDouble());
                    break;
                case "required":
                    Check(value.ValueKind != JsonValueKind.Object || rule.EnumerateArray().All(n => value.TryGetProperty(n.GetString()!, out _)));
                    break;
                case "properties" or "additionalProperties":
                    break;
                case "items":
                    ForEachItem(value, (item, i) => Validate(item, rule, $"{at}[{i}]", problems));
                    break;
                case "minItems":
                    Check(value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32());
                    break;
                case "uniqueItems":
                    var items = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(i => i.GetRawText()).ToArray() : [];
                    Check(!rule.GetBoolean() || items.Distinct().Count() == items.Length);
                    break;
                case "anyOf":
                    Check(rule.EnumerateArray().Any(s => Fits(value, s)));
                    break;
                case "oneOf":
                    Check(rule.EnumerateArray().Count(s => Fits(value, s)) == 1);
                    break;
                default:
                    throw new NotSupportedException(keyword.Name);
            }

            void Check(bool holds)
            {
                if (!holds)
                {
                    problems.Add($"{at}: {keyword.Name} {keyword.Value.GetRawText()}");
                }
            }
        }

        ValidateProperties(value, schema, at, problems);
    }

    private void ValidateProperties(JsonElement value, JsonElement schema, string at, List<string> problems)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        var known = schema.TryGetProperty("properties", out var properties) ? properties : default;
        foreach (var property in value.EnumerateObject())
        {
            if (known.ValueKind == JsonValueKind.Object && known.TryGetProperty(property.Name, out var rule))
            {
                Validate(property.Value, rule, $"{at}.{property.Name}", problems);
            }
            else if (schema.TryGetProperty("additionalProperties", out var others))
            {
                if (others.ValueKind == JsonValueKind.False)
                {
                    problems.Add($"{at}: there is no property {property.Name}");
                }
                else if (others.ValueKind == JsonValueKind.Object)
                {
                    Validate(property.Value, others, $"{at}.{property.Name}", problems);
                }
            }
        }
    }

    private bool Fits(JsonElement value, JsonElement schema)
    {
        var problems = new List<string>();
        Validate(value, schema, "", problems);
        return problems.Count == 0;
    }

    private static void ForEachItem(JsonElement value, Action<JsonElement, int> action)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            var i = 0;
            foreach (var item in value.EnumerateArray())
            {
                action(item, i++);
            }
        }
    }

    private JsonElement Resolve(string reference)
    {
        var found = root;
        foreach (var name in reference.TrimStart('#', '/').Split('/'))
        {
            found = found.GetProperty(name);
        }

        return found;
    }

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => throw new NotSupportedException(type),
    };
}
