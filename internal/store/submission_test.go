package store

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"concertation/forms"
)

// written is any bytes, not only UTF-8: this is what somebody may post.
func written() *rapid.Generator[string] {
	return rapid.OneOf(rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) }), rapid.String())
}

func TestADraftIsReadBackAsWhatEncodingJSONWouldWrite(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw := forms.Raw(rapid.MapOf(rapid.StringMatching(`[a-zé_"\\]{1,4}`), rapid.SliceOf(written())).Draw(t, "raw"))
		want, err := json.Marshal(raw)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := read[forms.Raw](t, []byte(rawJSON(raw))), read[forms.Raw](t, want); !reflect.DeepEqual(a, b) {
			t.Fatalf("wrote %s\nwant  %s", rawJSON(raw), want)
		}
	})
}

func TestASubmissionIsReadBackAsWhatEncodingJSONWouldWrite(t *testing.T) {
	answer := rapid.OneOf(
		rapid.Map(written(), forms.TextAnswer),
		rapid.Map(rapid.SliceOf(written()), func(codes []string) forms.Answer { return forms.CodesAnswer(codes...) }),
		rapid.Map(rapid.Float64Range(-math.MaxFloat64, math.MaxFloat64), forms.NumberAnswer),
		rapid.Map(rapid.Int64Range(-1<<52, 1<<52), func(n int64) forms.Answer { return forms.NumberAnswer(float64(n)) }),
	)
	name := rapid.StringMatching(`[a-zé_"\\]{1,4}`)
	rapid.Check(t, func(t *rapid.T) {
		submission := forms.Submission{Answers: rapid.MapOf(name, answer).Draw(t, "answers"), Blank: rapid.SliceOf(name).Draw(t, "blank")}
		want, err := json.Marshal(submission)
		if err != nil {
			t.Fatal(err)
		}
		got, err := submissionJSON(submission)
		if err != nil {
			t.Fatal(err)
		}
		if a, b := read[forms.Submission](t, []byte(got)), read[forms.Submission](t, want); !reflect.DeepEqual(a, b) {
			t.Fatalf("wrote %s\nwant  %s", got, want)
		}
	})
}

func read[T any](t *rapid.T, encoded []byte) T {
	var value T
	if err := json.Unmarshal(encoded, &value); err != nil {
		t.Fatalf("read %s: %v", encoded, err)
	}
	return value
}
