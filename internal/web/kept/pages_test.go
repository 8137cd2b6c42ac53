package kept

import (
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/a-h/templ"
)

func TestVisitorsWhoComeTogetherMakeAPageOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var m Pages
		made := 0
		render := func(context.Context) (templ.Component, error) {
			made++
			time.Sleep(time.Second) // counting two million texts
			return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
				_, err := io.WriteString(w, "la page")
				return err
			}), nil
		}
		visit := func(ctx context.Context, version uint64) {
			page, err := m.page(ctx, "/c/une", version, time.Now(), render)
			if err != nil || string(page.body) != "la page" {
				t.Errorf("%q, %v", page.body, err)
			}
		}
		leaves, leave := context.WithCancel(t.Context())
		var visitors sync.WaitGroup
		visitors.Go(func() { visit(leaves, 1) })
		synctest.Wait()
		leave()
		for range 50 {
			visitors.Go(func() { visit(t.Context(), 1) })
		}
		visitors.Wait()
		visit(t.Context(), 1)
		if made != 1 {
			t.Errorf("the page was made %d times", made)
		}
		visit(t.Context(), 2)
		if made != 2 {
			t.Errorf("after a change the page was made %d times in all", made)
		}
	})
}

func TestAPageThatCouldNotBeMadeIsNotKept(t *testing.T) {
	var m Pages
	full := errors.New("no room")
	_, err := m.page(t.Context(), "/c/une", 1, time.Now(), func(context.Context) (templ.Component, error) { return nil, full })
	if !errors.Is(err, full) || len(m.pages) != 0 {
		t.Errorf("%v, %d pages kept", err, len(m.pages))
	}
}
