package main

// Entity is a resource or data source while it is read.
type Entity struct {
	Name, Constructor, Kind string
	OperationFunctions      map[string]string // create, read, update, delete: name of the Go function
	Operations              map[string]*Operation
}

// Call is one request that the provider sends.
type Call struct {
	ID                                            int
	Product, Version, Action, Style, Method, Path string
	PathValue                                     *Value // the path, where it has placeholders
	Parameters                                    []Param
	Conditions                                    []*Value // under which it is sent
	Retry, NotFound, Accepted                     map[string]bool
	NotFoundWhen                                  map[string]bool
	Success                                       map[string]any // reply field: the value that is no failure
	Throttle, RetryAll, AcceptsNotFound           bool
	Endpoint                                      *Value
	Op                                            string // the operation that sends it
	Client                                        string // package of the SDK that it goes through, "" for the common client
	InWait                                        bool
	Func                                          string // the provider's function that sends it
	Uses                                          map[string]*Use
	Equals                                        []Equality
	Paging                                        map[string]bool
}

// Param is one parameter of a call; a name may occur several times under different conditions.
type Param struct {
	Name, In   string
	From       *Value
	Conditions []*Value
}

// Wait is a poll until a reply field has one of the target words.
type Wait struct {
	Func                  string
	Pending, Target, Fail []*Value
	Timeout, Delay, Poll  *Value
	Fields                []*Value
	Calls                 []*Call
}

// Equality is a field of an item of a reply that the provider compares with something that it knows.
type Equality struct {
	Field, Value *Value
}

// Step is what an operation does next: a call, a wait, setting the id, or going on with another operation.
type Step struct {
	Kind       string // call, wait, id, then
	Call       *Call
	Conditions []*Value
	Wait       *Wait
	Value      *Value // the id
	Then       string // the other operation
}

// Assignment is a d.Set.
type Assignment struct {
	Attribute  string
	Value      *Value
	Conditions []*Value
}

// Description is what a function that reads an object returns.
type Description struct {
	Func  string
	Value *Value
}

// Operation is create, read, update or delete of an entity.
type Operation struct {
	Name          string
	Func          string
	Steps         []*Step
	Sets          []Assignment
	Described     []Description
	ClientFilters []*Value // conditions under which items of a list are kept
	Truncated     bool     // the step budget ran out
}

// Frame is a function that is being run.
type Frame struct {
	Func         *Function
	Base         int // how many conditions held when it was called
	Returns      [][]*Value
	ErrorReturns int
	Loops        []*Loop
	ResultNames  []string
	Declared     *Frame // of a function literal: the frame of the declared function around it
}

// Loop collects the states at break and continue.
type Loop struct {
	snapshots []Snapshot
}

// Snapshot is what all names in scope hold, innermost scope first.
type Snapshot []map[string]*Value

// Interpreter runs the provider's functions on abstract values.
type Interpreter struct {
	program       *Program
	file          *File
	scope         *Scope
	frame         *Frame
	conditions    []*Value // that hold where it is now
	operation     *Operation
	waits         []*Wait
	stack         []*Function
	calls         []*Call
	steps         int
	entity        *Entity
	globals       map[string]*Value
	globalsInWork map[string]bool
	residuals     map[*Value]bool       // conditions that hold because an earlier branch has left
	overlaid      map[replyPlace]*Value // fields of replies that the provider itself has set
}

// outcome says how a statement ends.
type outcome int

const (
	continues outcome = iota
	returns
	breaks
	continuesLoop
)

// stepBudget bounds the work on one operation.
const stepBudget = 3000000
