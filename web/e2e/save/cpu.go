package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// cpu is the processor time that a process and all below it have used, from /proc
// (Linux only). Of processes that have ended nothing is counted.
func cpu(pid string) (total time.Duration, err error) {
	threads, err := filepath.Glob("/proc/" + pid + "/task/*")
	if err != nil || len(threads) == 0 {
		return 0, fmt.Errorf("process %s is not there", pid)
	}
	for _, t := range threads {
		if words := fields(t + "/schedstat"); len(words) > 0 {
			ns, err := strconv.ParseInt(words[0], 10, 64)
			if err != nil {
				return 0, err
			}
			total += time.Duration(ns)
		}
		for _, child := range fields(t + "/children") {
			below, err := cpu(child)
			if err == nil { // one that has just ended is not counted
				total += below
			}
		}
	}
	return total, nil
}

// fields are the words of a small file; none when it has just gone.
func fields(path string) []string {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil
	}
	return strings.Fields(string(text))
}
