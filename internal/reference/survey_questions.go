package reference

// askedOf says who is asked the questions of the evaluation that the data
// describes, and when (E1). EV7, the role, is not asked: it is known for the team
// and the host, and participants are never asked who they are.
var askedOf = map[string]struct{ audiences, waves []string }{
	"EV1":  {[]string{"team", "host"}, []string{"visit"}},
	"EV2":  {[]string{"team", "host"}, []string{"later"}},
	"EV3":  {[]string{"team"}, nil},
	"EV4":  {[]string{"team", "host"}, []string{"visit"}},
	"EV5":  {[]string{"team"}, nil},
	"EV6":  {[]string{"team", "host"}, []string{"visit"}},
	"EV8":  {[]string{"team"}, []string{"visit"}},
	"EV9":  {[]string{"team", "host"}, nil},
	"EV10": {[]string{"team", "host"}, []string{"later"}},
	"EV11": {[]string{"team", "host", "participants"}, nil},
}

// ownSource marks a question that is in no source: it was written here.
const ownSource = "written for this project"

// howFar is the scale of this project's own questions.
var howFar = []ScalePoint{
	{Key: "completely", Label: "Completely", Value: new(5)},
	{Key: "mostly", Label: "Mostly", Value: new(4)},
	{Key: "partly", Label: "Partly", Value: new(3)},
	{Key: "a_little", Label: "A little", Value: new(2)},
	{Key: "not_at_all", Label: "Not at all", Value: new(1)},
}

// ownQuestions are those the data has too few of: one audience each, all on one
// plain scale.
func ownQuestions() []SurveyQuestion {
	var out []SurveyQuestion
	for _, q := range []struct {
		id, audience, wave, text string
	}{
		{"TQ1", "team", "visit", "Were you prepared well enough for your part?"},
		{"TQ2", "team", "visit", "Could you speak up on equal terms with the others?"},
		{"TQ3", "team", "later", "Have you been told what came of what the team found?"},
		{"TQ4", "team", "later", "Have you used in your own work what you learnt?"},
		{"HQ1", "host", "visit", "Did people in your council know beforehand what the peer challenge was for?"},
		{"HQ2", "host", "visit", "Was the way the team worked fair and respectful?"},
		{"HQ3", "host", "later", "Has your council done what it said it would do about the recommendations?"},
		{"HQ4", "host", "later", "Have people who draw on care, or carers, noticed a difference?"},
		{"PQ1", "participants", "visit", "Did you know before the meeting what it was for?"},
		{"PQ2", "participants", "visit", "Could you say what you wanted to say?"},
		{"PQ3", "participants", "visit", "Did the time, the place and the way we met work for you?"},
		{"PQ4", "participants", "visit", "Did you feel that people listened to you?"},
		{"PQ5", "participants", "later", "Have you been told what came of the peer challenge?"},
		{"PQ6", "participants", "later", "Has anything got better since then?"},
	} {
		out = append(out, SurveyQuestion{ID: q.id, Text: q.text, Type: "scale", Scale: howFar, PositivePoints: []string{"completely", "mostly"},
			Audiences: []string{q.audience}, Waves: []string{q.wave}, Source: ownSource})
	}
	return out
}
