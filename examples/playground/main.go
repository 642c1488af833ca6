// Playground is a page on which one tries policies and stories of issues: what is due, what has
// breached and why, as one types. All of it runs in the browser, as WebAssembly; nothing is
// sent anywhere.
//
//	go run ./examples/playground             serves the page on http://127.0.0.1:8081
//	go run ./examples/playground -o DIR      writes it, for any file server
//
// The same files are a module for JavaScript, in a browser and in Node: see punctual.d.ts.
package main

import (
	"compress/gzip"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"mime"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

//go:embed site
var site embed.FS

func main() {
	log.SetFlags(0)
	addr := flag.String("addr", "127.0.0.1:8081", "serve on this `address`")
	out := flag.String("o", "", "write the page into this `directory` instead")
	flag.Parse()
	if err := run(*addr, *out); err != nil {
		log.Fatal(err)
	}
}

func run(addr, out string) error {
	if out != "" {
		return build(out)
	}
	dir, err := os.MkdirTemp("", "playground")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	log.Print("building …")
	if err := build(dir); err != nil {
		return err
	}
	handler, err := newHandler(dir)
	if err != nil {
		return err
	}
	log.Printf("The playground is on http://%s", addr)
	server := &http.Server{Addr: addr, Handler: handler, ReadHeaderTimeout: 10 * time.Second}
	return server.ListenAndServe()
}

// build writes the page into a directory: its files, Go's part of JavaScript, and the program.
func build(dir string) error {
	files, err := fs.Sub(site, "site")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), data, 0o644)
	})
	if err != nil {
		return err
	}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	data, err := os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "wasm_exec.js"), data, 0o644); err != nil {
		return err
	}
	return compile(filepath.Join(dir, "punctual.wasm"))
}

// compile builds the program, and a gzipped copy for servers that can send one.
func compile(wasm string) error {
	wasm, err := filepath.Abs(wasm)
	if err != nil {
		return err
	}
	const program = "github.com/punctualgo/punctual/examples/playground/wasm"
	command := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", wasm, program)
	command.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	if text, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("go build: %w\n%s", err, text)
	}
	data, err := os.ReadFile(wasm)
	if err != nil {
		return err
	}
	file, err := os.Create(wasm + ".gz")
	if err != nil {
		return err
	}
	w, _ := gzip.NewWriterLevel(file, gzip.BestCompression)
	_, err = w.Write(data)
	return errors.Join(err, w.Close(), file.Close())
}

// newHandler serves the page in a directory, and the program gzipped to who takes it.
func newHandler(dir string) (http.Handler, error) {
	if err := mime.AddExtensionType(".wasm", "application/wasm"); err != nil {
		return nil, err
	}
	files := http.FileServer(http.Dir(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if r.URL.Path == "/punctual.wasm" && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "application/wasm")
			http.ServeFile(w, r, filepath.Join(dir, "punctual.wasm.gz"))
			return
		}
		files.ServeHTTP(w, r)
	}), nil
}
