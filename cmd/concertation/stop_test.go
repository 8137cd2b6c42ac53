package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/bench"
)

func TestAResponseOnItsWayIsTakenWhileTheServerStops(t *testing.T) {
	database, questionnaire := onePageDatabase(t)
	server := startServer(t, database)
	addr := strings.TrimPrefix(server.origin, "http://")
	token := beginOne(t.Context(), visitor(), server.origin)
	if token == "" {
		t.Fatalf("no response is begun: %s", server.errors)
	}
	raw := bench.Fill(questionnaire, rand.New(rand.NewPCG(1, 1)))
	body := onePageBody(questionnaire, raw).Encode()

	connection, err := net.Dial("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(time.Minute))
	fmt.Fprintf(connection, "POST /r/%s/etape/1 HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n",
		token, addr, len(body))
	reader := bufio.NewReader(connection)
	if under, err := http.ReadResponse(reader, nil); err != nil || under.StatusCode != http.StatusContinue {
		t.Fatalf("the server does not read the response that is sent: %v", err)
	}
	half := len(body) / 2
	fmt.Fprint(connection, body[:half])
	if err := server.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	waitFor(func() bool { return !answers(addr) })
	if answers(addr) {
		t.Fatal("a server that stops takes new connections")
	}
	fmt.Fprint(connection, body[half:])
	response, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	response.Body.Close()
	if location := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || !strings.HasSuffix(location, "/confirmation") {
		t.Errorf("answered %d, to %q", response.StatusCode, location)
	}
	if err := server.command.Wait(); err != nil {
		t.Fatalf("the server did not stop cleanly: %v\n%s", err, server.errors)
	}
	for _, words := range []string{"stopping", "every request is answered"} {
		if !strings.Contains(server.errors.String(), words) {
			t.Errorf("the log does not say %q", words)
		}
	}
	checkNothingLost(t, database, questionnaire, map[string]forms.Raw{token: raw})
}

func TestAServerAboutToStopSaysSoWhileItStillAnswers(t *testing.T) {
	database, _ := onePageDatabase(t)
	server := startServer(t, database, "--stop-delay", "3s")
	if err := server.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	status := func(path string) int {
		response, err := http.Get(server.origin + path)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	waitFor(func() bool { return status("/readyz") == http.StatusServiceUnavailable })
	for path, want := range map[string]int{"/readyz": http.StatusServiceUnavailable, "/healthz": http.StatusOK, "/": http.StatusOK} {
		if got := status(path); got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
	if err := server.command.Wait(); err != nil {
		t.Errorf("the server did not stop cleanly: %v\n%s", err, server.errors)
	}
}

// answers says whether anybody listens there.
func answers(addr string) bool {
	connection, err := net.Dial("tcp", addr)
	if err != nil {
		return false
	}
	connection.Close()
	return true
}
