package intake_test

import (
	"testing"
	"time"

	"concertation/internal/intake"
)

func TestDatesAreRecognised(t *testing.T) {
	for _, c := range []struct {
		name   string
		texts  []string
		format intake.DateFormat
		first  string
	}{
		{"days first in France, even where the file could be read otherwise", []string{"03/04/2016", "05/06/2016"}, intake.DateDayFirst, "2016-04-03 00:00"},
		{"months first when a day is over twelve", []string{"03/04/2016", "05/26/2016"}, intake.DateMonthFirst, "2016-03-04 00:00"},
		{"years first, with an hour", []string{"2016-04-02T18:30", "2016-04-03 9:05"}, intake.DateISO, "2016-04-02 18:30"},
		{"points between, an hour in words", []string{"2.4.16 18h30"}, intake.DateDayFirst, "2016-04-02 18:30"},
		{"months in words", []string{"1er août 2016", "12 mars 2016"}, intake.DateDayFirst, "2016-08-01 00:00"},
		{"as Excel shows them in English", []string{"2-Apr-16", "13-May-16"}, intake.DateDayFirst, "2016-04-02 00:00"},
		{"months in English words, shortened ones", []string{"2 April 2016", "3 févr. 2016"}, intake.DateDayFirst, "2016-04-02 00:00"},
		{"days counted, as a cell without a format gives them", []string{"42462.75", "42463"}, intake.DateISO, "2016-04-02 18:00"},
		{"one mistake among dates", []string{"02/04/2016", "hier", "13/04/2016"}, intake.DateDayFirst, "2016-04-02 00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			format, found := intake.DetectDates(c.texts)
			at, read := format.Parse(c.texts[0], time.UTC)
			if !found || format != c.format || !read || at.Format("2006-01-02 15:04") != c.first {
				t.Errorf("found %q, first %s", format, at)
			}
		})
	}
	if format, found := intake.DetectDates([]string{"hier", "99/99/9999", ""}); found {
		t.Errorf("no date at all is %q", format)
	}
}

func TestWholeNumbersAreRead(t *testing.T) {
	for _, c := range []struct {
		text, decimal string
		want          int
		whole         bool
	}{
		{"18", ",", 18, true}, {" 1\u202f234 ", ",", 1234, true}, {"1.234", ",", 1234, true}, {"1,234", ".", 1234, true},
		{"18,0", ",", 18, true}, {"18.0", ",", 18, true}, {"18,5", ",", 0, false}, {"1.5", ",", 0, false}, {"douze", ",", 0, false},
		{"-3", ",", 0, false}, {"", ",", 0, false}, {"99999999999999999999", ",", 0, false},
	} {
		got, whole := intake.Whole(c.text, c.decimal)
		if got != c.want || whole != c.whole {
			t.Errorf("%q with %q: %d, %v", c.text, c.decimal, got, whole)
		}
	}
	if sign := intake.DetectDecimal([]string{"12.5", "3.25", "1"}); sign != "." {
		t.Errorf("decimal sign %q", sign)
	}
	if sign := intake.DetectDecimal([]string{"1 200", "12,5"}); sign != "," {
		t.Errorf("decimal sign %q", sign)
	}
}

func FuzzForms(f *testing.F) {
	f.Add("03/04/2016", ",")
	f.Add("1er août 2016", ".")
	f.Fuzz(func(t *testing.T, text, decimal string) {
		format, found := intake.DetectDates([]string{text})
		if _, read := format.Parse(text, time.UTC); found != read {
			t.Fatalf("%q is found %v and read %v", text, found, read)
		}
		if number, whole := intake.Whole(text, decimal); whole && number < 0 {
			t.Fatalf("%q is %d", text, number)
		}
	})
}
