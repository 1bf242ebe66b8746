namespace Unpark.Go.Tests.Oracles;

/// <summary>Packages that are compared together: a line of the scoreboard.</summary>
/// <param name="Name">What the scoreboard calls them.</param>
/// <param name="Patterns">The go command's patterns.</param>
/// <param name="InCorpus">Whether they lie in the folder that eng/get-corpus prints, in GOPATH mode.</param>
internal sealed record TypesGroup(string Name, string[] Patterns, bool InCorpus)
{
    public static IReadOnlyList<TypesGroup> All { get; } =
    [
        new("std", ["std"], false),
        new("cmd", ["cmd"], false),
        Corpus("client-go", "k8s.io/client-go/...", "k8s.io/api/...", "k8s.io/apimachinery/..."),
        Corpus("etcd", "go.etcd.io/..."),
        Corpus("prometheus", "github.com/prometheus/..."),
        Corpus("grpc", "google.golang.org/grpc/..."),
        Corpus("protobuf", "google.golang.org/protobuf/..."),
        Corpus("otel", "go.opentelemetry.io/..."),
        Corpus("sarama", "github.com/IBM/sarama/...", "github.com/Shopify/sarama/..."),
        Corpus("nats", "github.com/nats-io/..."),
        Corpus("containerd", "github.com/containerd/..."),
        Corpus("docker", "github.com/docker/...", "github.com/moby/..."),
        Corpus("gvisor", "gvisor.dev/..."),
        Corpus("gin", "github.com/gin-gonic/..."),
        Corpus("quic-go", "github.com/quic-go/..."),
        Corpus("pgx", "github.com/jackc/..."),
        Corpus("badger", "github.com/dgraph-io/..."),
        Corpus("minio", "github.com/minio/..."),
        Corpus("x-tools", "golang.org/x/tools/..."),
        Corpus("x-others", "golang.org/x/net/...", "golang.org/x/crypto/...", "golang.org/x/sys/...",
            "golang.org/x/text/...", "golang.org/x/exp/...", "golang.org/x/sync/..."),
    ];

    private static TypesGroup Corpus(string name, params string[] patterns) => new(name, patterns, true);
}
