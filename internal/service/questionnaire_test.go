package service_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"concertation/forms/files"
	"concertation/internal/i18n"
	"concertation/internal/service"
	"concertation/internal/testkit"
)

// TestWhatIsWrongWithAQuestionnaireIsSaidWhereItStands reads testdata/faults.yaml, as it stands and as a workbook.
func TestWhatIsWrongWithAQuestionnaireIsSaidWhereItStands(t *testing.T) {
	catalogue, err := i18n.New()
	if err != nil {
		t.Fatal(err)
	}
	checking := service.New(openHouse(t, small()).store, service.WithCatalogue(catalogue))
	source, err := os.ReadFile(filepath.Join("testdata", "faults.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	definition, _, err := files.ReadBytes(source, "faults.yaml")
	if err != nil {
		t.Fatal(err)
	}
	workbook, err := files.WriteBytes(".xlsx", definition)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{"faults.yaml": source, "faults.xlsx": workbook} {
		t.Run(name, func(t *testing.T) {
			checked, err := checking.CheckQuestionnaire(name, content)
			if err != nil {
				t.Fatal(err)
			}
			var lines strings.Builder
			for _, issue := range checked.Words {
				lines.WriteString(issue.Severity + " | " + issue.Where + " | " + issue.Message + "\n")
			}
			testkit.Golden(t, name+".txt", lines.String())
		})
	}
}
