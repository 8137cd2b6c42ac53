package reference_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"concertation/internal/consult"
	"concertation/internal/reference"
)

func TestTheSixThematicAreasStandInTheirOrderBeforeTheResidualOnes(t *testing.T) {
	want := []string{
		"Consolider et essaimer un mode d’entreprendre",
		"Faciliter la relation entre acteurs de l’ESS et institutions publiques",
		"Soutenir et dynamiser l’emploi",
		"Coopérer, mutualiser et mettre en réseau",
		"Développer une économie d’avenir\u00a0: innovation, développement durable et égalité des chances",
		"Promouvoir et communiquer sur l’ESS",
		"Hors grille",
		"Sans contenu",
	}
	themes := reference.Themes()
	if got := titles(themes); !slices.Equal(got, want) {
		t.Fatalf("themes:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for i, theme := range themes {
		if theme.Position != i+1 || theme.Definition == "" {
			t.Errorf("theme %q: position %d, definition %q", theme.Title, theme.Position, theme.Definition)
		}
		if residual := theme.Kind != consult.ThemeRegular; residual != (i > 5) {
			t.Errorf("theme %q is of kind %s", theme.Title, theme.Kind)
		}
		if words := strings.Split(theme.Lexicon, "\n"); theme.Kind == consult.ThemeRegular && len(words) < 10 {
			t.Errorf("theme %q has a lexicon of %d words", theme.Title, len(words))
		}
	}
}

func TestTheRecordKeepsTheFactsOf2016(t *testing.T) {
	record := reference.Consultation()
	c := record.Consultation
	if c.Slug != "sress-2016" || c.Status != consult.StatusRecord || c.Demonstration {
		t.Errorf("slug %q, status %q, demonstration %v", c.Slug, c.Status, c.Demonstration)
	}
	if c.Title != "Stratégie régionale de l’Economie Sociale et Solidaire en Pays de la Loire" {
		t.Errorf("title %q", c.Title)
	}
	if c.Settings.Invited != 750 || len(record.Questionnaires) != 0 {
		t.Errorf("invited %d, %d questionnaires", c.Settings.Invited, len(record.Questionnaires))
	}
	type figure struct {
		kind         consult.StepKind
		title, place string
		participants int
		unit         string
	}
	want := []figure{
		{consult.StepEvent, "Lancement", "Ancenis", 120, "participants"},
		{consult.StepQuestionnaire, "Questionnaire", "", 275, "répondants"},
		{consult.StepEvent, "Première conférence régionale de l’ESS", "Angers", 200, "acteurs présents"},
		{consult.StepIdeaBox, "Boîte à idées et contributions spontanées", "", 20, "contributeurs"},
	}
	var got []figure
	for i, step := range record.Steps {
		got = append(got, figure{step.Kind, step.Title, step.Place, step.Participants, step.Unit})
		if step.Position != i+1 || step.Source == "" {
			t.Errorf("step %q: position %d, source %q", step.Title, step.Position, step.Source)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("steps %v, want %v", got, want)
	}
	if step := record.Steps[1]; step.Invited != 750 || step.InvitedSource == "" {
		t.Errorf("questionnaire sent to %d, source %q", step.Invited, step.InvitedSource)
	}
	for _, day := range []struct {
		step int
		want string
	}{{0, "2016-04-28"}, {2, "2016-06-28"}} {
		if got := record.Steps[day.step].StartsAt.In(paris(t)).Format(time.DateOnly); got != day.want {
			t.Errorf("step %d begins on %s, want %s", day.step, got, day.want)
		}
	}
}

func TestThreeStakesHoldFifteenObjectivesNumberedThrough(t *testing.T) {
	stakes := reference.Consultation().Stakes
	var marks []string
	var counts []int
	number := 0
	for _, stake := range stakes {
		marks, counts = append(marks, stake.Mark), append(counts, len(stake.Objectives))
		for _, objective := range stake.Objectives {
			if number++; objective.Position != number {
				t.Errorf("objective %q is numbered %d, want %d", objective.Title, objective.Position, number)
			}
		}
	}
	if !slices.Equal(marks, []string{"A", "B", "C"}) || !slices.Equal(counts, []int{4, 7, 4}) {
		t.Errorf("stakes %v with %v objectives", marks, counts)
	}
	if got := stakes[1].Objectives[4].Title; got != "Faciliter la rencontre entre l’offre et la demande d’emploi dans l’ESS notamment par des emplois de qualité" {
		t.Errorf("objective 9 reads %q", got)
	}
}

func TestTheDemonstrationIsOpenNinetyDaysAndSaysThatItIsFictitious(t *testing.T) {
	from := time.Date(2026, 11, 23, 9, 0, 12, 0, time.UTC)
	record := reference.Demonstration(from)
	c := record.Consultation
	if c.Slug != "demonstration" || c.Status != consult.StatusOpen || !c.Demonstration {
		t.Errorf("slug %q, status %q, demonstration %v", c.Slug, c.Status, c.Demonstration)
	}
	if fresh, _ := c.Accepting(from); !fresh {
		t.Error("takes no response when it is laid")
	}
	if days := c.ClosesAt.Sub(c.OpensAt).Hours() / 24; days != 90 {
		t.Errorf("lasts %v days", days)
	}
	if len(record.Questionnaires) != 1 || len(record.Questionnaires[0].Definition.Sections) != 7 {
		t.Error("has not the reference questionnaire of seven steps")
	}
	if !slices.Equal(titles(record.Themes), titles(reference.Consultation().Themes)) {
		t.Error("has not the themes of the reference")
	}
	texts, notice := c.Texts, c.Texts.Notice
	for name, text := range map[string]string{
		"summary": texts.Summary, "purpose": texts.Purpose, "procedure": texts.Procedure, "visibility": texts.Visibility,
		"follow-up": texts.FollowUp, "help": texts.Help, "contact": texts.Contact, "legal notice": texts.LegalNotice,
		"accessibility": texts.Accessibility, "controller": notice.Controller, "notice purpose": notice.Purpose,
		"legal basis": notice.LegalBasis, "compulsory": notice.Compulsory, "recipients": notice.Recipients,
		"retention": notice.Retention, "rights": notice.Rights, "officer": notice.DPO, "complaint": notice.Complaint,
	} {
		if !strings.HasPrefix(text, "Cette démonstration ") {
			t.Errorf("the %s does not speak of « cette démonstration »: %q", name, text)
		}
	}
	if texts.Documents == "" || texts.NextSteps == "" {
		t.Error("documents or next steps are missing (R1.1)")
	}
}

// TestTheTextsOfTheDemonstrationHoldWhateverItsDates: fictitious answers move its opening, and no public page shows results.
func TestTheTextsOfTheDemonstrationHoldWhateverItsDates(t *testing.T) {
	texts := reference.Demonstration(time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)).Consultation.Texts
	for _, text := range []string{texts.Summary, texts.Purpose, texts.Procedure, texts.Visibility, texts.FollowUp, texts.NextSteps, texts.Help} {
		for _, promise := range []string{"jours", "résultats"} {
			if strings.Contains(text, promise) {
				t.Errorf("%q speaks of %s", text, promise)
			}
		}
	}
}

// ordinary is a space where French typography asks for one that does not break, or a straight apostrophe.
var ordinary = regexp.MustCompile(`[^ \n] [:;!?»]|« |'`)

func TestTextsFollowFrenchTypography(t *testing.T) {
	for _, record := range []reference.Record{reference.Consultation(), reference.Demonstration(time.Now())} {
		c := record.Consultation
		all := []string{c.Title, c.Texts.Summary, c.Texts.Purpose, c.Texts.Procedure, c.Texts.Documents, c.Texts.Visibility,
			c.Texts.FollowUp, c.Texts.NextSteps, c.Texts.Help, c.Texts.Contact, c.Texts.LegalNotice, c.Texts.Accessibility,
			c.Texts.Notice.Controller, c.Texts.Notice.Purpose, c.Texts.Notice.LegalBasis, c.Texts.Notice.Compulsory,
			c.Texts.Notice.Recipients, c.Texts.Notice.Retention, c.Texts.Notice.Rights, c.Texts.Notice.DPO, c.Texts.Notice.Complaint}
		for _, step := range record.Steps {
			all = append(all, step.Title, step.Source, step.InvitedSource)
		}
		for _, theme := range record.Themes {
			all = append(all, theme.Title, theme.Definition, theme.Lexicon)
		}
		for _, stake := range record.Stakes {
			all = append(all, stake.Title)
			for _, objective := range stake.Objectives {
				all = append(all, objective.Title)
			}
		}
		for _, text := range all {
			if found := ordinary.FindString(text); found != "" {
				t.Errorf("%q in %q", found, text)
			}
		}
	}
}

func titles(themes []consult.Theme) []string {
	var all []string
	for _, theme := range themes {
		all = append(all, theme.Title)
	}
	return all
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip("no time zone data: ", err)
	}
	return zone
}
