package mail_test

import (
	"slices"
	"strings"
	"testing"

	"concertation/internal/mail"
)

// returned is a delivery report as RFC 3464 wants it.
func returned(fields string) string {
	return strings.ReplaceAll(`From: MAILER-DAEMON@relais.exemple.fr
To: consultation@exemple.fr
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

--limite
Content-Type: text/plain; charset=utf-8

Votre message n'a pas pu arriver.

--limite
Content-Type: message/delivery-status

Reporting-MTA: dns; relais.exemple.fr
Arrival-Date: Mon, 23 Nov 2026 12:00:00 +0000

`+fields+`
--limite
Content-Type: text/rfc822-headers

From: consultation@exemple.fr
Message-ID: <0190@exemple.fr>
Subject: Votre avis

--limite--
`, "\n", "\r\n")
}

const failedFields = `Final-Recipient: rfc822; amina@exemple.fr
Original-Recipient: rfc822;amina@exemple.fr
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <amina@exemple.fr>:
 Recipient address rejected
`

func TestDeliveryReports(t *testing.T) {
	for name, c := range map[string]struct {
		message string
		want    []mail.Report
	}{
		"a message returned for good": {returned(failedFields), []mail.Report{{MessageID: "0190@exemple.fr", Address: "amina@exemple.fr",
			Action: mail.ActionFailed, Status: "5.1.1", Text: "550 5.1.1 <amina@exemple.fr>: Recipient address rejected"}}},
		"a delay is no return": {returned("Final-Recipient: rfc822; amina@exemple.fr\nAction: delayed\nStatus: 4.4.1\n"),
			[]mail.Report{{MessageID: "0190@exemple.fr", Address: "amina@exemple.fr", Action: mail.ActionDelayed, Status: "4.4.1"}}},
		"a report of two recipients": {returned(failedFields + "\nFinal-Recipient: rfc822; bruno@exemple.fr\nAction: relayed\nStatus: 2.0.0\n"),
			[]mail.Report{{MessageID: "0190@exemple.fr", Address: "amina@exemple.fr", Action: mail.ActionFailed, Status: "5.1.1",
				Text: "550 5.1.1 <amina@exemple.fr>: Recipient address rejected"},
				{MessageID: "0190@exemple.fr", Address: "bruno@exemple.fr", Action: mail.ActionRelayed, Status: "2.0.0"}}},
		"a server that returns nothing of the message": {"From: postmaster@exemple.fr\nIn-Reply-To: <0190@exemple.fr>\nContent-Type: multipart/report; boundary=b\n\n" +
			"--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; exemple.fr\n\nFinal-Recipient: rfc822; amina@exemple.fr\nAction: failed\nStatus: 5.1.1\n\n--b--\n",
			[]mail.Report{{MessageID: "0190@exemple.fr", Address: "amina@exemple.fr", Action: mail.ActionFailed, Status: "5.1.1"}}},
		"a server that names the recipient in a header": {"From: Mail Delivery System <Mailer-Daemon@exemple.fr>\nX-Failed-Recipients: amina@exemple.fr\n\n" +
			"Unrouteable address\n\nMessage-ID: <0190@exemple.fr>\nSubject: Votre avis\n",
			[]mail.Report{{MessageID: "0190@exemple.fr", Address: "amina@exemple.fr", Action: mail.ActionFailed,
				Text: "Unrouteable address Message-ID: <0190@exemple.fr> Subject: Votre avis"}}},
		"an answer of a person is no report":   {"From: Amina <amina@exemple.fr>\nSubject: Re: Votre avis\n\nMerci\n> Message-ID: <0190@exemple.fr>\n", nil},
		"an out-of-office answer is no report": {"From: amina@exemple.fr\nAuto-Submitted: auto-replied\nIn-Reply-To: <0190@exemple.fr>\n\nAbsente\n", nil},
		"a receipt of a mail that was read is no return": {"Return-Path: <>\nFrom: amina@exemple.fr\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n" +
			"--b\nContent-Type: message/disposition-notification\n\nDisposition: manual-action/MDN-sent-manually; displayed\n\n" +
			"--b\nContent-Type: text/rfc822-headers\n\nMessage-ID: <0190@exemple.fr>\n\n--b--\n", nil},
		"a complaint is no return": {"Return-Path: <>\nFrom: plaintes@exemple.fr\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n" +
			"--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\n\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <0190@exemple.fr>\n\nBonjour\n--b--\n", nil},
		"an out-of-office answer with our message attached is no return": {"Return-Path: <>\nFrom: amina@exemple.fr\nAuto-Submitted: auto-replied\nContent-Type: multipart/mixed; boundary=b\n\n" +
			"--b\n\nAbsente\n--b\nContent-Type: message/rfc822\n\nMessage-ID: <0190@exemple.fr>\n\nBonjour\n--b--\n", nil},
		"a report cut short says what it holds": {returned(failedFields)[:620], []mail.Report{{Address: "amina@exemple.fr", Action: mail.ActionFailed, Status: "5.1.1"}}},
		"what is no message says nothing":       {"\x00\x01\x02", nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := mail.ReadReports([]byte(c.message))
			if strings.HasPrefix(name, "a report cut short") {
				for i := range got {
					got[i].Text = ""
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got  %+v\nwant %+v", got, c.want)
			}
			if may := mail.MayReport([]byte(c.message)); len(got) > 0 && !may {
				t.Error("its beginning says that it cannot be one")
			}
		})
	}
}

func TestTheExportOfAMailboxIsReadMessageByMessage(t *testing.T) {
	box := "From MAILER-DAEMON Mon Nov 23 12:00:00 2026\r\n" + returned(failedFields) + "\r\nFrom amina Mon Nov 23 13:00:00 2026\nSubject: Re\n\nBonjour,\n>From ici\nFrom là\n\n" +
		"From MAILER-DAEMON Mon Nov 23 14:00:00 2026\n" + returned(failedFields)
	count, reports := 0, 0
	for message := range mail.Messages([]byte(box)) {
		count++
		reports += len(mail.ReadReports(message))
	}
	if count != 3 || reports != 2 {
		t.Errorf("%d messages, %d reports", count, reports)
	}
	for one := range mail.Messages([]byte(returned(failedFields))) {
		if string(one) != returned(failedFields) {
			t.Error("a single message changed")
		}
	}
	for range mail.Messages([]byte(" \r\n")) {
		t.Error("a message was found in nothing")
	}
}

func TestWhatPeopleWriteIsKnownByItsBeginning(t *testing.T) {
	for name, c := range map[string]struct {
		beginning string
		may       bool
	}{
		"an answer":                        {"Return-Path: <amina@exemple.fr>\nFrom: Amina <amina@exemple.fr>\nSubject: Re\n\nBonjour", false},
		"an out-of-office answer":          {"Return-Path: <>\nFrom: amina@exemple.fr\nAuto-Submitted: auto-replied (vacation)\n\n", false},
		"an out-of-office answer, plainly": {"Return-Path: <>\nFrom: amina@exemple.fr\nAuto-Submitted: auto-replied; owner-email=\"a@exemple.fr\"\n\n", false},
		"a receipt":                        {"Return-Path: <>\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n", false},
		"a report":                         {"Content-Type: multipart/report;\n report-type=delivery-status; boundary=b\n\n", true},
		"a report cut within its header":   {"From: MAILER-DAEMON@exemple.fr\nReceived: from a by", true},
		"a header that is none":            {"From: MAILER-DAEMON@exemple.fr\n\x00\x01\n\n", true},
		"nothing":                          {"", false},
	} {
		if mail.MayReport([]byte(c.beginning)) != c.may {
			t.Errorf("%s: want %v", name, c.may)
		}
	}
}

func TestADeadMailboxIsToldFromAFullOne(t *testing.T) {
	for status, dead := range map[string]bool{"5.1.1": true, "5.1.10": true, "5.2.1": true, "5.2.2": false, "5.7.1": false, "4.4.7": false} {
		if mail.AddressIsDead(550, status) != dead {
			t.Errorf("%s: want %v", status, dead)
		}
	}
	if !mail.AddressIsDead(550, "") || mail.AddressIsDead(552, "") || mail.AddressIsDead(0, "") {
		t.Error("without a status, the code decides")
	}
}

func FuzzReports(f *testing.F) {
	f.Add([]byte(returned(failedFields)))
	f.Add([]byte("From a\nContent-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a\n"))
	f.Add([]byte("From: mailer-daemon@a\nX-Failed-Recipients: a, b\n\nMessage-ID: <c@d>\n"))
	f.Fuzz(func(t *testing.T, file []byte) {
		total := 0
		for message := range mail.Messages(file) {
			total += len(message)
			mail.MayReport(message)
			for _, report := range mail.ReadReports(message) {
				if report.Action == "" || strings.ContainsAny(report.Text, "\r\n") {
					t.Fatalf("%+v", report)
				}
			}
		}
		if total > len(file) {
			t.Fatal("messages overlap")
		}
	})
}
