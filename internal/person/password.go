package person

import (
	"strings"
	"unicode/utf8"

	"github.com/alexedwards/argon2id"

	"peerchallenge/internal/problem"
)

// The cost of a password is fixed by hand: the library's default follows the
// number of processors, so that a hash would depend on the machine that made it.
var hashing = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// decoy is the hash of a password that nobody has. An unknown address is
// compared with it, so that it takes as long as a known one (V6).
const decoy = "$argon2id$v=19$m=19456,t=2,p=1$jJ21QfW1BJ6iUcMiIeUAwg$oGwFiskJOeAhGtiHMO2A0kdtk4OUdmALKCpfJ0kWxTU"

// turns bounds how many passwords are worked on at once: each takes 19 MiB.
var turns = make(chan struct{}, 8)

// Lengths of a password: at least so many characters, at most so many bytes.
const (
	MinPassword = 12
	maxPassword = 200
)

func hashPassword(password string) (string, error) {
	turns <- struct{}{}
	defer func() { <-turns }()
	hash, err := argon2id.CreateHash(password, hashing)
	if err != nil {
		return "", problem.Internalf(err, "hash a password")
	}
	return hash, nil
}

// matches compares a password with a hash; an empty hash is compared with the
// decoy and never matches.
func matches(password, hash string) (bool, error) {
	known := hash != ""
	if !known {
		hash = decoy
	}
	if len(password) > maxPassword {
		password, known = "", false
	}
	turns <- struct{}{}
	defer func() { <-turns }()
	same, err := argon2id.ComparePasswordAndHash(password, hash)
	if err != nil {
		return false, problem.Internalf(err, "compare a password")
	}
	return same && known, nil
}

// checkNew notes what is wrong with a password somebody chooses, on the field
// "password". There are no rules of composition: length and not being among the
// first that anybody would try is what helps.
func checkNew(password string) error {
	var f problem.Fields
	switch {
	case password == "":
		f.Add("password", "Enter a password")
	case utf8.RuneCountInString(password) < MinPassword:
		f.Add("password", "Password must be 12 characters or more. Three words in a row are easy to remember")
	case len(password) > maxPassword:
		f.Add("password", "Password must be 200 characters or fewer")
	case isCommon(password):
		f.Add("password", "Too many people use this password. Choose another, such as three words in a row")
	}
	return f.Err()
}

// common are long passwords that are tried first, small letters without spaces.
var common = []string{"password1234", "passwordpassword", "password12345", "password123456", "123456789012", "1234567890123",
	"012345678901", "123412341234", "123123123123", "qwertyuiop12", "qwertyuiop123", "qwertyuiopasdf", "qwerty123456",
	"qwertyqwerty", "1qaz2wsx3edc", "abcdefghijkl", "abcdefghijklm", "abcd12345678", "abc123abc123", "letmeinletmein",
	"welcome12345", "welcome123456", "iloveyou1234", "iloveyouiloveyou", "administrator", "changemenow1", "changeme1234",
	"peerchallenge", "peerchallenge1", "socialworker", "socialworker1", "adultsocialcare", "councilcouncil", "liverpoolfc1"}

func isCommon(password string) bool {
	plain := strings.ToLower(strings.Join(strings.Fields(password), ""))
	first, _ := utf8.DecodeRuneInString(plain)
	if strings.Trim(plain, string(first)) == "" {
		return true // one character over and over
	}
	for _, c := range common {
		if plain == c {
			return true
		}
	}
	return false
}
