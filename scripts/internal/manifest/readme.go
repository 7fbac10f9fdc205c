package manifest

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

var (
	heading  = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	codeSpan = regexp.MustCompile("`([^`]+)`")
)

// checkReadme holds the manifest's permissions against the README's table of
// them. Each needs a row, and each row a permission. A row may explain several
// at once: every code span of its first cell counts.
func checkReadme(m *Manifest, readme string) error {
	explained, err := permissionTable(readme)
	if err != nil {
		return err
	}
	var problems []error
	for _, name := range m.grants() {
		if !slices.Contains(explained, name) {
			problems = append(problems, fmt.Errorf("README.md: the table of permissions does not explain `%s`", name))
		}
	}
	for _, name := range explained {
		if !slices.Contains(m.grants(), name) {
			problems = append(problems, fmt.Errorf("README.md: the table of permissions explains `%s`, which the manifest does not ask for", name))
		}
	}
	return errors.Join(problems...)
}

// permissionTable returns the permissions explained in the first table under
// the heading "Permissions".
func permissionTable(readme string) ([]string, error) {
	lines := strings.Split(strings.ReplaceAll(readme, "\r\n", "\n"), "\n")
	start := slices.IndexFunc(lines, func(line string) bool {
		found := heading.FindStringSubmatch(line)
		return found != nil && strings.EqualFold(found[1], "permissions")
	})
	if start < 0 {
		return nil, errors.New(`README.md: has no heading "Permissions"`)
	}
	rows, err := tableUnder(lines[start+1:])
	if err != nil {
		return nil, err
	}
	var names []string
	for _, row := range rows {
		spans := codeSpan.FindAllStringSubmatch(row[0], -1)
		if len(spans) == 0 {
			return nil, fmt.Errorf("README.md: the row %q of the table of permissions names none in backquotes", row[0])
		}
		if len(row) < 2 || row[1] == "" {
			return nil, fmt.Errorf("README.md: the row of %s gives no reason", spans[0][0])
		}
		for _, span := range spans {
			names = append(names, span[1])
		}
	}
	return names, nil
}

// tableUnder returns the cells of the first table's body before the next heading.
func tableUnder(lines []string) ([][]string, error) {
	var rows [][]string
	for _, line := range lines {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "|") {
			rows = append(rows, cells(line))
			continue
		}
		if len(rows) > 0 || heading.MatchString(line) {
			break
		}
	}
	// A table is a head, a line of dashes and at least one row.
	if len(rows) < 3 || strings.Trim(strings.Join(rows[1], ""), "-: ") != "" {
		return nil, errors.New(`README.md: the heading "Permissions" has no table with a head and rows under it`)
	}
	return rows[2:], nil
}

func cells(line string) []string {
	parts := strings.Split(strings.Trim(line, "|"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return parts
}
