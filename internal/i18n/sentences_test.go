package i18n_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"concertation/internal/french"
)

// entry is a sentence of the catalogue by plural form; "other" alone for most.
type entry map[string]string

func (e *entry) UnmarshalJSON(data []byte) error {
	*e = entry{}
	if data[0] == '"' {
		var words string
		err := json.Unmarshal(data, &words)
		(*e)["other"] = words
		return err
	}
	return json.Unmarshal(data, (*map[string]string)(e))
}

func (e entry) plural() bool { return len(e) > 1 }

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

func names(words string) []string {
	var found []string
	for _, match := range placeholder.FindAllStringSubmatch(words, -1) {
		found = append(found, match[1])
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func (e entry) placeholders() []string { return names(e["other"]) }

func areas(t *testing.T) []string {
	t.Helper()
	paths, err := filepath.Glob("fr/*.json")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no area: %v", err)
	}
	return paths
}

func catalogue(t *testing.T) map[string]entry {
	t.Helper()
	all := map[string]entry{}
	for _, path := range areas(t) {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var area map[string]entry
		if err := json.Unmarshal(data, &area); err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		for key, sentence := range area {
			all[key] = sentence
		}
	}
	return all
}

func TestPluralFormsAreThoseOfFrench(t *testing.T) {
	for key, sentence := range catalogue(t) {
		for form := range sentence {
			if form != "one" && form != "other" {
				t.Errorf("%s: form %q does not exist in French", key, form)
			}
		}
		if sentence["other"] == "" {
			t.Errorf("%s: no form other", key)
		}
		if sentence.plural() && sentence["one"] == "" {
			t.Errorf("%s: no form one", key)
		}
		// The form for one thing may leave the number out («une question»), nothing else.
		for _, name := range append(names(sentence["one"]), sentence.placeholders()...) {
			if sentence.plural() && name != "count" && (!slices.Contains(names(sentence["one"]), name) || !slices.Contains(sentence.placeholders(), name)) {
				t.Errorf("%s: only one of its forms takes %q", key, name)
			}
		}
	}
}

var markup = regexp.MustCompile(`</?[a-z]+[ />]`)

// several are the values that are two at least wherever they are given: bounds that settings keep, and counts beyond them.
var several = map[string]bool{"max": true, "most": true, "threshold": true, "fewest": true}

// worded are the values that are words, not numbers.
var worded = map[string]bool{"base": true, "name": true}

// beyond are the sentences said only of more than one thing.
var beyond = map[string]bool{"forms.answer.too_many": true, "forms.answer.too_long": true,
	"ideas.error.too_long": true, "ledger.tie.more": true, "forms.issue.many_questions": true, "forms.issue.many_sections": true,
	"forms.issue.many_choices": true, "intake.scan_dimensions": true, "ledger.doubles.decided.both": true,
	"coding.batch.bound": true, "coding.batch.first": true}

// counted is a value with the plural that follows it.
var counted = regexp.MustCompile(`\{\{\.(\w+)\}\}[ \x{00A0}\x{202F}]+(\p{L}+[sx])(?:[^\p{L}]|$)`)

// In French 0 and 1 take the singular: a plural follows only the value that the forms are chosen by, in the form of several.
func TestNothingThatMayBeAloneIsFollowedByAPlural(t *testing.T) {
	for key, sentence := range catalogue(t) {
		for form, words := range sentence {
			for _, found := range counted.FindAllStringSubmatch(words, -1) {
				value, noun := found[1], found[2]
				switch {
				case several[value] || worded[value] || beyond[key] || invariable[noun]:
				case sentence.plural() && form == "other" && value == "count":
				default:
					t.Errorf("%s, %s: « %s » follows {{.%s}} though it may be 0 or 1", key, form, noun, value)
				}
			}
		}
	}
}

// invariable are words that end so and are no plural of what is counted.
var invariable = map[string]bool{"sans": true, "depuis": true, "des": true, "dans": true, "fois": true, "mois": true}

func TestSentencesAreWrittenAsFrenchIs(t *testing.T) {
	for key, sentence := range catalogue(t) {
		for _, words := range sentence {
			// A placeholder counts as a word.
			if faults := french.Faults(placeholder.ReplaceAllString(words, "x")); len(faults) > 0 {
				t.Errorf("%s: %s in %q", key, strings.Join(faults, ", "), words)
			}
			if markup.MatchString(words) {
				t.Errorf("%s: HTML in %q", key, words)
			}
		}
	}
}

// TestTheHelpPageQuotesWhatScreensSay: a reader of the help looks for the very words of a button.
func TestTheHelpPageQuotesWhatScreensSay(t *testing.T) {
	sentences := catalogue(t)
	labels := map[string]bool{}
	for key, sentence := range sentences {
		if strings.HasPrefix(key, "respond.") || strings.HasPrefix(key, "ui.") || strings.HasPrefix(key, "ideas.") {
			for _, words := range sentence {
				labels[words] = true
			}
		}
	}
	quoted := regexp.MustCompile(`«([^»]*)»`)
	found := quoted.FindAllStringSubmatch(sentences["public.help.default"]["other"], -1)
	if len(found) < 3 {
		t.Fatalf("%d labels quoted: the scan sees nothing", len(found))
	}
	for _, match := range found {
		if label := strings.TrimSpace(match[1]); !labels[label] {
			t.Errorf("no screen says %q", label)
		}
	}
}
