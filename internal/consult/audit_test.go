package consult_test

import (
	"testing"

	"concertation/internal/consult"
)

func TestWhatARecordOfTheLogIsCalledIsForThoseWhoMaySeeIt(t *testing.T) {
	for role, kinds := range map[consult.Role]map[consult.AuditKind]bool{
		consult.RoleOrganiser: {consult.AuditUser: true, consult.AuditOrganisation: true, consult.AuditAttendance: true, consult.AuditRights: true},
		consult.RoleAnalyst: {consult.AuditUser: false, consult.AuditOrganisation: false, consult.AuditRights: false, consult.AuditMail: false,
			consult.AuditResponse: true, consult.AuditIdea: true},
		consult.RoleReader: {consult.AuditResponse: false, consult.AuditContribution: false, consult.AuditIdea: false, consult.AuditAttendance: false,
			consult.AuditConsultation: true, consult.AuditTheme: true},
		"": {consult.AuditConsultation: false},
	} {
		for kind, wanted := range kinds {
			if got := (consult.Actor{Role: role}).MaySeeRecord(kind); got != wanted {
				t.Errorf("%q sees what a %s is called: %t", role, kind, got)
			}
		}
	}
	if consult.System().MaySeeRecord("unknown") {
		t.Error("a kind of no record is seen")
	}
}
