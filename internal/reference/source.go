package reference

import "slices"

// Source is one line of the page "About the data".
type Source struct {
	What        string // what the product uses it for
	Origin      string // where it came from
	Licence     string
	Limits      string // what it cannot tell
	Attribution string // the words that the licence asks us to show; may be empty
}

// Words used more than once below.
const (
	thePaper      = "Mahesh, Lowther and Miller (2023), British Journal of Social Work, doi 10.1093/bjsw/bcad252"
	ownWork       = "Written for this project"
	ownLicence    = "The licence of this program"
	openGov       = "Open Government Licence v3.0"
	openGovWords  = "Contains public sector information licensed under the Open Government Licence v3.0."
	boundaryWords = "Contains OS data © Crown copyright and database right."
)

var sources = []Source{
	{
		What:        "Names, codes, types and regions of the 153 councils, and their population in 2020",
		Origin:      "mySociety, UK local authority names and codes, July 2025",
		Licence:     "CC BY 4.0",
		Limits:      "Councils as since 1 April 2023; later reorganisation is not in it. The population is from 2020, and rough for councils made since. Two regions were wrong in the source and are corrected (Derbyshire, Lincolnshire).",
		Attribution: "Council names and codes: mySociety, CC BY 4.0.",
	},
	{
		What:        "Numbers of adults, mid-2024",
		Origin:      "Office for National Statistics, as printed in MaicyMxtim/social-care-intelligence",
		Licence:     openGov,
		Limits:      "Copied by hand; 94 of the 153 were checked against a rate in the same table, and agreed.",
		Attribution: openGovWords,
	},
	{
		What:        "Which councils are neighbours",
		Origin:      "Computed from ONS boundaries in ONSvisual/topojson_boundaries",
		Licence:     openGov,
		Limits:      "16 of the 374 pairs, nearly all across rivers, were found in only two or three of four boundary files. Isle of Wight and Isles of Scilly have none.",
		Attribution: boundaryWords,
	},
	{
		What:    "Council websites",
		Origin:  "The GOV.UK council list as copied in defra-design/aqie-prototype, March 2024",
		Licence: openGov,
		Limits:  "Cumberland, Westmorland and Furness and Dorset are general knowledge.",
	},
	{
		What:    "The nine regions",
		Origin:  "ONS regions; names of the ADASS branches are partly general knowledge",
		Licence: openGov,
		Limits:  "That branches follow the nine regions was checked for the West Midlands and the North West only.",
	},
	{
		What:        "Bank holidays of England and Wales",
		Origin:      "GOV.UK bank holidays (alphagov/frontend), August 2026",
		Licence:     "MIT, Crown copyright",
		Limits:      "Complete for 2024 to 2028. For other years they are computed from the standing rules and marked provisional.",
		Attribution: "© Crown copyright, MIT licence.",
	},
	{
		What:    "Polling days and pre-election periods",
		Origin:  "2023 and 2024 published; later years computed: first Thursday in May, and 25 working days before it",
		Licence: "Dates are facts",
		Limits:  "Which council votes in which year is known only for London boroughs and, in part, Birmingham (general knowledge). Where it is not known, the product acts as if there were an election. By-elections, general elections and postponed elections are entered by the coordinator.",
	},
	{
		What:        "The six areas, the rules of the process, and the results and topics of the evaluation survey",
		Origin:      thePaper,
		Licence:     "CC BY 4.0",
		Limits:      "The separate bars of its charts are pictures, so those figures are not known. The lower points of its scales are this project’s.",
		Attribution: "Process and survey results: Mahesh, Lowther and Miller (2023), CC BY 4.0.",
	},
	{
		What:    "TEASC risk awareness tool: six domains and 31 areas to consider, and a seventh domain",
		Origin:  "A 2014 draft (docsbay.net); the seventh domain from the West Midlands ADASS site",
		Licence: "Not stated: headings only",
		Limits:  "The questions were written for this project. A later version of the tool was not found.",
	},
	{
		What:        "CQC quality statements",
		Origin:      "CQC, Assessment framework for local authority assurance",
		Licence:     "Not confirmed: short quotations with their source",
		Limits:      "The “I” statements of 2, 3 and 5, and part of 6, are general knowledge.",
		Attribution: "Quality statements: Care Quality Commission.",
	},
	{
		What:    "Prompts, required documents, practice review questions, the mapping to quality statements",
		Origin:  ownWork,
		Licence: ownLicence,
		Limits:  "The West Midlands form and mandatory list, and a public practice review tool, were not found.",
	},
	{
		What:    "Glossary",
		Origin:  ownWork,
		Licence: ownLicence,
		Limits:  "Plain English, not legal definitions.",
	},
	{
		What:        "Indicators (ASCOF and others) and their values",
		Origin:      "NHS Digital, Department of Health and Social Care and Oflog, partly through MaicyMxtim/social-care-intelligence; vacancy rates from Skills for Care",
		Licence:     openGov + "; Skills for Care: reuse with attribution",
		Limits:      "Values of every measure after 2022–23 were not found. The same code can mean different things before and after 2023.",
		Attribution: "Vacancy rates: Skills for Care.",
	},
}

// Sources says where all reference data came from, for "About the data".
func Sources() []Source { return slices.Clone(sources) }

// Attributions are the lines that licences ask to show wherever the data is
// shipped, each once.
func Attributions() []string {
	var out []string
	for _, s := range sources {
		if s.Attribution != "" && !slices.Contains(out, s.Attribution) {
			out = append(out, s.Attribution)
		}
	}
	return out
}
