package internal_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A line of code should know its room: these are the doors between rooms. A package may import what its row lists,
// and packages below its own folder. What is not listed may not be imported.
var doors = map[string][]string{
	"forms":             {},
	"exports":           {"forms", "internal/aside", "internal/consult", "internal/corpus", "internal/tally", "internal/chart", "internal/i18n", "internal/french", "internal/qr"},
	"internal/aside":    {},
	"internal/french":   {},
	"internal/i18n":     {"internal/french"},
	"internal/consult":  {"forms", "internal/french"},
	"internal/tally":    {"forms"},
	"internal/corpus":   {"internal/consult"},
	"internal/chart":    {"internal/i18n", "internal/french"},
	"internal/config":   {},
	"internal/mail":     {},
	"internal/privacy":  {"internal/french"},
	"internal/qr":       {},
	"internal/matching": {"internal/french"},
	"internal/themes":   {"forms", "internal/french"},
	"internal/intake":   {},
	"internal/reference": {
		"forms", "internal/consult",
	},
	"internal/store": {"forms", "internal/consult", "internal/french"},
	"internal/service": {
		"forms", "exports", "internal/consult", "internal/corpus", "internal/tally", "internal/intake", "internal/reference",
		"internal/french", "internal/i18n", "internal/mail", "internal/matching", "internal/privacy", "internal/qr", "internal/themes",
	},
	"internal/web": {
		"forms", "exports", "internal/aside", "internal/service", "internal/consult", "internal/corpus", "internal/tally", "internal/chart", "internal/i18n",
		"internal/french", "internal/qr",
	},
	"internal/bench": {
		"forms", "exports", "internal/web", "internal/service", "internal/store", "internal/consult", "internal/tally",
		"internal/i18n", "internal/config", "internal/app", "internal/french", "internal/themes",
	},
	"internal/app": {
		"forms", "exports", "internal/web", "internal/service", "internal/store", "internal/consult", "internal/config", "internal/intake",
		"internal/i18n", "internal/mail", "internal/reference", "internal/intake",
	},
	"internal/testkit": nil, // test helpers: anything
	"cmd":              nil,
}

// guarded names the libraries that only some rooms may touch.
var guarded = map[string][]string{
	"github.com/gin-gonic/gin":                  {"internal/web", "internal/bench"},
	"database/sql":                              {"internal/store", "internal/bench", "internal/testkit"},
	"github.com/xuri/excelize/v2":               {"exports", "internal/intake", "forms/xlsform", "internal/bench"},
	"net/http":                                  {"internal/web", "internal/app", "internal/bench", "internal/testkit", "cmd"},
	"github.com/wneessen/go-mail":               {"internal/mail"},
	"github.com/wneessen/go-mail/smtp":          {"internal/mail"},
	"github.com/emersion/go-smtp":               {"internal/testkit"},
	"rsc.io/qr":                                 {"internal/qr"},
	"github.com/emersion/go-imap/v2":            {"internal/mail", "internal/testkit"},
	"github.com/emersion/go-imap/v2/imapclient": {"internal/mail"},
	"time/tzdata":                               {"internal/app", "internal/i18n", "cmd"},
}

func TestImportsPointDownOnly(t *testing.T) {
	for importer, imports := range packages(t) {
		room := roomOf(importer)
		allowed, known := doors[room]
		if !known && importer != "internal" {
			t.Errorf("%s stands in no room of the house: add it to the map", importer)
			continue
		}
		for _, imported := range imports {
			if inside, ok := strings.CutPrefix(imported, "concertation/"); ok {
				target := roomOf(inside)
				if target != room && allowed != nil && !slices.Contains(allowed, target) {
					t.Errorf("%s must not import %s", importer, inside)
				}
			}
			if rooms, ok := guarded[imported]; ok && !slices.ContainsFunc(rooms, func(r string) bool {
				return importer == r || strings.HasPrefix(importer, r+"/")
			}) {
				t.Errorf("%s must not import %s", importer, imported)
			}
		}
	}
}

func TestTheDomainKnowsOnlyTheQuestionnaireLanguageItself(t *testing.T) {
	for importer, imports := range packages(t) {
		if importer != "internal/consult" && importer != "internal/tally" {
			continue
		}
		for _, imported := range imports {
			if strings.HasPrefix(imported, "concertation/forms/") {
				t.Errorf("%s must not import %s", importer, imported)
			}
		}
	}
}

// packages gives the imports (tests aside) of each package of the project, by path without the module's name.
func packages(t *testing.T) map[string][]string {
	t.Helper()
	command := exec.Command("go", "list", "-e", "-f", `{{.ImportPath}} {{join .Imports " "}}`, "./...")
	command.Dir = ".."
	out, err := command.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	found := map[string][]string{}
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line)
		if len(fields) > 0 {
			found[strings.TrimPrefix(fields[0], "concertation/")] = fields[1:]
		}
	}
	return found
}

// roomOf gives the room of a package: its first folder, or internal and its second.
func roomOf(path string) string {
	parts := strings.SplitN(path, "/", 3)
	if parts[0] == "internal" && len(parts) > 1 {
		return "internal/" + parts[1]
	}
	return parts[0]
}
