package main

import (
	"strings"
)

// serviceCall calls a method of the provider; those called WaitForX are waits.
func (in *Interpreter) serviceCall(m *Function, a []*Value, recv *Value) *Value {
	name := m.Name
	if strings.HasPrefix(name, "WaitFor") || strings.HasPrefix(name, "waitFor") {
		w := &Wait{Func: name}
		for _, v := range a {
			s := withoutText(v)
			if s.Kind == "const" {
				if _, ok := s.Const.(string); ok {
					w.Target = append(w.Target, s)
				}
			}
			if s.Kind == "union" {
				w.Target = append(w.Target, codesOf(s)...)
			}
		}
		in.waits = append(in.waits, w)
		r := in.invoke(m, a, recv)
		in.waits = in.waits[:len(in.waits)-1]
		in.addWait(w)
		return r
	}
	return in.invoke(m, a, recv)
}

// mayWaitFor tells whether a comparison may be that with the word that is waited for: a WaitForX gets the word as an
// argument, and what it compares with other constants is not the state.
func (w *Wait) mayWaitFor(a, b *Value) bool {
	if len(w.Target) == 0 {
		return true
	}
	for _, t := range w.Target {
		word, _ := t.sconst()
		for _, v := range []*Value{a, b} {
			if compared, ok := v.sconst(); ok && strings.EqualFold(compared, word) {
				return true
			}
		}
	}
	return false
}

// expect notes that an item of a list is compared with the id or a part of it, in a WaitForX also with an argument: that is
// how the provider finds the object where it reads nothing else of it.
func (in *Interpreter) expect(op string, a, b *Value) {
	if b.Kind == "reply" {
		a, b = b, a
	}
	if a.Kind != "reply" || a.Call == nil || !strings.Contains(a.Text, "[") || len(a.Filters) > 0 {
		return
	}
	n := len(in.waits)
	isWaitFor := n > 0 && strings.HasPrefix(strings.ToLower(in.waits[n-1].Func), "waitfor")
	isId := b.Kind == "id" || b.Kind == "idpart" && b.Index >= 0
	if isId || isWaitFor && op == "==" && b.Kind == "attr" && b.Type == "" {
		a.Call.Equals = append(a.Call.Equals, Equality{a, b})
	}
}

// addWait makes a wait a step.
func (in *Interpreter) addWait(w *Wait) {
	if in.operation == nil {
		return
	}
	if len(in.waits) > 0 {
		o := in.waits[len(in.waits)-1]
		o.Calls = append(o.Calls, w.Calls...)
		return
	}
	in.operation.Steps = append(in.operation.Steps, &Step{Kind: "wait", Wait: w, Conditions: in.suffix(nil)})
}

// listOf lists what a value may hold as elements.
func listOf(v *Value) []*Value {
	var o []*Value
	if v == nil {
		return nil
	}
	switch v.Kind {
	case "list":
		for _, e := range v.List.Elements {
			if e.Kind == "union" {
				o = append(o, e.Args...)
			} else {
				o = append(o, e)
			}
		}
	case "nil":
	case "union":
		for _, a := range v.Args {
			o = append(o, listOf(a)...)
		}
	default:
		o = append(o, v)
	}
	return o
}

// runWait reads a StateChangeConf: its refresh function tells the field and the calls.
func (in *Interpreter) runWait(m *Value) *Value {
	get := func(k string) *Value { v, _ := in.getKey(m.Map, k); return v }
	w := &Wait{}
	w.Pending = listOf(get("Pending"))
	w.Target = listOf(get("Target"))
	w.Timeout, w.Delay = get("Timeout"), get("Delay")
	w.Poll = get("PollInterval")
	if w.Poll == nil {
		w.Poll = get("MinTimeout")
	}
	f := get("Refresh")
	in.waits = append(in.waits, w)
	var res *Value = nilValue
	if f != nil {
		fs := []*Value{f}
		if f.Kind == "union" {
			fs = f.Args
		}
		for _, f := range fs {
			if f.Kind == "func" && !f.Func.Noop {
				if f.Func.Decl != nil {
					w.Func = f.Func.Name
				} else if f.Func.Frame != nil && f.Func.Frame.Declared != nil && f.Func.Frame.Declared.Func != nil {
					w.Func = f.Func.Frame.Declared.Func.Name
				}
				r := in.invoke(f.Func, nil, nil)
				if r.Kind == "tuple" && len(r.Args) >= 2 {
					res = r.Args[0]
					for _, s := range flatUnion(r.Args[1]) {
						w.Fields = append(w.Fields, withoutText(s))
					}
				}
			}
		}
	}
	in.waits = in.waits[:len(in.waits)-1]
	in.addWait(w)
	return tuple(res, &Value{Kind: "err", Call: lastCall(w)})
}

func lastCall(w *Wait) *Call {
	if len(w.Calls) > 0 {
		return w.Calls[len(w.Calls)-1]
	}
	return nil
}

func flatUnion(v *Value) []*Value {
	v = withoutText(v)
	if v == nil {
		return nil
	}
	if v.Kind == "union" {
		var o []*Value
		for _, a := range v.Args {
			o = append(o, flatUnion(a)...)
		}
		return o
	}
	return []*Value{v}
}

func (in *Interpreter) lastCall() *Call {
	if len(in.calls) > 0 {
		return in.calls[len(in.calls)-1]
	}
	return nil
}
