using Unpark.Explorer.Tests.Search;

namespace Unpark.Explorer.Tests.Models;

/// <summary>A type that a model declares anew is the one that the program knows: what its fields hold is found by their names.</summary>
public sealed class ModelTypeTests
{
    private const string Source = """
        package p

        import (
        	"context"
        	"database/sql"
        	"net/http"
        	"os/exec"
        	"time"
        )

        func want(ok bool) {
        	if !ok {
        		select {}
        	}
        }

        func embedded() {
        	type server struct {
        		*http.Server
        		done chan struct{}
        	}
        	s := server{&http.Server{Addr: ":1"}, make(chan struct{})}
        	s.Shutdown(context.Background())
        	go func() {
        		s.ListenAndServe()
        		close(s.done)
        	}()
        	<-s.done
        	want(s.Addr == ":1")
        }

        type named http.Server

        func converted() {
        	n := named{Addr: ":1", ReadTimeout: time.Second}
        	s := (*http.Server)(&n)
        	s.Close()
        	s.IdleTimeout = time.Minute
        	want(n.Addr == ":1" && n.ReadTimeout == time.Second && n.IdleTimeout == time.Minute)
        	v := http.Server(n)
        	want(v.Addr == ":1" && v.IdleTimeout == time.Minute)
        	o := struct {
        		Isolation sql.IsolationLevel
        		ReadOnly  bool
        	}(sql.TxOptions{ReadOnly: true})
        	want(o.ReadOnly && sql.TxOptions(o) == sql.TxOptions{ReadOnly: true})
        }

        func compared() {
        	m := map[sql.TxOptions]int{{ReadOnly: true}: 1}
        	want(m[sql.TxOptions{ReadOnly: true}] == 1 && m[sql.TxOptions{}] == 0)
        	var a, b any = http.Cookie{Name: "x"}.Name, (&http.Cookie{Name: "x"}).Name
        	want(a == b)
        }

        func copied() {
        	c := exec.Cmd{Path: "x", ExtraFiles: nil}
        	d := c
        	d.Path = "y"
        	all := []exec.Cmd{c, d}
        	want(all[0].Path == "x" && all[1].Path == "y" && all[1].Dir == "")
        }

        func unknown(cmd *exec.Cmd, db *sql.DB, tx *sql.Tx, srv *http.Server, c *http.Client) {
        	cmd.Run()
        	db.SetMaxOpenConns(1)
        	if rows, err := db.Query(""); err == nil {
        		rows.Next()
        	}
        	tx.Commit()
        	srv.Shutdown(context.Background())
        	if resp, err := c.Get(""); err == nil {
        		resp.Body.Close()
        	}
        }
        """;

    [Theory]
    [InlineData("embedded")]
    [InlineData("converted")]
    [InlineData("compared")]
    [InlineData("copied")]
    [InlineData("unknown")]
    public void Are_found_by_their_names(string function)
    {
        foreach (var hasSource in new[] { true, false })
        {
            var result = Explored.Function(function, Source, hasSource);

            Assert.True(result.IsComplete, string.Join("; ", result.Limits));
            Assert.Empty(result.Panics);
            Assert.Empty(result.Leaks);
            Assert.InRange(result.States, 0, 100);
        }
    }
}
