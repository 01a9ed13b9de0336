package access

import "testing"

// V2: before findings are presented nobody of the host may open the team's
// room, at no stage; and no coordinator ever opens drafts (V8).
func TestRules_V2_HostAndRegionNeverOpenTheTeamsRoom(t *testing.T) {
	for _, role := range []Role{DASS, LinkOfficer, SeniorLeader, HostReader, Contributor, HostPSW, PSW, Coordinator, CouncilReader, Invitee, VisitingPSW, Operator} {
		for _, stage := range Stages {
			if Opens(role, TeamRoom, stage) {
				t.Errorf("%s opens the team's room at %s", role, stage)
			}
		}
	}
}

// V2: the host's drafts are the host's; no visitor opens them.
func TestRules_V2_VisitorsNeverOpenTheHostsRoom(t *testing.T) {
	for _, role := range append([]Role{Coordinator, VisitingPSW, Invitee, SeniorLeader, Contributor}, Team...) {
		for _, stage := range Stages {
			if Opens(role, Host, stage) {
				t.Errorf("%s opens the host's room at %s", role, stage)
			}
		}
	}
}

// V8: team members read documents from reading day, not before.
func TestRules_V8_TeamReadsFromReadingDay(t *testing.T) {
	for _, role := range Team {
		if Opens(role, Shared, Preparing) || !Opens(role, Shared, Reading) {
			t.Errorf("%s: shared room should open at reading", role)
		}
	}
}

// P3: practice entries are for the two visiting PSWs and the host PSW alone.
func TestRules_P3_PracticeRoom(t *testing.T) {
	for role := range roleNames {
		want := role == VisitingPSW || role == HostPSW
		if got := Opens(role, Practice, FollowUp); got != want {
			t.Errorf("%s opens practice: %v, want %v", role, got, want)
		}
	}
}

func TestVerb_AsksRoleThenStage(t *testing.T) {
	v := Verb{Name: "x", Roles: []Role{DASS}, Stages: []Stage{Preparing}}
	for _, c := range []struct {
		s    Standing
		want Answer
	}{
		{Standing{Roles: []Role{Lead}, Stage: Preparing}, NotYours},
		{Standing{Roles: []Role{DASS}, Stage: Final}, NotNow},
		{Standing{Roles: []Role{DASS}, Stage: Preparing, Ended: true}, NotNow},
		{Standing{Roles: []Role{Lead, DASS}, Stage: Preparing}, Granted},
	} {
		if got := v.Ask(c.s); got != c.want {
			t.Errorf("Ask(%v) = %v, want %v", c.s, got, c.want)
		}
	}
}

func TestStages_NumberAndOrder(t *testing.T) {
	if Scheduled.Number() != 1 || Closed.Number() != 10 || Stage("x").Number() != 0 {
		t.Error("stages are numbered 1 to 10")
	}
	if Preparing.Next() != Reading || Closed.Next() != Closed {
		t.Error("each stage leads to the next")
	}
}
