package consult

import "slices"

// Role is what a user may do, the same in every consultation of the house.
type Role string

// The three roles.
const (
	RoleOrganiser Role = "organiser"
	RoleAnalyst   Role = "analyst"
	RoleReader    Role = "reader"
)

// Roles lists the roles, the most powerful first.
func Roles() []Role { return []Role{RoleOrganiser, RoleAnalyst, RoleReader} }

// Actor is who asks. The zero Actor is the public.
type Actor struct {
	User ID
	Role Role
	// System is the program itself or the command line, run by whoever owns the machine.
	System bool
	// Access narrows what a reader reads to what their bodies need; nil: everything readers may.
	Access *Access
}

// System is the actor of the command line.
func System() Actor { return Actor{System: true} }

// Permission names an act that is not open to everyone.
type Permission string

// The acts.
const (
	ManageUsers          Permission = "manage users"
	ManageConsultations  Permission = "manage consultations"
	ManageOrganisations  Permission = "manage the list of organisations"
	PublishForms         Permission = "publish questionnaires"
	SeeConsole           Permission = "see the console"
	SeeTallies           Permission = "see tallies"
	SeeResponses         Permission = "see responses"
	SeeIdentities        Permission = "see identities"
	CollectContributions Permission = "collect contributions"
	CodeContributions    Permission = "code contributions"
	ManageGrid           Permission = "publish grids of themes"
	ScreenTexts          Permission = "screen texts before publication"
	ModerateIdeas        Permission = "moderate ideas"
	AnswerIdeas          Permission = "answer ideas"
	ExportPublic         Permission = "export the public workbook"
	ExportInternal       Permission = "export the internal workbook"
	SendInvitations      Permission = "send invitations and mails"
	ManageEvents         Permission = "manage events"
	CheckIn              Permission = "check people in at events"
	SeeLedger            Permission = "see the ledger of participation"
	KeepLedger           Permission = "keep the ledger of participation"
	SeeAudit             Permission = "see the audit log"
	HandleRights         Permission = "handle people's rights over their data"
)

// permissions is the one table of who may do what.
func permissions() map[Permission][]Role {
	return map[Permission][]Role{
		ManageUsers:          {RoleOrganiser},
		ManageConsultations:  {RoleOrganiser},
		ManageOrganisations:  {RoleOrganiser},
		PublishForms:         {RoleOrganiser},
		SeeConsole:           {RoleOrganiser, RoleAnalyst, RoleReader},
		SeeTallies:           {RoleOrganiser, RoleAnalyst, RoleReader},
		SeeResponses:         {RoleOrganiser, RoleAnalyst},
		SeeIdentities:        {RoleOrganiser},
		CollectContributions: {RoleOrganiser, RoleAnalyst},
		CodeContributions:    {RoleOrganiser, RoleAnalyst},
		ManageGrid:           {RoleOrganiser, RoleAnalyst},
		ScreenTexts:          {RoleOrganiser, RoleAnalyst},
		ModerateIdeas:        {RoleOrganiser, RoleAnalyst},
		AnswerIdeas:          {RoleOrganiser},
		ExportPublic:         {RoleOrganiser, RoleAnalyst, RoleReader},
		ExportInternal:       {RoleOrganiser, RoleAnalyst},
		SendInvitations:      {RoleOrganiser},
		ManageEvents:         {RoleOrganiser},
		CheckIn:              {RoleOrganiser, RoleAnalyst},
		SeeLedger:            {RoleOrganiser, RoleAnalyst, RoleReader},
		KeepLedger:           {RoleOrganiser, RoleAnalyst},
		SeeAudit:             {RoleOrganiser},
		HandleRights:         {RoleOrganiser},
	}
}

// Can says whether the actor may.
func (a Actor) Can(permission Permission) bool {
	return a.System || a.Role != "" && slices.Contains(permissions()[permission], a.Role)
}

// Require gives nil, or CodeForbidden when the actor may not.
func (a Actor) Require(permission Permission) error {
	if a.Can(permission) {
		return nil
	}
	return Forbidden("error.forbidden")
}
