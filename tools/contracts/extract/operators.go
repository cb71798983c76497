package main

import (
	"go/token"
	"strconv"
	"strings"
)

// compare is == or !=.
func (in *Interpreter) compare(op string, a, b *Value) *Value {
	sa, sb := withoutText(a), withoutText(b)
	if sa.isConst() && sb.isConst() {
		eq := sa.Const == sb.Const
		if op == "==" {
			return boolConst(eq)
		}
		return boolConst(!eq)
	}
	// errors
	if sa.Kind == "err" && sb.Kind == "nil" || sb.Kind == "err" && sa.Kind == "nil" {
		e := sa
		if sb.Kind == "err" {
			e = sb
		}
		return &Value{Kind: "errnil", Call: e.Call, Flag: op == "!=", Args: e.Args}
	}
	if sa.Kind == "nil" || sb.Kind == "nil" {
		o := sa
		if sa.Kind == "nil" {
			o = sb
		}
		switch o.Kind {
		case "nil":
			return boolConst(op == "==")
		case "reply", "attr", "union", "conv":
			p := &Value{Kind: "present", Args: []*Value{o}}
			if o.Kind == "attr" {
				p = &Value{Kind: "set", Text: o.Text}
			}
			if o.Kind == "union" {
				hasErr := false
				for _, a := range o.Args {
					if a.Kind == "err" {
						hasErr = true
					}
				}
				if hasErr {
					return &Value{Kind: "errnil", Flag: op == "!="}
				}
			}
			if op == "==" {
				return not(p)
			}
			return p
		case "map", "list", "func", "client", "struct", "req":
			return &Value{Kind: "ubool"}
		case "const":
			return boolConst(op == "!=")
		}
		return &Value{Kind: "ubool"}
	}
	// x != "" on attribute/reply: presence
	for _, p := range [][2]*Value{{sa, sb}, {sb, sa}} {
		if s, ok := p[1].sconst(); ok && s == "" {
			if p[0].Kind == "attr" {
				st := &Value{Kind: "set", Text: p[0].Text}
				if op == "!=" {
					return st
				}
				return not(st)
			}
		}
	}
	if isBool(sa) && sb.isConst() {
		if b, ok := sb.Const.(bool); ok {
			if b == (op == "==") {
				return sa
			}
			return not(sa)
		}
	}
	if isBool(sb) && sa.isConst() {
		return in.compare(op, sb, sa)
	}
	if n := len(in.waits); n > 0 && sb.isConst() != sa.isConst() {
		w := in.waits[n-1]
		o := sa
		if sa.isConst() {
			o = sb
		}
		if rl := replyLeaves(o); (o.Kind == "conv" || o.Kind == "union") && len(rl) == 1 {
			o = rl[0]
		}
		if o.Kind == "reply" && strings.HasPrefix(strings.ToLower(w.Func), "waitfor") && w.mayWaitFor(sa, sb) {
			w.Fields = append(w.Fields, o)
		}
	}
	in.expect(op, sa, sb)
	return &Value{Kind: "cmp", Text: op, Args: []*Value{sa, sb}}
}

// binary evaluates an operator.
func (in *Interpreter) binary(op token.Token, a, b *Value) *Value {
	switch op {
	case token.EQL:
		return in.compare("==", a, b)
	case token.NEQ:
		return in.compare("!=", a, b)
	case token.LSS, token.LEQ, token.GTR, token.GEQ:
		na, oka := a.iconst()
		nb, okb := b.iconst()
		if oka && okb {
			switch op {
			case token.LSS:
				return boolConst(na < nb)
			case token.LEQ:
				return boolConst(na <= nb)
			case token.GTR:
				return boolConst(na > nb)
			case token.GEQ:
				return boolConst(na >= nb)
			}
		}
		// len(x) < 1, len(x) > 0
		if a.Kind == "len" && okb {
			switch {
			case op == token.LSS && nb == 1, op == token.LEQ && nb == 0:
				return &Value{Kind: "cmp", Text: "==", Args: []*Value{a, intConst(0)}}
			case op == token.GTR && nb == 0, op == token.GEQ && nb == 1:
				return &Value{Kind: "cmp", Text: "!=", Args: []*Value{a, intConst(0)}}
			}
		}
		return &Value{Kind: "cmp", Text: op.String(), Args: []*Value{withoutText(a), withoutText(b)}}
	case token.ADD:
		sa, oka := a.sconst()
		sb, okb := b.sconst()
		if oka && okb {
			return stringConst(sa + sb)
		}
		na, ok1 := a.iconst()
		nb, ok2 := b.iconst()
		if ok1 && ok2 {
			return intConst(na + nb)
		}
		if oka || okb || a.Kind == "cat" || b.Kind == "cat" || isStrV(a) || isStrV(b) {
			return cat(a, b)
		}
		return arithmetic(op, a, b)
	case token.MUL:
		na, ok1 := a.iconst()
		nb, ok2 := b.iconst()
		if ok1 && ok2 {
			return intConst(na * nb)
		}
	case token.SUB:
		na, ok1 := a.iconst()
		nb, ok2 := b.iconst()
		if ok1 && ok2 {
			return intConst(na - nb)
		}
	case token.QUO:
		na, ok1 := a.iconst()
		nb, ok2 := b.iconst()
		if ok1 && ok2 && nb != 0 {
			return intConst(na / nb)
		}
	}
	return arithmetic(op, a, b)
}

// arithmetic is what cannot be calculated here: arith(*,a,b).
func arithmetic(op token.Token, a, b *Value) *Value {
	return conversion("arith", &Value{Kind: "op", Text: op.String()}, a, b)
}

func isStrV(v *Value) bool {
	switch v.Kind {
	case "id", "idpart", "region", "account", "token":
		return true
	case "conv":
		return v.Text == "str"
	}
	return false
}

// cat joins texts.
func cat(vs ...*Value) *Value {
	var out []*Value
	for _, v := range vs {
		if v.Kind == "cat" {
			out = append(out, v.Args...)
			continue
		}
		v = withoutText(v)
		if s, ok := v.sconst(); ok {
			if s == "" {
				continue
			}
			if n := len(out); n > 0 {
				if p, ok := out[n-1].sconst(); ok {
					out[n-1] = stringConst(p + s)
					continue
				}
			}
		}
		if v.Kind == "const" {
			if n, ok := v.Const.(int64); ok {
				out = append(out, stringConst(strconv.FormatInt(n, 10)))
				continue
			}
		}
		out = append(out, v)
	}
	if len(out) == 0 {
		return stringConst("")
	}
	if len(out) == 1 {
		return out[0]
	}
	return &Value{Kind: "cat", Args: out}
}

// partOf returns part n of a split composite (cat) value.
func (in *Interpreter) partOf(b *Value, n int) *Value {
	if len(b.Args) == 1 && b.Args[0].Kind == "cat" {
		var parts [][]*Value
		cur := []*Value{}
		for _, a := range b.Args[0].Args {
			if s, ok := a.sconst(); ok {
				for i, p := range strings.Split(s, b.Separator) {
					if i > 0 {
						parts = append(parts, cur)
						cur = []*Value{}
					}
					if p != "" {
						cur = append(cur, stringConst(p))
					}
				}
				continue
			}
			cur = append(cur, a)
		}
		parts = append(parts, cur)
		if n < len(parts) && n >= 0 {
			return cat(parts[n]...)
		}
		return unknown("part")
	}
	if len(b.Args) == 1 {
		return conversion("part", b.Args[0], intConst(int64(n)), stringConst(b.Separator))
	}
	return unknown("part")
}

// split splits a text, or the id.
func (in *Interpreter) split(v *Value, sep string) *Value {
	v = withoutText(v)
	switch v.Kind {
	case "id":
		return &Value{Kind: "idparts", Separator: sep}
	case "cat":
		return &Value{Kind: "idparts", Separator: sep, Text: "cat", Args: []*Value{v}}
	case "const":
		if s, ok := v.sconst(); ok {
			l := in.newList()
			l.List.Static = true
			for _, p := range strings.Split(s, sep) {
				l.List.Elements = append(l.List.Elements, stringConst(p))
			}
			return l
		}
	case "union":
		var o []*Value
		for _, a := range v.Args {
			o = append(o, in.split(a, sep))
		}
		return union(o...)
	}
	return conversion("split", v, stringConst(sep))
}
