package testkit

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
)

// serverVariable names a PostgreSQL server that tests may make databases on. Without it the test process starts its
// own, on a private socket.
const serverVariable = "CONCERTATION_TEST_POSTGRES"

// Postgres gives the URL of an empty database of this test alone, dropped after it. It skips the test where
// PostgreSQL is not installed (see Require).
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv(serverVariable)
	if server == "" {
		Require(t, "postgres")
		own, err := cluster()
		if err != nil {
			t.Fatalf("start PostgreSQL: %v", err)
		}
		server = own.url
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), databases.Add(1))
	administer(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { administer(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	address, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	address.Path = "/" + name
	return address.String()
}

var databases atomic.Int64

func administer(t testing.TB, server, statement string) {
	t.Helper()
	db, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// cluster gives the server of this test process, started by the first test that asks.
var cluster = sync.OnceValues(startCluster)

// ownServer is a server that lives as long as its watchdog's input is open: for the life of the process.
type ownServer struct {
	url   string
	input io.Closer
}

// watchdog runs the server until its standard input closes, which the end of the test process does however it ends;
// then it stops the server and removes its files.
const watchdog = `
bin=$1 folder=$2
trap '' INT TERM HUP
"$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$folder/log" 2>&1 &&
"$bin/postgres" -D "$folder/data" -k "$folder" -c listen_addresses= -c fsync=off -c full_page_writes=off \
  -c max_connections=200 >>"$folder/log" 2>&1 &
server=$!
cat >/dev/null
"$bin/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null 2>&1
kill "$server" 2>/dev/null
wait "$server"
rm -rf "$folder"`

func startCluster() (*ownServer, error) {
	tools, err := filepath.Glob("/usr/lib/postgresql/*/bin")
	if err != nil || len(tools) == 0 {
		return nil, fmt.Errorf("no tools in /usr/lib/postgresql: %v", err)
	}
	// In /tmp by name: a socket's path must be short.
	folder, err := os.MkdirTemp("/tmp", "concertation-pg-")
	if err != nil {
		return nil, err
	}
	command := exec.Command("sh", "-c", watchdog, "watchdog", tools[len(tools)-1], folder)
	command.Dir = "/"
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for the tests, not for the one who cleans up
	if err := runAsPostgres(command, folder); err != nil {
		return nil, err
	}
	input, err := command.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := command.Start(); err != nil {
		return nil, err
	}
	server := "postgres://postgres@/postgres?" + url.Values{"host": {folder}}.Encode()
	if err := awaitServer(server); err != nil {
		log, _ := os.ReadFile(filepath.Join(folder, "log"))
		return nil, fmt.Errorf("%w\n%s", err, log)
	}
	return &ownServer{server, input}, nil
}

// runAsPostgres gives the command the user postgres when we are root, as whom initdb refuses to run.
func runAsPostgres(command *exec.Cmd, folder string) error {
	if os.Getuid() != 0 {
		return nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return err
	}
	uid, err := strconv.Atoi(account.Uid)
	if err != nil {
		return err
	}
	gid, err := strconv.Atoi(account.Gid)
	if err != nil {
		return err
	}
	command.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return os.Chown(folder, uid, gid)
}

// awaitServer waits until the server takes connections.
func awaitServer(server string) error {
	db, err := sql.Open("pgx", server)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
	defer cancel()
	for {
		if err = db.PingContext(ctx); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("PostgreSQL did not start: %w", err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
