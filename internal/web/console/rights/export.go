package rights

import (
	"time"

	"concertation/internal/service"
)

// exportedFile is the file of a person as a program reads it.
type exportedFile struct {
	Made    time.Time        `json:"date_de_la_demande"`
	Records []exportedRecord `json:"fiches"`
}

type exportedRecord struct {
	Kind         string          `json:"nature"`
	Consultation string          `json:"concertation,omitempty"`
	Where        string          `json:"ou"`
	Why          string          `json:"pourquoi"`
	Reference    string          `json:"reference,omitempty"`
	State        string          `json:"etat,omitempty"`
	OnHold       bool            `json:"gelee"`
	Erased       bool            `json:"effacee"`
	Since        *time.Time      `json:"depuis,omitempty"`
	Identity     []exportedValue `json:"identite,omitempty"`
	Said         []exportedText  `json:"contenus,omitempty"`
	Notice       *exportedNotice `json:"mention_d_information,omitempty"`
}

type exportedValue struct {
	Label string `json:"libelle"`
	Value string `json:"valeur"`
}

type exportedText struct {
	Label string   `json:"libelle"`
	Lines []string `json:"valeurs"`
}

type exportedNotice struct {
	Number     int       `json:"version"`
	From       time.Time `json:"depuis"`
	Controller string    `json:"responsable"`
	Purpose    string    `json:"finalite"`
	LegalBasis string    `json:"base_legale"`
	Compulsory string    `json:"caractere_obligatoire"`
	Recipients string    `json:"destinataires"`
	Retention  string    `json:"conservation"`
	Rights     string    `json:"droits"`
	DPO        string    `json:"delegue"`
	Complaint  string    `json:"reclamation"`
}

func (p filePage) export() exportedFile {
	out := exportedFile{Made: p.Case.OpenedAt, Records: []exportedRecord{}}
	for _, record := range p.Records {
		out.Records = append(out.Records, p.exportRecord(record))
	}
	return out
}

func (p filePage) exportRecord(r service.FileRecord) exportedRecord {
	out := exportedRecord{Kind: p.P.T("rights.kind." + string(r.Ref.Kind)), Consultation: r.Consultation.Title,
		Where: p.P.T("rights.where." + string(r.Ref.Kind)), Why: p.why(r), Reference: r.Reference, OnHold: r.Hold != nil, Erased: r.Gone}
	if r.State != "" {
		out.State = p.P.T("rights.state." + r.State)
	}
	if !r.Since.IsZero() {
		out.Since = &r.Since
	}
	for _, value := range r.Values {
		out.Identity = append(out.Identity, exportedValue{p.label(value), value.Value})
	}
	for _, text := range r.Texts {
		out.Said = append(out.Said, exportedText{p.textLabel(text), text.Lines})
	}
	if n := r.Notice; n.Number > 0 {
		out.Notice = &exportedNotice{n.Number, n.From, n.Notice.Controller, n.Notice.Purpose, n.Notice.LegalBasis, n.Notice.Compulsory,
			n.Notice.Recipients, n.Notice.Retention, n.Notice.Rights, n.Notice.DPO, n.Notice.Complaint}
	}
	return out
}
