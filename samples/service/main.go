// Service leaks goroutines on demand, in each of the eight ways that Unpark knows.
//
//	service [-listen 127.0.0.1:0] [-unix SOCKET]
//
// It prints the address it listens at. GET /leak/s1?n=20 leaks twenty goroutines in the first way, and so on up to s8;
// /debug/pprof has the profiles.
package main

import (
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
	"os"
	"strconv"
	"sync"
	"time"

	"example.org/service/leaks"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "the address to listen at")
	unix := flag.String("unix", "", "a unix socket to serve the profiles at too")
	flag.Parse()
	listener, err := net.Listen("tcp", *listen)
	if err != nil {
		log.Fatal(err)
	}
	url := "http://" + listener.Addr().String()
	for name, leak := range map[string]func(){
		"s1": leaks.Quote,
		"s2": leaks.Subscribe,
		"s3": leaks.Poll,
		"s4": func() { leaks.Check(url + "/body") },
		"s5": func() { leaks.Ping(url + "/empty") },
		"s6": leaks.Reserve,
		"s7": leaks.Export,
		"s8": leaks.Charge,
	} {
		http.HandleFunc("GET /leak/"+name, handler(leak))
	}
	http.HandleFunc("GET /body", func(w http.ResponseWriter, r *http.Request) { w.Write(make([]byte, 1<<20)) })
	http.HandleFunc("GET /empty", func(w http.ResponseWriter, r *http.Request) {})
	http.HandleFunc("GET /quit", func(w http.ResponseWriter, r *http.Request) { os.Exit(0) })
	if *unix != "" {
		socket, err := net.Listen("unix", *unix)
		if err != nil {
			log.Fatal(err)
		}
		go newServer().Serve(socket)
	}
	fmt.Println(listener.Addr())
	log.Fatal(newServer().Serve(listener))
}

func newServer() *http.Server {
	return &http.Server{ReadHeaderTimeout: time.Minute, IdleTimeout: time.Minute}
}

// Each leak is on a goroutine of its own, as if n requests had come; the answer waits for none of them.
func handler(leak func()) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("n"))
		if err != nil {
			n = 1
		}
		var started sync.WaitGroup
		for range n {
			started.Add(1)
			go func() {
				defer func() {
					if r := recover(); r != nil {
						log.Print(r)
					}
				}()
				started.Done()
				leak()
			}()
		}
		started.Wait()
		// What leaks is there a moment later.
		time.Sleep(200 * time.Millisecond)
	}
}
