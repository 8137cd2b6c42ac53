package consult

import "time"

// AuditKind is a kind of record that an entry of the audit log may be about: the first word of AuditEntry.Record.
type AuditKind string

// The kinds.
const (
	AuditConsultation  AuditKind = "consultation"
	AuditQuestionnaire AuditKind = "questionnaire"
	AuditRevision      AuditKind = "revision"
	AuditResponse      AuditKind = "response"
	AuditContribution  AuditKind = "contribution"
	AuditIdea          AuditKind = "idea"
	AuditComment       AuditKind = "comment"
	AuditTheme         AuditKind = "theme"
	AuditAction        AuditKind = "action"
	AuditSession       AuditKind = "session"
	AuditAttachment    AuditKind = "attachment"
	AuditImport        AuditKind = "import"
	AuditEvent         AuditKind = "event"
	AuditAttendance    AuditKind = "attendance"
	AuditOrganisation  AuditKind = "organisation"
	AuditCampaign      AuditKind = "campaign"
	AuditMail          AuditKind = "mail"
	AuditUser          AuditKind = "user"
	AuditBody          AuditKind = "body"
	AuditRights        AuditKind = "rights"
	AuditPurge         AuditKind = "purge"
)

// auditSight is what somebody needs to be told the title of a record of each kind, and led to it: what its page needs.
func auditSight() map[AuditKind]Permission {
	return map[AuditKind]Permission{
		AuditConsultation: SeeConsole, AuditQuestionnaire: SeeConsole, AuditRevision: SeeConsole,
		AuditResponse: SeeResponses, AuditContribution: SeeResponses, AuditTheme: SeeTallies, AuditAction: SeeResponses,
		AuditIdea: ModerateIdeas, AuditComment: ModerateIdeas,
		AuditSession: CollectContributions, AuditAttachment: CollectContributions, AuditImport: CollectContributions,
		AuditEvent: CheckIn, AuditAttendance: CheckIn, AuditOrganisation: ManageOrganisations,
		AuditCampaign: SendInvitations, AuditMail: SendInvitations, AuditUser: ManageUsers, AuditBody: ManageUsers,
		AuditRights: HandleRights, AuditPurge: HandleRights,
	}
}

// Known says whether there is such a kind.
func (k AuditKind) Known() bool { return auditSight()[k] != "" }

// AuditKinds lists the kinds, in no order.
func AuditKinds() []AuditKind {
	var kinds []AuditKind
	for kind := range auditSight() {
		kinds = append(kinds, kind)
	}
	return kinds
}

// MaySeeRecord says whether the actor may be told what a record of that kind is called.
func (a Actor) MaySeeRecord(kind AuditKind) bool { return kind.Known() && a.Can(auditSight()[kind]) }

// AuditRef names a record that an entry of the audit log is about.
type AuditRef struct {
	Kind AuditKind
	ID   ID
}

// AuditName is what a record is called now. A person of an event, a mail and a person's request are called nothing: only
// what they belong to is said.
type AuditName struct {
	Ref            AuditRef
	ConsultationID ID     // "": of none
	Slug           string // of the consultation; "" when it is gone
	Title          string // of a response and of its texts: its reference
	Number         int64  // of a revision or an idea
	Of             ID     // the idea of a comment, the event of a person
	Sort           string // what a contribution or a mail is, what an import is about, «retracted» of a contribution out of use
	At             time.Time
}
