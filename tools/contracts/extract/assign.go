package main

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// hint applies a type assertion.
func (in *Interpreter) hint(v *Value, t ast.Expr) *Value {
	ts := typeText(t)
	switch v.Kind {
	case "meta":
		if strings.Contains(ts, "AliyunClient") {
			return clientValue
		}
	case "attr":
		if isMapHint(ts) && v.Type == "" {
			return &Value{Kind: "attr", Text: v.Text, Type: "map"}
		}
	case "reply":
		if isMapHint(ts) && v.Type == "" {
			return &Value{Kind: "reply", Call: v.Call, Text: v.Text, Type: "map", Filters: v.Filters}
		}
		if strings.Contains(ts, ".") && v.Type == "" {
			return &Value{Kind: "reply", Call: v.Call, Text: v.Text, Type: strings.TrimPrefix(ts, "*"), Filters: v.Filters}
		}
	case "union":
		var o []*Value
		for _, a := range v.Args {
			o = append(o, in.hint(a, t))
		}
		return union(o...)
	}
	return v
}

func typeText(e ast.Expr) string {
	switch x := e.(type) {
	case *ast.Ident:
		return x.Name
	case *ast.StarExpr:
		return typeText(x.X)
	case *ast.SelectorExpr:
		return typeText(x.X) + "." + x.Sel.Name
	case *ast.ArrayType:
		return "[]" + typeText(x.Elt)
	case *ast.MapType:
		return "map[" + typeText(x.Key) + "]" + typeText(x.Value)
	case *ast.InterfaceType:
		return "any"
	case *ast.FuncType:
		return "func"
	case *ast.Ellipsis:
		return "[]" + typeText(x.Elt)
	case *ast.StructType:
		return "struct"
	}
	return "?"
}

// zero is the zero value of a type.
func (in *Interpreter) zero(t ast.Expr) *Value {
	switch x := t.(type) {
	case *ast.Ident:
		switch x.Name {
		case "string":
			return stringConst("")
		case "bool":
			return falseValue
		case "int", "int64", "int32", "uint", "float64":
			return intConst(0)
		case "error":
			return nilValue
		}
		if tt, ok := in.program.Types[x.Name]; ok {
			if _, ok := tt.(*ast.StructType); ok {
				return in.newMap(x.Name)
			}
			return in.zero(tt)
		}
	case *ast.ArrayType:
		return in.newList()
	case *ast.MapType:
		return in.newMap("")
	case *ast.SelectorExpr:
		return in.newMap(in.canonType(typeText(x)))
	case *ast.StructType:
		return in.newMap("")
	}
	return nilValue
}

func (in *Interpreter) assignStmt(x *ast.AssignStmt) {
	if len(x.Rhs) == 1 && len(x.Lhs) > 1 {
		in.bindMulti(in.evalMulti(x.Rhs[0], len(x.Lhs)), x.Lhs, x.Tok == token.DEFINE)
		return
	}
	var vals []*Value
	for i, r := range x.Rhs {
		v := in.eval(r)
		if v.Kind == "tuple" && len(v.Args) > 0 {
			v = v.Args[0]
		}
		switch x.Tok {
		case token.ADD_ASSIGN:
			v = in.binary(token.ADD, in.eval(x.Lhs[i]), v)
		case token.SUB_ASSIGN, token.MUL_ASSIGN, token.QUO_ASSIGN, token.OR_ASSIGN, token.AND_ASSIGN, token.REM_ASSIGN:
			v = conversion("arith", &Value{Kind: "op", Text: strings.TrimSuffix(x.Tok.String(), "=")}, in.eval(x.Lhs[i]), v)
		}
		vals = append(vals, v)
	}
	for i, l := range x.Lhs {
		v := in.attach(vals[i])
		if id, ok := l.(*ast.Ident); ok {
			if x.Tok == token.DEFINE {
				in.define(id.Name, v)
			} else {
				in.assign(id.Name, v)
			}
			continue
		}
		in.assignTo(l, v)
	}
}

// bindMulti assigns the results of a call, or a value and whether it is there.
func (in *Interpreter) bindMulti(v *Value, lhs []ast.Expr, def bool) {
	var vals []*Value
	if v.Kind == "tuple" {
		vals = v.Args
	} else {
		vals = []*Value{v}
	}
	for i, l := range lhs {
		var x *Value
		if i < len(vals) {
			x = vals[i]
		} else {
			x = &Value{Kind: "err"}
		}
		x = in.attach(x)
		if id, ok := l.(*ast.Ident); ok {
			if def {
				// := reuses variables of the same scope only
				in.define(id.Name, x)
			} else {
				in.assign(id.Name, x)
			}
			continue
		}
		in.assignTo(l, x)
	}
}

// assignTo assigns to a name, a key or a field.
func (in *Interpreter) assignTo(l ast.Expr, v *Value) {
	switch x := l.(type) {
	case *ast.Ident:
		in.assign(x.Name, v)
	case *ast.ParenExpr:
		in.assignTo(x.X, v)
	case *ast.StarExpr:
		in.assignTo(x.X, v)
	case *ast.IndexExpr:
		base := in.container(x.X)
		key := in.eval(x.Index)
		in.setIndex(base, key, v)
	case *ast.SelectorExpr:
		base := in.container(x.X)
		in.setField(base, x.Sel.Name, v)
	}
}

// lval evaluates a container, creating maps on the way.
func (in *Interpreter) container(e ast.Expr) *Value {
	v := in.eval(e)
	if v.Kind == "nil" || v.Kind == "unk" {
		n := in.newMap("")
		switch x := e.(type) {
		case *ast.Ident, *ast.SelectorExpr, *ast.IndexExpr:
			in.assignTo(x, n)
		}
		return n
	}
	return v
}

// setField sets a field of a struct, or of each of several.
func (in *Interpreter) setField(base *Value, name string, v *Value) {
	switch base.Kind {
	case "map", "req", "params":
		in.setKey(base.Map, name, stringConst(name), v)
	case "union":
		for _, a := range base.Args {
			in.setField(a, name, v)
		}
	}
}

// setIndex sets a key of a map; a list gets one more element.
func (in *Interpreter) setIndex(base, key, v *Value) {
	switch base.Kind {
	case "map", "req":
		k := keyText(key)
		in.setKey(base.Map, k, key, v)
	case "list":
		base.List.Elements = append(base.List.Elements, v)
	case "reply":
		in.overlay(base, keyText(key), v)
	case "union":
		for _, a := range base.Args {
			in.setIndex(a, key, v)
		}
	}
}

// replyPlace is a field of a reply.
type replyPlace struct {
	call *Call
	path string
}

// overlay notes that a field of a reply was set to the reply of another call: what is read there from now on is that. What
// is made of the reply itself leaves the field what it is.
func (in *Interpreter) overlay(base *Value, key string, v *Value) {
	if base.Call == nil || key == "" {
		return
	}
	isElsewhere, isOwn := false, false
	walkDeep(v, func(x *Value) {
		if x.Kind == "reply" {
			isElsewhere = isElsewhere || x.Call != base.Call
			isOwn = isOwn || x.Call == base.Call
		}
	}, map[int]bool{}, 0)
	if !isElsewhere || isOwn {
		return
	}
	if in.overlaid == nil {
		in.overlaid = map[replyPlace]*Value{}
	}
	in.overlaid[replyPlace{base.Call, join(base.Text, key)}] = v
}

// keyText renders a map key; list indices become [].
func keyText(v *Value) string {
	v = withoutText(v)
	switch v.Kind {
	case "const":
		switch c := v.Const.(type) {
		case string:
			return c
		case int64:
			return strconv.FormatInt(c, 10)
		case bool:
			return strconv.FormatBool(c)
		}
	case "cat":
		var b strings.Builder
		for _, a := range v.Args {
			if s, ok := a.sconst(); ok {
				b.WriteString(s)
			} else if n, ok := a.iconst(); ok {
				b.WriteString(strconv.FormatInt(n, 10))
			} else {
				a = withoutText(a)
				if a.Kind == "idx" || a.Kind == "conv" && (a.Text == "arith") || a.Kind == "unk" || a.Kind == "union" {
					b.WriteString("#")
				} else {
					b.WriteString("{" + origin(a, nil) + "}")
				}
			}
		}
		return b.String()
	case "idx":
		return "#"
	}
	return ""
}
