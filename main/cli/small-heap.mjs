import { setFlagsFromString } from 'node:v8';

// V8 lets the heap for new objects grow to tens of megabytes in a burst and keeps them; a host mostly waits. Costs no CPU time that
// could be measured (docs/benchmarks.md). Imported before the program is loaded; on the command line V8 does not take it.
setFlagsFromString('--semi-space-growth-factor=1');
