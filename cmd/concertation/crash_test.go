package main

import (
	"context"
	"crypto/sha256"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"concertation/forms"
	"concertation/forms/library"
	"concertation/internal/bench"
	"concertation/internal/consult"
	"concertation/internal/service"
	"concertation/internal/store"
)

const (
	kills          = 50
	crashClients   = 8
	crashFormSlug  = "une-page"
	crashStartPath = "/c/" + bench.Slug + "/q/" + crashFormSlug + "/commencer"
)

func TestNoAcknowledgedResponseIsLostWhenTheServerIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("kills a server fifty times: about a minute")
	}
	database, questionnaire := onePageDatabase(t)
	acknowledged := map[string]forms.Raw{} // what was posted, by token
	for kill := range kills {
		server := startServer(t, database)
		atLeast := 2 // so that a loaded machine proves as much as a quiet one
		if kill%5 == 0 {
			atLeast = 0 // some die before they acknowledged anything
		}
		sent := submitUntilKilled(t, server, questionnaire, atLeast, time.Duration(30+rand.IntN(250))*time.Millisecond)
		for token, raw := range sent {
			acknowledged[token] = raw
		}
		if kill%10 == 9 {
			checkNothingLost(t, database, questionnaire, acknowledged)
		}
	}
	if len(acknowledged) < kills {
		t.Fatalf("only %d responses acknowledged over %d kills: the load was too light to prove anything", len(acknowledged), kills)
	}
	checkTalliesEqualARecount(t, database, questionnaire)
	t.Logf("%d kills, %d acknowledged responses, none missing", kills, len(acknowledged))
}

// onePageDatabase makes a database with one open questionnaire, of one page.
func onePageDatabase(t *testing.T) (database string, questionnaire *forms.Questionnaire) {
	t.Helper()
	database = "sqlite:" + filepath.Join(t.TempDir(), "crash.db")
	definition := library.OnePage()
	if err := bench.Prepare(t.Context(), database, map[string]forms.Definition{crashFormSlug: definition}); err != nil {
		t.Fatal(err)
	}
	questionnaire, issues := forms.Compile(definition)
	if questionnaire == nil {
		t.Fatal(issues)
	}
	return database, questionnaire
}

// runningServer is the program under test, ended by its own pid.
type runningServer struct {
	command *exec.Cmd
	origin  string
	errors  *strings.Builder
}

func startServer(t *testing.T, database string, more ...string) *runningServer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := listener.Addr().String()
	listener.Close()
	server := &runningServer{origin: "http://" + addr, errors: &strings.Builder{}}
	arguments := append([]string{"serve", "--db", database, "--addr", addr, "--empty", "--start-rate", "1e9", "--start-burst", "1000000000"}, more...)
	server.command = exec.Command(os.Args[0], arguments...)
	server.command.Env = append(os.Environ(), asProgram+"=1")
	server.command.Stderr = server.errors
	if err := server.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if server.command.ProcessState == nil {
			server.command.Process.Kill()
			server.command.Wait()
		}
	})
	for range 2000 {
		response, err := http.Get(server.origin + "/healthz")
		if err == nil {
			response.Body.Close()
			return server
		}
		time.Sleep(5 * time.Millisecond)
	}
	t.Fatalf("the server does not answer: %s", server.errors)
	return nil
}

// waitFor gives a loaded machine ten seconds to get there.
func waitFor(there func() bool) {
	for limit := time.Now().Add(10 * time.Second); !there() && time.Now().Before(limit); {
		time.Sleep(2 * time.Millisecond)
	}
}

// submitUntilKilled posts whole responses from several clients, kills the server a while after so many were acknowledged,
// and gives what was acknowledged before it died.
func submitUntilKilled(t *testing.T, server *runningServer, questionnaire *forms.Questionnaire, atLeast int, after time.Duration) map[string]forms.Raw {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mutex sync.Mutex
	acknowledged := map[string]forms.Raw{}
	var group sync.WaitGroup
	for range crashClients {
		group.Go(func() {
			random := rand.New(rand.NewPCG(rand.Uint64(), 1))
			client := visitor()
			for ctx.Err() == nil {
				raw := bench.Fill(questionnaire, random)
				token, ok := submitOne(ctx, client, server.origin, questionnaire, raw)
				if ok {
					mutex.Lock()
					acknowledged[token] = raw
					mutex.Unlock()
				}
			}
		})
	}
	count := func() int {
		mutex.Lock()
		defer mutex.Unlock()
		return len(acknowledged)
	}
	waitFor(func() bool { return count() >= atLeast })
	time.Sleep(after)
	if err := server.command.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	server.command.Wait()
	cancel()
	group.Wait()
	return acknowledged
}

// submitOne begins and sends a response; ok only when the server said that it was sent.
func submitOne(ctx context.Context, client *http.Client, origin string, questionnaire *forms.Questionnaire, raw forms.Raw) (token string, ok bool) {
	if token = beginOne(ctx, client, origin); token == "" {
		return "", false
	}
	location, status := postForm(ctx, client, origin+"/r/"+token+"/etape/1", onePageBody(questionnaire, raw))
	return token, status == http.StatusSeeOther && strings.HasSuffix(location, "/confirmation")
}

// visitor stays where a post leads.
func visitor() *http.Client {
	return &http.Client{Timeout: 5 * time.Second, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// beginOne begins a response and gives its token, "" when the server did not say that it was begun.
func beginOne(ctx context.Context, client *http.Client, origin string) string {
	location, status := postForm(ctx, client, origin+crashStartPath, url.Values{})
	if status != http.StatusSeeOther {
		return ""
	}
	_, rest, _ := strings.Cut(location, "/r/")
	token, _, _ := strings.Cut(rest, "/")
	return token
}

// onePageBody is the post that sends a response of one page.
func onePageBody(questionnaire *forms.Questionnaire, raw forms.Raw) url.Values {
	form := url.Values{"version": {"1"}, "action": {"submit"}, "shown": {strings.Join(questionnaire.Evaluate(raw, time.Now()).Shown(0), " ")}}
	for name, values := range raw {
		form[name] = values
	}
	return form
}

func postForm(ctx context.Context, client *http.Client, address string, form url.Values) (location string, status int) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return "", 0
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := client.Do(request)
	if err != nil {
		return "", 0
	}
	response.Body.Close()
	return response.Header.Get("Location"), response.StatusCode
}

// checkNothingLost reads the file the killed server left: every acknowledged response is submitted with the very
// answers posted, and no submitted response lacks part of what it holds.
func checkNothingLost(t *testing.T, database string, questionnaire *forms.Questionnaire, acknowledged map[string]forms.Raw) {
	t.Helper()
	opened, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	for token, raw := range acknowledged {
		hash := sha256.Sum256([]byte(token))
		response, err := opened.ResponseByToken(t.Context(), hash[:])
		if err != nil {
			t.Fatalf("an acknowledged response is missing: %v", err)
		}
		want := questionnaire.Evaluate(raw, response.SubmittedAt).Submission()
		if response.Status != consult.ResponseSubmitted || !sameAnswers(response.Submission.Answers, want.Answers) {
			t.Fatalf("response %s is %s with other answers than those acknowledged", response.ID, response.Status)
		}
	}
	checkNoHalfResponse(t, opened, questionnaire)
}

func checkNoHalfResponse(t *testing.T, opened *store.Store, questionnaire *forms.Questionnaire) {
	t.Helper()
	consultation, err := opened.ConsultationBySlug(t.Context(), bench.Slug)
	if err != nil {
		t.Fatal(err)
	}
	responses, err := opened.Responses(t.Context(), consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted})
	if err != nil {
		t.Fatal(err)
	}
	contributions, err := opened.Contributions(t.Context(), consult.ContributionFilter{ConsultationID: consultation.ID})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[consult.ID]int{}
	for _, contribution := range contributions {
		texts[contribution.ResponseID]++
	}
	sequences := map[int64]bool{}
	for _, response := range responses {
		want := 0
		for _, question := range questionnaire.Questions() {
			if _, answered := response.Submission.Answers[question.Name]; answered && question.Open {
				want++
			}
		}
		if texts[response.ID] != want {
			t.Errorf("response %s has %d contributions for %d open answers", response.ID, texts[response.ID], want)
		}
		if response.ChangeSeq == 0 || sequences[response.ChangeSeq] {
			t.Errorf("response %s has sequence %d, given twice or never", response.ID, response.ChangeSeq)
		}
		sequences[response.ChangeSeq] = true
	}
}

// checkTalliesEqualARecount compares what a service tells after the crashes with a plain count of the stored answers.
func checkTalliesEqualARecount(t *testing.T, database string, questionnaire *forms.Questionnaire) {
	t.Helper()
	opened, err := store.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	defer opened.Close()
	consultation, err := opened.ConsultationBySlug(t.Context(), bench.Slug)
	if err != nil {
		t.Fatal(err)
	}
	questionnaires, err := opened.Questionnaires(t.Context(), consultation.ID)
	if err != nil {
		t.Fatal(err)
	}
	responses, err := opened.Responses(t.Context(), consult.ResponseFilter{ConsultationID: consultation.ID, Status: consult.ResponseSubmitted})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := service.New(opened).Tallies(t.Context(), questionnaires[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	for _, question := range questionnaire.Questions() {
		if question.Kind != forms.SelectOne && question.Kind != forms.SelectMultiple {
			continue
		}
		counted := map[string]int{}
		for _, response := range responses {
			answer := response.Submission.Answers[question.Name]
			for _, code := range append(slices.Clone(answer.Codes), answer.Text) {
				counted[code]++
			}
		}
		result, ok := engine.Tally(question.Name)
		if !ok {
			t.Errorf("question %s has no tally", question.Name)
			continue
		}
		for _, option := range result.Options {
			if option.Count != counted[option.Choice] {
				t.Errorf("%s = %s: %d in the tally, %d counted again", question.Name, option.Choice, option.Count, counted[option.Choice])
			}
		}
	}
}

func sameAnswers(a, b forms.Answers) bool {
	if len(a) != len(b) {
		return false
	}
	for name, answer := range a {
		if other, ok := b[name]; !ok || other.String() != answer.String() {
			return false
		}
	}
	return true
}
