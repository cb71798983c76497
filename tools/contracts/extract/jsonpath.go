package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

var reSeg = regexp.MustCompile(`\[[^\]]*\]|[^.\[\]]+`)

// jsonPath evaluates a JSONPath.
func (in *Interpreter) jsonPath(v *Value, p string) *Value {
	p = strings.TrimSpace(p)
	p = strings.TrimPrefix(p, "#")
	p = strings.TrimPrefix(p, "$")
	if strings.Contains(p, "?(") {
		i := strings.Index(p, "[?(")
		base := in.jsonPath(v, "$"+p[:i])
		rest := p[i:]
		j := strings.Index(rest, ")]")
		if j < 0 {
			return conversion("jsonpath", stringConst(p), v)
		}
		el := in.index(base, &Value{Kind: "idx"})
		if el.Kind == "reply" {
			el = &Value{Kind: "reply", Call: el.Call, Text: el.Text, Filters: append(el.Filters, ItemFilter{"?" + rest[3:j], trueValue})}
		}
		return in.jsonPath(el, "$"+rest[j+2:])
	}
	segs := reSeg.FindAllString(p, -1)
	// a trailing [*] is the list itself
	for len(segs) > 0 && segs[len(segs)-1] == "[*]" {
		segs = segs[:len(segs)-1]
	}
	for _, s := range segs {
		if strings.HasPrefix(s, "[") {
			t := strings.Trim(s, "[]")
			if t == "*" {
				v = in.index(v, &Value{Kind: "idx"})
				continue
			}
			if len(t) > 0 && (t[0] == '"' || t[0] == '\'') {
				v = in.index(v, stringConst(strings.Trim(t, "\"'")))
				continue
			}
			var n int64
			if _, err := fmt.Sscan(t, &n); err == nil {
				v = in.index(v, intConst(n))
				continue
			}
			v = in.index(v, stringConst(t))
			continue
		}
		if s == "*" {
			v = in.index(v, &Value{Kind: "idx"})
			continue
		}
		if strings.Contains(s, "{") {
			if v.Kind == "reply" {
				v = in.replyAt(v, join(v.Text, s), "")
				continue
			}
		}
		v = in.index(v, stringConst(s))
	}
	return v
}

// reNumber matches `$number($.Size & ”) / 1024`.
var reNumber = regexp.MustCompile(`^\$number\(([$.\w\[\]]+)(?:\s*&\s*'')?\)\s*([*/])\s*(\d+)$`)

// jsonata supports the few forms the provider uses.
func (in *Interpreter) jsonata(e string, v *Value) *Value {
	e = strings.TrimSpace(e)
	if m := reNumber.FindStringSubmatch(e); m != nil {
		n, _ := strconv.ParseInt(m[3], 10, 64)
		op := &Value{Kind: "op", Text: m[2]}
		return conversion("arith", op, conversion("int", in.jsonata(m[1], v)), intConst(n))
	}
	fn := ""
	arg := e
	if strings.HasPrefix(e, "$split(") || strings.HasPrefix(e, "$substringBefore(") || strings.HasPrefix(e, "$replace(") || strings.HasPrefix(e, "$number(") || strings.HasPrefix(e, "$each(") || strings.HasPrefix(e, "$merge(") || strings.HasPrefix(e, "$map(") || strings.HasPrefix(e, "$string(") || strings.HasPrefix(e, "$substring") {
		i := strings.Index(e, "(")
		fn = e[1:i]
		rest := e[i+1:]
		for strings.HasPrefix(rest, "$") && strings.Contains(rest, "(") && strings.Index(rest, "(") < strings.IndexAny(rest+",", ",") {
			rest = rest[strings.Index(rest, "(")+1:]
		}
		j := strings.IndexAny(rest, ",&)")
		if j < 0 {
			return conversion("jsonata", stringConst(e), v)
		}
		arg = strings.TrimSpace(rest[:j])
		if fn == "split" {
			sep := ","
			if k := strings.Index(rest, "\""); k >= 0 {
				if m := strings.Index(rest[k+1:], "\""); m >= 0 {
					sep = rest[k+1 : k+1+m]
				}
			}
			return conversion("split", in.jsonata(arg, v), stringConst(sep))
		}
	}
	p := arg
	p = strings.TrimPrefix(p, "$.")
	p = strings.TrimPrefix(p, "$")
	if strings.ContainsAny(p, "({ '?") {
		return conversion("jsonata", stringConst(e), v)
	}
	r := v
	for _, s := range strings.Split(p, ".") {
		if s == "" {
			continue
		}
		r = in.jsonPath(r, "$."+s)
	}
	if fn != "" {
		return conversion("jsonata:"+fn, r)
	}
	return r
}
