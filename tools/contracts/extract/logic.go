package main

// isBool tells whether a value is a condition.
func isBool(v *Value) bool {
	if v == nil {
		return false
	}
	switch v.Kind {
	case "const":
		_, ok := v.Const.(bool)
		return ok
	case "cmp", "and", "or", "not", "set", "changed", "new", "errin", "notfound", "needretry", "errnil", "present", "ubool":
		return true
	}
	return false
}

// not is the opposite of a condition.
func not(v *Value) *Value {
	switch v.Kind {
	case "const":
		if b, ok := v.Const.(bool); ok {
			return boolConst(!b)
		}
	case "not":
		return v.Args[0]
	case "cmp":
		if v.Text == "==" {
			return &Value{Kind: "cmp", Text: "!=", Args: v.Args}
		}
		if v.Text == "!=" {
			return &Value{Kind: "cmp", Text: "==", Args: v.Args}
		}
	case "errnil":
		return &Value{Kind: "errnil", Call: v.Call, Flag: !v.Flag, Args: v.Args}
	}
	return &Value{Kind: "not", Args: []*Value{v}}
}

// boolOp joins conditions; constants and opposites are folded.
func boolOp(op string, vs ...*Value) *Value {
	// op and/or with constant folding, dedupe and absorption
	seen := map[string]bool{}
	var out []*Value
	abs := false
	var add func(v *Value)
	add = func(v *Value) {
		if v == nil {
			return
		}
		if b, ok := v.Const.(bool); ok && v.Kind == "const" {
			if op == "and" && !b || op == "or" && b {
				abs = true
			}
			return
		}
		if v.Kind == op {
			for _, a := range v.Args {
				add(a)
			}
			return
		}
		k := identity(v)
		if seen[k] {
			return
		}
		if seen[identity(not(v))] {
			abs = true
			return
		}
		seen[k] = true
		out = append(out, v)
	}
	for _, v := range vs {
		add(v)
	}
	if abs {
		return boolConst(op == "or")
	}
	if len(out) == 0 {
		return boolConst(op == "and")
	}
	if len(out) == 1 {
		return out[0]
	}
	// absorption in or: a or (not a and b) => a or b
	if op == "or" {
		for i, o := range out {
			if o.Kind == "and" {
				var keep []*Value
				ch := false
				for _, t := range o.Args {
					if seen[identity(not(t))] {
						ch = true
						continue
					}
					keep = append(keep, t)
				}
				if ch {
					out[i] = boolOp("and", keep...)
					return boolOp("or", out...)
				}
			}
		}
	}
	if len(out) > 40 {
		out = out[:40]
	}
	return &Value{Kind: op, Args: out}
}

// mergeUnder merges the values a (when c) and b (when not c).
func mergeUnder(c, a, b *Value) *Value {
	if a == b {
		return a
	}
	if a != nil && b != nil && identity(a) == identity(b) {
		return a
	}
	if a != nil && b != nil && isBool(a) && isBool(b) && c != nil {
		if isTrivial(c) {
			c = &Value{Kind: "ubool"}
			return boolOp("or", a, b)
		}
		return boolOp("or", boolOp("and", c, a), boolOp("and", not(c), b))
	}
	return union(a, b)
}

// isTrivial tells whether a condition says nothing but that there was no error.
func isTrivial(c *Value) bool {
	switch c.Kind {
	case "errnil", "ubool":
		return true
	case "const":
		return true
	case "not":
		if c.Args[0].Kind == "and" {
			for _, a := range c.Args[0].Args {
				if a.Kind == "errnil" && a.Flag {
					return true
				}
			}
		}
		return isTrivial(c.Args[0])
	case "and", "or":
		if c.Kind == "or" {
			for _, a := range c.Args {
				if a.Kind == "errnil" && !a.Flag {
					return true
				}
			}
		}
		for _, a := range c.Args {
			if !isTrivial(a) {
				return false
			}
		}
		return true
	}
	return false
}
