package main

import (
	"bytes"
	"encoding/json"
	"sort"
	"strings"
)

// Member is a key with its value.
type Member struct {
	Key   string
	Value any
}

// Object is a JSON object whose keys stay in order.
type Object []Member

// MarshalJSON writes the members in their order.
func (o Object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, kv := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(encode(kv.Key))
		b.WriteByte(':')
		b.Write(encode(kv.Value))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// encode is JSON without escapes for HTML.
func encode(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

func (o Object) get(k string) any {
	for _, kv := range o {
		if kv.Key == k {
			return kv.Value
		}
	}
	return nil
}

// pretty writes an object so that a change of one call or attribute is a change of one line.
func pretty(o Object) []byte {
	var b bytes.Buffer
	b.WriteString("{\n")
	for i, m := range o {
		b.WriteString(" ")
		b.Write(encode(m.Key))
		b.WriteString(": ")
		switch v := m.Value.(type) {
		case []any:
			writeList(&b, v, " ")
		case Object:
			if multiline[m.Key] {
				writeMembers(&b, v)
			} else {
				b.Write(encode(v))
			}
		default:
			b.Write(encode(v))
		}
		endLine(&b, i, len(o))
	}
	b.WriteString("}\n")
	return b.Bytes()
}

var multiline = map[string]bool{"schema": true, "join": true, "create": true, "read": true, "update": true, "delete": true}

func writeMembers(b *bytes.Buffer, o Object) {
	b.WriteString("{\n")
	for i, m := range o {
		b.WriteString("  ")
		b.Write(encode(m.Key))
		b.WriteString(": ")
		if l, ok := m.Value.([]any); ok && len(l) > 0 && m.Key != "enum" {
			writeList(b, l, "  ")
		} else {
			b.Write(encode(m.Value))
		}
		endLine(b, i, len(o))
	}
	b.WriteString(" }")
}

func writeList(b *bytes.Buffer, l []any, indent string) {
	if len(l) == 0 {
		b.WriteString("[]")
		return
	}
	b.WriteString("[\n")
	for i, e := range l {
		b.WriteString(indent + " ")
		b.Write(encode(e))
		endLine(b, i, len(l))
	}
	b.WriteString(indent + "]")
}

func listLines(l []any) []byte {
	var b bytes.Buffer
	writeList(&b, l, "")
	return b.Bytes()
}

func endLine(b *bytes.Buffer, i, n int) {
	if i < n-1 {
		b.WriteString(",")
	}
	b.WriteString("\n")
}

func unique(s []string) []string {
	m := map[string]bool{}
	var o []string
	for _, x := range s {
		if !m[x] {
			m[x] = true
			o = append(o, x)
		}
	}
	return o
}

func sortedSet(m map[string]bool) []string {
	var o []string
	for k := range m {
		o = append(o, k)
	}
	sort.Strings(o)
	return o
}

func lower(s string) string { return strings.ToLower(s) }
