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
	return createDatabase(t, postgresServer(t), "")
}

// PostgresLike does so with a copy of the model that prepare made of an empty database, once for this process and name.
func PostgresLike(t testing.TB, model string, prepare func(url string) error) string {
	t.Helper()
	server := postgresServer(t)
	models.mutex.Lock()
	defer models.mutex.Unlock()
	name := fmt.Sprintf("model_%d_%s", os.Getpid(), model)
	if !models.made[name] {
		administer(t, server, "DROP DATABASE IF EXISTS "+name)
		administer(t, server, "CREATE DATABASE "+name)
		if err := prepare(databaseURL(t, server, name)); err != nil {
			t.Fatalf("prepare the model %s: %v", model, err)
		}
		models.made[name] = true
	}
	return createDatabase(t, server, " TEMPLATE "+name)
}

// models are the databases that others are copies of. They go with the server of this process.
var models = struct {
	mutex sync.Mutex
	made  map[string]bool
}{made: map[string]bool{}}

// postgresServer gives the URL of the server to make databases on.
func postgresServer(t testing.TB) string {
	t.Helper()
	if server := os.Getenv(serverVariable); server != "" {
		return server
	}
	Require(t, "postgres")
	own, err := cluster()
	if err != nil {
		t.Fatalf("start PostgreSQL: %v", err)
	}
	return own.url
}

func createDatabase(t testing.TB, server, how string) string {
	t.Helper()
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), databases.Add(1))
	administer(t, server, "CREATE DATABASE "+name+how)
	t.Cleanup(func() { administer(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	return databaseURL(t, server, name)
}

func databaseURL(t testing.TB, server, name string) string {
	t.Helper()
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
	folder, err := os.MkdirTemp(shortFolder(), "concertation-pg-")
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

// shortFolder gives the folder for a server's files: by name, since a socket's path must be short; in memory where there
// is room, since making a database copies a thousand files.
func shortFolder() string {
	const memory, room = "/dev/shm", 2 << 30
	var disk syscall.Statfs_t
	if err := syscall.Statfs(memory, &disk); err == nil && disk.Bavail*uint64(disk.Bsize) > room {
		return memory
	}
	return "/tmp"
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
