package service

import (
	"context"
	"strconv"
	"strings"
	"time"

	"concertation/internal/consult"
	"concertation/internal/french"
	"concertation/internal/intake"
)

// Lists of events: import_attendances.go is what the console does with them and how a row is read, import_attendances_run.go
// puts rows on a list and takes them back.

// AttendanceFields lists the fields that a column of a list of an event may fill.
func AttendanceFields() []string {
	return []string{"name", "first_name", "email", "phone", "structure", "siret", "came"}
}

// attendanceHeaders are the headers by which people name the columns, folded.
func attendanceHeaders() map[string][]string {
	return map[string][]string{
		"name":       {"nom", "nom complet", "nom et prenom", "participant", "participante", "personne"},
		"first_name": {"prenom"}, "email": {"courriel", "mail", "e mail", "adresse electronique", "adresse mail"},
		"phone": {"telephone", "tel", "portable"}, "structure": {"organisme", "organisation", "association", "raison sociale", "etablissement"},
		"siret": {"n siret", "numero siret"}, "came": {"present", "presente", "presence", "emargement", "venu", "arrive"},
	}
}

// AttendancesDesk is what the console does with lists of events.
func (s *Service) AttendancesDesk() *ImportDesk {
	return &ImportDesk{Service: s, about: consult.AboutAttendances, enter: s.bringing, guess: GuessAttendanceColumns,
		survey: s.surveyAttendances, prepare: s.prepareAttendances, undo: s.undoAttendances}
}

// bringing gives the consultation to whoever may bring the list of one of its events.
func (s *Service) bringing(ctx context.Context, actor consult.Actor, slug string) (consult.Consultation, error) {
	if err := actor.Require(consult.ManageEvents); err != nil {
		return consult.Consultation{}, err
	}
	consultation, err := s.Store.ConsultationBySlug(ctx, slug)
	if err == nil && consultation.Status == consult.StatusRecord {
		err = consult.Forbidden("consultation.error.record")
	}
	return consultation, err
}

// GuessAttendanceColumns proposes the columns of a list for the fields, from the words of its header.
func GuessAttendanceColumns(header []string) map[string]string {
	return guessColumns(header, AttendanceFields(), attendanceHeaders())
}

// guessColumns gives each field the first column that bears its name or one of its words.
func guessColumns(header, fields []string, words map[string][]string) map[string]string {
	folded, taken, guessed := map[string]int{}, map[int]bool{}, map[string]string{}
	for i := len(header) - 1; i >= 0; i-- { // the first of two like headers wins
		folded[french.Fold(header[i])] = i
	}
	for _, field := range fields {
		for _, word := range append([]string{french.Fold(field)}, words[field]...) {
			if i, ok := folded[word]; ok && !taken[i] && header[i] != "" {
				guessed[field], taken[i] = header[i], true
				break
			}
		}
	}
	return guessed
}

// surveyAttendances reads a list once: how many rows, which columns do not hold what they are mapped to, and which rows
// bring back somebody erased at their request.
func (s *Service) surveyAttendances(ctx context.Context, consultation consult.ID, path string, settings consult.ImportSettings) (*ImportSurvey, error) {
	file, err := openTable(path, settings)
	if err != nil {
		return nil, tableFault(err)
	}
	defer file.Close()
	survey := newImportSurvey(file, settings)
	if survey.Settings.Columns == nil { // read otherwise, the headers are others
		survey.Settings.Columns = GuessAttendanceColumns(file.Header)
	}
	run := &attendanceRun{service: s, file: file, settings: survey.Settings, columns: attendanceColumns(file, survey.Settings.Columns)}
	if run.suppressed, err = s.suppressed(ctx, consultation); err != nil {
		return nil, err
	}
	if settings.Event != "" {
		if run.list, err = s.Store.Attendees(ctx, settings.Event); err != nil {
			return nil, err
		}
	}
	doubter := newDoubter(run.columns)
	watch := func(row intake.Row) {
		doubter.watch(row)
		if len(run.suppressed.at) == 0 {
			return
		}
		if read, _ := run.readRow(row); run.meant(&read) == nil {
			if at := run.erased(&read); !at.IsZero() {
				survey.erased(row, []time.Time{at})
			}
		}
	}
	if err := survey.read(ctx, file, watch); err != nil {
		return nil, tableFault(err)
	}
	survey.Doubts = doubter.doubts(file.Header)
	survey.ignore()
	return survey, nil
}

func attendanceColumns(file *intake.File, headers map[string]string) map[string]int {
	columns := map[string]int{}
	for field, header := range headers {
		if at := file.Column(header); header != "" && at >= 0 {
			columns[field] = at
		}
	}
	return columns
}

// prepareAttendances refuses a list without names, without its event, and one whose columns look shifted until somebody
// is sure.
func (s *Service) prepareAttendances(ctx context.Context, actor consult.Actor, consultation consult.Consultation, held consult.Import, path string, dryRun bool) (importWork, error) {
	survey, err := s.surveyAttendances(ctx, consultation.ID, path, held.Settings)
	if err != nil {
		return nil, err
	}
	if survey.Settings.Columns["name"] == "" {
		return nil, consult.Invalid(consult.FieldError{Field: "name", Key: "events.error.no_column"})
	}
	event, err := s.Store.Event(ctx, held.Settings.Event)
	if consult.CodeOf(err) == consult.CodeNotFound && err != nil || err == nil && event.ConsultationID != consultation.ID {
		return nil, consult.Invalid(consult.FieldError{Field: "event", Key: "events.error.event"})
	}
	if err != nil {
		return nil, err
	}
	if !dryRun && len(survey.Doubts) > 0 && !held.Settings.Sure {
		return nil, errDoubts()
	}
	if len(held.Settings.BringBack) > 0 && !held.Settings.BringBackWhy.Known() {
		return nil, consult.Invalid(consult.FieldError{Field: "bring_back_why", Key: "collect.error.bring_back"})
	}
	known, err := s.suppressed(ctx, consultation.ID)
	if err != nil {
		return nil, err
	}
	file, err := openTable(path, held.Settings)
	if err != nil {
		return nil, err
	}
	run := &attendanceRun{service: s, actor: actor, event: event, file: file, settings: survey.Settings, dryRun: dryRun,
		columns: attendanceColumns(file, survey.Settings.Columns), held: held, seen: map[string]int{}, total: survey.Rows, suppressed: known}
	run.report.Ignored = survey.Ignored
	return run, nil
}

// attendanceRow is a row of a list.
type attendanceRow struct {
	number int
	key    string
	draft  PersonDraft
	came   bool
}

// readRow gives what a row says, and what is wrong with it.
func (r *attendanceRun) readRow(row intake.Row) (attendanceRow, []consult.FieldError) {
	cell := func(field string) string {
		if at, ok := r.columns[field]; ok {
			return cleanCell(row.Cell(at))
		}
		return ""
	}
	read := attendanceRow{number: row.Number, draft: PersonDraft{Name: strings.TrimSpace(cell("first_name") + " " + cell("name")),
		Email: cell("email"), Phone: cell("phone"), Structure: cell("structure"), SIRET: cell("siret")}}
	faults := read.draft.tidied()
	if cellForm(read.draft.Name) != "" {
		faults = append(faults, consult.FieldError{Field: "name", Key: "events.error.name_number"})
	}
	came, understood := cameWords(cell("came"))
	if !understood {
		faults = append(faults, consult.FieldError{Field: "came", Key: "events.error.came"})
	}
	_, told := r.columns["came"]
	read.came = came || !told && r.settings.Came
	read.key = attendanceKey(&read.draft)
	return read, faults
}

// attendanceKey tells a row of a list from another: by the address, else by the name and the structure.
func attendanceKey(d *PersonDraft) string {
	if d.Email != "" {
		return shortHash(consult.FoldAddress(d.Email), french.Fold(d.Name))
	}
	return shortHash(french.Fold(d.Name), french.Fold(d.Structure))
}

// cameWords reads whether a person came; understood is false for what is neither yes, nor no, nor an hour.
func cameWords(cell string) (came, understood bool) {
	switch folded := french.Fold(cell); folded {
	case "", "0", "non", "n", "absent", "absente", "excuse", "excusee", "faux", "false":
		return false, true
	case "1", "oui", "o", "x", "present", "presente", "p", "vrai", "true", "venu", "venue", "signe":
		return true, true
	default:
		hour, minute, cut := strings.Cut(strings.ReplaceAll(folded, "h", " "), " ")
		h, wrong := strconv.Atoi(strings.TrimSpace(hour))
		if wrong != nil || !cut || h < 0 || h > 23 {
			return cell == "✓" || cell == "✔", cell == "✓" || cell == "✔"
		}
		m, wrong := strconv.Atoi("0" + strings.TrimSpace(minute))
		return wrong == nil && m < 60, wrong == nil && m < 60
	}
}
