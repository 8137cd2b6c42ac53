package tally_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"concertation/forms"
	"concertation/internal/tally"
)

func TestDaysWithoutAResponseCountNone(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	questionnaire := form(t)
	for name, c := range map[string]struct {
		at   []time.Time
		want []tally.Day
	}{
		"nobody":  {nil, []tally.Day{}},
		"one day": {[]time.Time{time.Date(2026, 6, 1, 12, 0, 0, 0, paris)}, []tally.Day{{"2026-06-01", 1}}},
		"two days apart, over the change of hour": {
			[]time.Time{time.Date(2026, 10, 26, 0, 10, 0, 0, paris), time.Date(2026, 10, 23, 23, 50, 0, 0, paris), time.Date(2026, 10, 26, 9, 0, 0, 0, paris)},
			[]tally.Day{{"2026-10-23", 1}, {"2026-10-24", 0}, {"2026-10-25", 0}, {"2026-10-26", 2}}},
		"years apart": {[]time.Time{time.Date(2016, 6, 1, 12, 0, 0, 0, paris), time.Date(2026, 6, 1, 12, 0, 0, 0, paris)},
			[]tally.Day{{"2016-06-01", 1}, {"2026-06-01", 1}}},
		"without a date": {[]time.Time{{}, time.Date(2026, 6, 1, 12, 0, 0, 0, paris)}, []tally.Day{{"0001-01-01", 1}, {"2026-06-01", 1}}},
	} {
		engine := tally.New(questionnaire)
		for i, at := range c.at {
			engine.Apply(tally.Change{Seq: int64(i + 1), ResponseID: fmt.Sprint(i), Counted: true, Form: questionnaire, At: at, Submission: forms.Submission{}})
		}
		if got := engine.ByDay(paris); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}
