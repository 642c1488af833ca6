//go:build unix

// Package postgres starts a PostgreSQL server of its own, in a temporary folder, for tests and
// measurements. The server must be installed, as by "apt-get install postgresql".
package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync/atomic"
	"syscall"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// ErrNotInstalled is returned if no PostgreSQL is installed.
var ErrNotInstalled = errors.New("no PostgreSQL is installed: no initdb in /usr/lib/postgresql/*/bin, /usr/local/bin or the PATH")

// A Server is a running PostgreSQL.
type Server struct {
	folder  string
	port    int
	command *exec.Cmd
	ended   chan struct{}
	n       atomic.Int64
}

// A Durability says what survives a crash of the machine.
type Durability string

// Durabilities.
const (
	Durable Durability = "on"
	Fast    Durability = "off" // for tests, in which only processes end
)

// Start starts a server on a free port, with settings such as "shared_buffers=1GB". PostgreSQL refuses to
// run as root, so that it then runs as the user postgres, or nobody.
func Start(d Durability, settings ...string) (*Server, error) {
	bin, err := binaries()
	if err != nil {
		return nil, err
	}
	folder, err := os.MkdirTemp("", "desk-postgres-")
	if err != nil {
		return nil, err
	}
	s := &Server{folder: folder, ended: make(chan struct{})}
	if err := s.start(bin, d, settings); err != nil {
		_ = os.RemoveAll(folder)
		return nil, err
	}
	return s, nil
}

// binaries returns the folder of the newest PostgreSQL.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	for _, name := range append([]string{"/usr/local/bin/initdb"}, found...) {
		if _, err := os.Stat(name); err == nil {
			return filepath.Dir(name), nil
		}
	}
	if name, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(name), nil
	}
	return "", ErrNotInstalled
}

// attributes are those of the processes: of another user if this is root.
func (s *Server) attributes() (*syscall.SysProcAttr, error) {
	if os.Geteuid() != 0 {
		return &syscall.SysProcAttr{}, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		u, err = user.Lookup("nobody")
	}
	if err != nil {
		return nil, fmt.Errorf("PostgreSQL does not run as root, and there is no other user: %w", err)
	}
	uid, err := strconv.Atoi(u.Uid)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.Atoi(u.Gid)
	if err != nil {
		return nil, err
	}
	if err := os.Chown(s.folder, uid, gid); err != nil {
		return nil, err
	}
	return &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, nil
}

func (s *Server) start(bin string, d Durability, settings []string) error {
	attributes, err := s.attributes()
	if err != nil {
		return err
	}
	data := filepath.Join(s.folder, "data")
	initdb := exec.Command(filepath.Join(bin, "initdb"), "-D", data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.SysProcAttr, initdb.Dir = attributes, s.folder
	if out, err := initdb.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	if s.port, err = freePort(); err != nil {
		return err
	}
	s.command = exec.Command(filepath.Join(bin, "postgres"), "-D", data, "-p", strconv.Itoa(s.port), "-h", "127.0.0.1", "-k", s.folder,
		"-c", "fsync="+string(d), "-c", "synchronous_commit="+string(d), "-c", "full_page_writes="+string(d), "-c", "max_connections=100")
	for _, setting := range settings {
		s.command.Args = append(s.command.Args, "-c", setting)
	}
	s.command.SysProcAttr, s.command.Dir = attributes, s.folder
	if err := s.command.Start(); err != nil {
		return err
	}
	go func() { _ = s.command.Wait(); close(s.ended) }()
	return s.await()
}

// await waits until the server answers.
func (s *Server) await() error {
	db, err := sql.Open("pgx", s.URL())
	if err != nil {
		return err
	}
	defer db.Close()
	for range 300 {
		if err = db.Ping(); err == nil {
			return nil
		}
		select {
		case <-s.ended:
			return errors.New("postgres ended at once")
		case <-time.After(50 * time.Millisecond):
		}
	}
	s.Stop()
	return fmt.Errorf("postgres does not answer: %w", err)
}

// freePort returns a port that nobody listens on.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}

func (s *Server) url(database string) string {
	return fmt.Sprintf("postgres://desk@127.0.0.1:%d/%s?sslmode=disable", s.port, database)
}

// URL returns the URL of a database that is always there.
func (s *Server) URL() string { return s.url("postgres") }

// Database makes an empty database and returns its URL.
func (s *Server) Database(ctx context.Context) (string, error) {
	db, err := sql.Open("pgx", s.URL())
	if err != nil {
		return "", err
	}
	defer db.Close()
	name := fmt.Sprintf("desk%d", s.n.Add(1))
	_, err = db.ExecContext(ctx, "CREATE DATABASE "+name)
	return s.url(name), err
}

// Pid returns the process of the server, to measure it.
func (s *Server) Pid() int { return s.command.Process.Pid }

// Stop ends the server and removes its folder.
func (s *Server) Stop() {
	_ = s.command.Process.Signal(syscall.SIGINT) // a fast shutdown
	select {
	case <-s.ended:
	case <-time.After(10 * time.Second):
		_ = s.command.Process.Kill()
		<-s.ended
	}
	_ = os.RemoveAll(s.folder)
}
